// What can be undone and redone: read off the journal, entry by entry, so that every tab and every reopening agree.
import type { Change, RecordValue } from './records.ts';
import type { Entry } from './entry.ts';

/** Tables that only count or remember. A group that changed nothing else is nothing to take back. */
const BOOKKEEPING = /^(trail|usage|bill)\//;

interface GroupHistory {
  readonly group: number;
  readonly entries: Entry[];
  /** World time before its first entry. */
  readonly beforeMs: number;
}

const changesSomething = (entry: Entry): boolean => entry.changes.some(({ table }) => !BOOKKEEPING.test(table));

/** What an undo or redo is going to write. */
export interface Restoration {
  readonly group: number;
  readonly what: string;
  readonly atMs: number;
  readonly changes: readonly Change[];
}

export class History {
  readonly #groups = new Map<number, GroupHistory>();
  #done: number[] = [];
  #undone: number[] = [];
  #lastMs = 0;

  /** Takes in the next entry. */
  add(entry: Entry): void {
    const beforeMs = this.#lastMs;
    this.#lastMs = entry.atMs;
    switch (entry.kind) {
      case 'begin':
        this.#groups.clear();
        this.#done = [];
        this.#undone = [];
        return;
      case 'undo':
        this.#done = this.#done.filter((group) => group !== entry.undone);
        this.#undone.push(entry.undone);
        return;
      case 'redo':
        this.#undone = this.#undone.filter((group) => group !== entry.redone);
        this.#done.push(entry.redone);
        return;
      case 'call':
      case 'due':
      case 'clock':
      case 'line':
        this.#addToGroup(entry, beforeMs);
    }
  }

  /** Forgets what was stripped of its changes. */
  forgetUpTo(number: number): void {
    for (const [group, { entries }] of this.#groups) {
      if ((entries[0]?.number ?? 0) > number) continue;
      this.#groups.delete(group);
      this.#done = this.#done.filter((done) => done !== group);
      this.#undone = this.#undone.filter((undone) => undone !== group);
    }
  }

  undoing(): Restoration | undefined {
    const found = this.#groups.get(this.#done.at(-1) ?? -1);
    if (!found) return undefined;
    const changes = found.entries.flatMap((entry) => entry.changes);
    return {
      group: found.group,
      what: describe(found.entries),
      atMs: found.beforeMs,
      changes: merge(changes.toReversed().map(({ before, after, ...place }) => change(place, after, before))),
    };
  }

  redoing(): Restoration | undefined {
    const found = this.#groups.get(this.#undone.at(-1) ?? -1);
    if (!found) return undefined;
    return {
      group: found.group,
      what: describe(found.entries),
      atMs: found.entries.at(-1)?.atMs ?? found.beforeMs,
      changes: merge(found.entries.flatMap((entry) => entry.changes)),
    };
  }

  #addToGroup(entry: Entry, beforeMs: number): void {
    let history = this.#groups.get(entry.group);
    if (!history) {
      history = { group: entry.group, entries: [], beforeMs };
      this.#groups.set(entry.group, history);
    }
    history.entries.push(entry);
    if (!changesSomething(entry)) return;
    // The group that changed something last is the one to undo first; what was undone before it is gone for good.
    if (this.#done.at(-1) !== entry.group) {
      this.#done = this.#done.filter((group) => group !== entry.group);
      this.#done.push(entry.group);
    }
    this.#undone = [];
  }
}

function change(
  place: Pick<Change, 'table' | 'partition' | 'id'>,
  before: RecordValue | undefined,
  after: RecordValue | undefined,
): Change {
  return { ...place, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** One change for each record: from the first image to the last. */
function merge(changes: readonly Change[]): readonly Change[] {
  const merged = new Map<string, Change>();
  for (const { before, after, ...place } of changes) {
    const key = JSON.stringify([place.table, place.partition, place.id]);
    const earlier = merged.get(key);
    merged.set(key, change(place, earlier ? earlier.before : before, after));
  }
  return [...merged.values()];
}

/** The typed line, or the operations that were called. */
function describe(entries: readonly Entry[]): string {
  const line = entries.find((entry) => entry.kind === 'line');
  if (line) return line.text;
  const calls = entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call.operation] : []));
  if (calls.length > 0) return calls.join(', ');
  return entries.some((entry) => entry.kind === 'clock') ? 'the clock was moved' : 'something fell due';
}
