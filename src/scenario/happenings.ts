// The journal as what somebody did: a happening for each group, so that it can be done again elsewhere.
import type { CallRecord, Entry } from '../world/entry.ts';

export interface Happening {
  readonly group: number;
  /** The typed line; null for a click, a request, or a line that was killed with its worker. */
  readonly line: { readonly text: string; readonly exitCode: number | null } | null;
  readonly calls: readonly CallRecord[];
  readonly changedFiles: boolean;
  /** By how much it moved the clock. */
  readonly clockMs: number;
  /** Whether something fell due behind it that no move of the clock had brought about. */
  readonly fellDue: boolean;
  /** What it took back, or brought back, by the number of the group. */
  readonly undone: readonly number[];
  readonly redone: readonly number[];
}

type Draft = { -readonly [Key in keyof Happening]: Happening[Key] };

/** In the order in which they happened. */
export function happenings(entries: readonly Entry[]): readonly Happening[] {
  const drafts = new Map<number, Draft>();
  for (const entry of entries) {
    if (entry.kind === 'begin') continue;
    const draft = drafts.get(entry.group) ?? empty(entry.group);
    drafts.set(entry.group, draft);
    add(draft, entry);
  }
  return [...drafts.values()];
}

function add(draft: Draft, entry: Exclude<Entry, { kind: 'begin' }>): void {
  switch (entry.kind) {
    case 'call':
      draft.calls = [...draft.calls, entry.call];
      return;
    case 'line':
      draft.line = { text: entry.text, exitCode: entry.exitCode };
      draft.changedFiles = entry.changes.length > 0;
      return;
    case 'clock':
      draft.clockMs += entry.byMs;
      return;
    case 'due':
      draft.fellDue ||= draft.clockMs === 0;
      return;
    case 'undo':
      draft.undone = [...draft.undone, entry.undone];
      return;
    case 'redo':
      draft.redone = [...draft.redone, entry.redone];
  }
}

const empty = (group: number): Draft => ({
  group,
  line: null,
  calls: [],
  changedFiles: false,
  clockMs: 0,
  fellDue: false,
  undone: [],
  redone: [],
});

/** The groups that are undone at the end. */
export function undoneGroups(all: readonly Happening[]): ReadonlySet<number> {
  const undone = new Set<number>();
  for (const { undone: back, redone } of all) {
    for (const group of back) undone.add(group);
    for (const group of redone) undone.delete(group);
  }
  return undone;
}

const looking = /^(List|Describe|Get|Head|Encrypt|Decrypt|ReEncrypt|Generate|Sign|Verify|Derive|Assume|Lookup)/;

/** Whether a call left something behind in the world, going by what such operations do. */
export const changing = (call: CallRecord): boolean => call.error === undefined && !looking.test(call.operation);

const lookingWords = new Set(
  'aws base64 cat clear cmp cut date diff echo env exit file grep head help history jq lab ls man openssl printf pwd sha256sum sort stat tail test time tr type wc whoami xxd'.split(
    ' ',
  ),
);

/** Whether a line only showed something: nothing is changed where it is left out. In doubt it did more. */
export function onlyLooked({ line, calls, changedFiles, clockMs }: Happening): boolean {
  if (!line || calls.some(changing) || changedFiles || clockMs > 0) return false;
  const words = line.text.split(/[\s|]+/);
  return (
    lookingWords.has(words[0] ?? '') &&
    !/[=>;&({`]|\btee\b/.test(line.text.replace(/--[\w-]+=/g, '').replace(/'[^']*'/g, ''))
  );
}

/** The shortest way to say a span of time to `lab clock advance`. */
export function advanceLine(ms: number): string {
  const units: readonly [string, number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ];
  const unit = units.find(([, length]) => ms % length === 0);
  return `lab clock advance ${unit ? `${ms / unit[1]}${unit[0]}` : `${Math.ceil(ms / 1000)}s`}`;
}

/** A line as a sentence quotes it. */
export const quoted = (text: string): string => {
  const line = text.trim().split('\n')[0] ?? '';
  return `“${line.length > 70 || line !== text.trim() ? `${line.slice(0, 70)}…` : line}”`;
};
