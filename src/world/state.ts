// A world as of its last entry: tables, the entries behind them, and what can be undone. Changed by entries alone.
import type { Entry } from './entry.ts';
import { filesTable } from './files.ts';
import { History } from './history.ts';
import type { Snapshot } from './journal.ts';
import { Tables } from './tables.ts';

export class WorldState {
  readonly tables: Tables;
  readonly history: History;
  entries: Entry[] = [];
  lastNumber = 0;
  lastGroup = 0;
  lastMs: number;
  /** The number of the next call. It never goes back. */
  nextCall = 1;
  /** The number of the last entry that changed what a check could see. */
  version = 0;
  /** Calls with a number below this one may be another tab's. */
  othersNextCall = 0;
  snapshotNumber = 0;

  constructor(tables: Tables, lastMs: number) {
    this.tables = tables;
    this.lastMs = lastMs;
    this.history = new History(lastMs);
  }

  /** What a journal opened with. Entries up to the snapshot are in its tables already. */
  static open(snapshot: Snapshot, entries: readonly Entry[], epochMs: number): WorldState {
    const state = new WorldState(Tables.fromSnapshot(snapshot), epochMs);
    state.snapshotNumber = snapshot.number;
    state.lastNumber = snapshot.number;
    state.version = snapshot.number;
    for (const entry of entries) {
      if (entry.number > snapshot.number) state.tables.apply(entry.changes);
      state.add(entry);
    }
    return state;
  }

  /** Read anew in place of a state that had stayed behind: what waits to be decided against that one sees that it is another. */
  insteadOf(behind: WorldState): void {
    this.version = this.lastNumber;
    this.othersNextCall = this.nextCall;
    this.nextCall = Math.max(this.nextCall, behind.nextCall);
  }

  /** A copy with nothing behind it: it can be changed without a trace here, and nothing of before can be undone in it. */
  fork(): WorldState {
    const copy = new WorldState(this.tables.copy(), this.lastMs);
    copy.lastNumber = this.lastNumber;
    copy.lastGroup = this.lastGroup;
    copy.nextCall = this.nextCall;
    copy.version = this.version;
    copy.snapshotNumber = this.lastNumber;
    return copy;
  }

  /** An entry that somebody else wrote. */
  absorb(entry: Entry): void {
    this.tables.apply(entry.changes);
    this.add(entry);
    this.othersNextCall = Math.max(this.othersNextCall, entry.nextCall);
  }

  /** An entry whose changes are in the tables already. */
  add(entry: Entry): void {
    this.entries.push(entry);
    this.history.add(entry);
    this.lastNumber = Math.max(this.lastNumber, entry.number);
    this.lastGroup = Math.max(this.lastGroup, entry.group);
    this.lastMs = entry.atMs;
    this.nextCall = Math.max(this.nextCall, entry.nextCall);
    if (entry.changes.some(({ table }) => table !== filesTable.name)) this.version = entry.number;
  }

  /** `ahead` leaves as many numbers out. */
  takeCallNumber(ahead = 0): number {
    const number = this.nextCall + ahead;
    this.nextCall = number + 1;
    return number;
  }
}
