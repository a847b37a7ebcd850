// The journal as moments that one can go back to: a typed line or a click (a group of entries), a jump of the clock, an
// undo, something that fell due. What a moment is called, and whether it wrote, only looked, or was refused.
import { assertNever } from '../../base/assert.ts';
import type { CallRecord, Entry } from '../../world/entry.ts';
import { commandName, span } from '../world/words.ts';

/** What falls due is a loss, a deletion or an expiry, or it is not. */
export type DueTone = 'lost' | 'due';
export type Tone = 'write' | 'read' | 'refused' | 'clock' | 'back' | 'begin' | DueTone;

export interface Moment {
  /** Unique, and the same for as long as the moment is in the journal: the number of its first entry. */
  readonly first: number;
  /** The entry after which the world is as this moment left it. */
  readonly last: number;
  readonly group: number;
  readonly atMs: number;
  readonly tone: Tone;
  /** A word or two. */
  readonly label: string;
  readonly entries: readonly Entry[];
  /** It was undone, and not redone. */
  readonly undone: boolean;
}

const writing =
  /^(Cancel|Create|Connect|Delete|Disable|Disconnect|Enable|Import|Put|Replicate|Retire|Revoke|Rotate|Schedule|Tag|Untag|Update)/;

/** Whether the operation is one that changes something. Of entries that are old the changes are no longer kept. */
export const writes = (call: CallRecord): boolean => call.error === undefined && writing.test(call.operation);

export function momentsOf(entries: readonly Entry[]): readonly Moment[] {
  const undone = undoneGroups(entries);
  // What was set up for the learner is one moment: nothing of it is theirs to go back to.
  const setUp = entries.findLastIndex(({ kind }) => kind === 'begin') + 1;
  const parts: Entry[][] = setUp === 0 ? [] : [entries.slice(0, setUp)];
  for (const entry of entries.slice(setUp)) {
    const part = parts.at(-1);
    const before = part?.at(-1);
    // What fell due has a moment of its own, though it counts to the group before.
    const together =
      before?.group === entry.group && before.kind !== 'begin' && before.kind !== 'due' && entry.kind !== 'due';
    if (part && together) part.push(entry);
    else parts.push([entry]);
  }
  return parts.filter(isSeen).map((part) => momentOf(part, undone));
}

/** A line that called nothing and changed no file left nothing to look back at. */
const isSeen = (part: readonly Entry[]): boolean =>
  part.some((entry) => entry.kind !== 'line' || entry.changes.length > 0);

function momentOf(part: readonly Entry[], undone: ReadonlySet<number>): Moment {
  const [first] = part;
  const last = part.at(-1);
  if (!first || !last) throw new RangeError('a moment has an entry');
  return {
    first: first.number,
    last: last.number,
    group: first.group,
    atMs: last.atMs,
    entries: part,
    undone: undone.has(first.group),
    ...named(part, first),
  };
}

function undoneGroups(entries: readonly Entry[]): ReadonlySet<number> {
  const undone = new Set<number>();
  for (const entry of entries) {
    if (entry.kind === 'undo') undone.add(entry.undone);
    if (entry.kind === 'redo') undone.delete(entry.redone);
  }
  return undone;
}

function named(part: readonly Entry[], first: Entry): { readonly tone: Tone; readonly label: string } {
  if (part.at(-1)?.kind === 'begin') return { tone: 'begin', label: 'set-up' };
  const calls = part.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
  const main = calls.find((call) => call.error !== undefined) ?? calls.find(writes) ?? calls[0];
  if (main) {
    const tone = main.error !== undefined ? 'refused' : writes(main) ? 'write' : 'read';
    const others = calls.length - 1;
    const same = calls.every(({ operation }) => operation === main.operation);
    const more = others === 0 ? '' : same ? ` × ${calls.length}` : ` + ${others}`;
    return { tone, label: labVerb(main, part) ?? commandName(main.operation) + more };
  }
  const telling = part.find(({ kind }) => kind !== 'line') ?? first;
  switch (telling.kind) {
    case 'begin':
      return { tone: 'begin', label: 'set-up' };
    case 'clock':
      return { tone: 'clock', label: `+ ${span(telling.byMs)}` };
    case 'due':
      return { tone: dueTone(telling.what), label: dueLabel(telling.what) };
    case 'undo':
      return { tone: 'back', label: 'undo' };
    case 'redo':
      return { tone: 'back', label: 'redo' };
    case 'line':
      return { tone: 'write', label: firstCommand(telling.text) };
    case 'call':
      return { tone: 'read', label: commandName(telling.call.operation) };
    default:
      return assertNever(telling);
  }
}

/** What `lab` does is no operation that anybody knows by name: it is called as it was typed. */
function labVerb({ service }: CallRecord, part: readonly Entry[]): string | undefined {
  if (service !== 'simulation') return undefined;
  const line = part.find((entry) => entry.kind === 'line');
  return line && /\blab( [a-z][a-z-]*){1,2}/.exec(line.text)?.[0];
}

const loopHead = /^(for|select)\s[^;\n]*[;\n]\s*do\s|^(while|until|if|then|else|elif|do|time|!|\{|\()\s*/;
const assignment = /^[A-Za-z_]\w*=\S*\s*/;

/** The first command of a line, whatever braces, loops and assignments stand before it. */
function firstCommand(line: string): string {
  let rest = line.trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(loopHead, '').replace(assignment, '').trimStart();
  }
  return /^[\w./-]+/.exec(rest)?.[0] ?? 'files';
}

/** A due handler's name as a word: DeleteKey is a deletion, DeleteExpiredKeyMaterial an expiry. */
export function dueLabel(handler: string): string {
  const words = commandName(handler).replaceAll('-', ' ');
  return /expir/.test(words) ? 'expiry' : /delet/.test(words) ? 'deletion' : /rotat/.test(words) ? 'rotation' : words;
}

/** By what it is called: a handler that deletes says so. */
export const dueTone = (handler: string): DueTone => (/delet|expir/i.test(handler) ? 'lost' : 'due');
