// What can be undone and redone: read off the journal, entry by entry, so that every tab and every reopening agree.
import type { Change, RecordValue } from './records.ts';
import type { Entry } from './entry.ts';

/** Tables that only count or remember. A group that changed nothing else is nothing to take back. */
const BOOKKEEPING = /^(trail|usage|bill)\//;

export const isBookkeeping = ({ table }: Pick<Change, 'table'>): boolean => BOOKKEEPING.test(table);

/** How many entries back undo reaches at least. */
export const UNDO_REACH = 1000;

/**
 * Entries up to this one are out of the reach of undo. It depends on the last entry's number alone: what one tab strips and
 * destroys, no other tab can still bring back.
 */
export const beyondUndo = (lastNumber: number): number =>
  Math.max(0, lastNumber - (lastNumber % UNDO_REACH) - UNDO_REACH);

interface GroupHistory {
  readonly group: number;
  readonly entries: Entry[];
  /** World time before its first entry, and after its last. */
  readonly beforeMs: number;
  afterMs: number;
  /** Whether it is undone at the moment. */
  undone: boolean;
  /** The entry that it begins with, or that did it again last. */
  appliedAt: number;
}

/** Time is changed by the clock, in a seeded world without any record. */
const changesSomething = (entry: Entry): boolean => entry.kind === 'clock' || !entry.changes.every(isBookkeeping);

/** What an undo or redo is going to write. */
export interface Restoration {
  readonly group: number;
  readonly what: string;
  readonly atMs: number;
  readonly changes: readonly Change[];
}

export class History {
  readonly #groups = new Map<number, GroupHistory>();
  /** All that can be reached, in order. */
  #log: Entry[] = [];
  /** A group up to this one that is not among the groups has its beginning out of reach. Half a group is never undone. */
  #forgottenUpTo = -1;
  #done: number[] = [];
  #undone: number[] = [];
  #lastMs: number;

  /** `lastMs` is the world's time before the first entry that it is given. */
  constructor(lastMs: number) {
    this.#lastMs = lastMs;
  }

  /** Takes in the next entry. */
  add(entry: Entry): void {
    const beforeMs = this.#lastMs;
    this.#lastMs = entry.atMs;
    this.#log.push(entry);
    this.#take(entry, beforeMs);
    if (entry.number % UNDO_REACH === 0) this.#forgetUpTo(beyondUndo(entry.number));
  }

  #take(entry: Entry, beforeMs: number): void {
    switch (entry.kind) {
      case 'begin':
        this.#groups.clear();
        this.#log = [];
        this.#done = [];
        this.#undone = [];
        return;
      case 'undo':
        this.#done = this.#done.filter((group) => group !== entry.undone);
        this.#undone.push(entry.undone);
        this.#mark(entry.undone, { undone: true });
        return;
      case 'redo':
        this.#undone = this.#undone.filter((group) => group !== entry.redone);
        this.#done.push(entry.redone);
        this.#mark(entry.redone, { undone: false, appliedAt: entry.number });
        return;
      case 'call':
      case 'due':
      case 'clock':
      case 'line':
        this.#addToGroup(entry, beforeMs);
    }
  }

  #mark(group: number, mark: Partial<Pick<GroupHistory, 'undone' | 'appliedAt'>>): void {
    const history = this.#groups.get(group);
    if (history) Object.assign(history, mark);
  }

  #forgetUpTo(number: number): void {
    for (const [group, { entries }] of this.#groups) {
      if ((entries[0]?.number ?? 0) > number) continue;
      this.#groups.delete(group);
      this.#forgottenUpTo = Math.max(this.#forgottenUpTo, group);
    }
    this.#done = this.#done.filter((group) => this.#groups.has(group));
    this.#undone = this.#undone.filter((group) => this.#groups.has(group));
    this.#log = this.#log.filter((entry) => entry.number > number);
  }

  undoing(): Restoration | undefined {
    const found = this.#groups.get(this.#done.at(-1) ?? -1);
    if (!found) return undefined;
    const changes = found.entries.flatMap(whatItDid);
    // What only counts is put back to where it stood before, although later groups, which did nothing else, counted on.
    const counted = this.#log.filter(({ number }) => number >= found.appliedAt).flatMap(whatItCounted);
    return {
      group: found.group,
      what: describe(found.entries),
      atMs: found.beforeMs,
      changes: [...merge(reversed(changes)), ...merge(reversed(counted))],
    };
  }

  redoing(): Restoration | undefined {
    const found = this.#groups.get(this.#undone.at(-1) ?? -1);
    if (!found) return undefined;
    const undo = this.#log.findLast((entry) => entry.kind === 'undo' && entry.undone === found.group);
    return {
      group: found.group,
      what: describe(found.entries),
      atMs: found.afterMs,
      changes: [...merge(found.entries.flatMap(whatItDid)), ...reversed(undo?.changes.filter(isBookkeeping) ?? [])],
    };
  }

  #addToGroup(entry: Entry, beforeMs: number): void {
    const changes = changesSomething(entry);
    // What was undone before is gone for good.
    if (changes) this.#undone = [];
    const known = this.#groups.get(entry.group);
    let history = known;
    if (!history && entry.group <= this.#forgottenUpTo) return;
    // A line that undid itself and goes on: what is taken back next is what it does from here.
    if (!history || (changes && history.undone)) {
      const { group, number, atMs } = entry;
      history = { group, entries: [], beforeMs, afterMs: atMs, undone: false, appliedAt: number };
      this.#groups.set(entry.group, history);
    }
    history.entries.push(entry);
    if (!history.undone) history.afterMs = entry.atMs;
    // The group that changed something last is the one to undo first.
    if (!changes || this.#done.at(-1) === entry.group) return;
    if (known) this.#done = this.#done.filter((group) => group !== entry.group);
    this.#done.push(entry.group);
  }
}

function change(
  place: Pick<Change, 'table' | 'partition' | 'id'>,
  before: RecordValue | undefined,
  after: RecordValue | undefined,
): Change {
  return { ...place, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

const whatItDid = (entry: Entry): readonly Change[] => entry.changes.filter((each) => !isBookkeeping(each));
const whatItCounted = (entry: Entry): readonly Change[] => entry.changes.filter(isBookkeeping);

const reversed = (changes: readonly Change[]): readonly Change[] =>
  changes.toReversed().map(({ before, after, ...place }) => change(place, after, before));

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
