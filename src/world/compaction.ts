// Keeps the journal small: a snapshot now and then, images as far back as undo reaches, the trail for 90 days
// or, where so much happened, its last 50,000 entries.
import type { Compaction } from './journal.ts';
import { filesTable } from './files.ts';
import type { Entry } from './entry.ts';
import { beyondUndo } from './history.ts';
import type { RecordValue, Table } from './records.ts';
import type { WorldState } from './state.ts';
import type { FileRecord } from './world-api.ts';

const SNAPSHOT_EVERY = 1000;
const TRAIL_MS = 90 * 86_400_000;
/** Some hundred bytes to a few kilobytes each, all of them in memory. */
const MOST_ENTRIES = 50_000;

export const isTimeToCompact = ({ lastNumber, snapshotNumber }: WorldState): boolean =>
  lastNumber - snapshotNumber >= SNAPSHOT_EVERY;

export function compactionOf(state: WorldState, tables: readonly Table<never>[]): Compaction {
  const stripUpTo = beyondUndo(state.lastNumber);
  return {
    snapshot: state.tables.toSnapshot(state.lastNumber),
    stripUpTo,
    forgetUpTo: forgettable(state, stripUpTo),
    ...stillNamed(state, tables, stripUpTo),
  };
}

/** What a compaction leaves of the entries that it was made of. */
export const remaining = (entries: readonly Entry[], { forgetUpTo, stripUpTo }: Compaction): Entry[] =>
  entries
    .filter(({ number }) => number > forgetUpTo)
    .map((entry) => (entry.number <= stripUpTo && entry.changes.length > 0 ? { ...entry, changes: [] } : entry));

/**
 * Old entries, up to the first that undo still needs to know of: the one before those within its reach, which tells the time,
 * and the beginnings of groups that go on within it.
 */
function forgettable({ entries, lastMs, lastNumber }: WorldState, stripUpTo: number): number {
  const oldMs = lastMs - TRAIL_MS;
  const isOld = ({ number, atMs }: Entry) => atMs < oldMs || number <= lastNumber - MOST_ENTRIES;
  const goOn = new Set(entries.flatMap(({ number, group }) => (number > stripUpTo ? [group] : [])));
  let forgetUpTo = 0;
  for (const entry of entries) {
    if (entry.number >= stripUpTo || !isOld(entry) || goOn.has(entry.group)) break;
    forgetUpTo = entry.number;
  }
  return forgetUpTo;
}

/** Key material and file bytes that a record names, now or within the reach of undo. */
function stillNamed(state: WorldState, tables: readonly Table<never>[], stripUpTo: number) {
  const materials = new Set<string>();
  const blobs = new Set<string>();
  const namesMaterial = new Map(
    tables.flatMap((table) => (table.materials ? [[table.name, table.materials] as const] : [])),
  );
  const look = (table: string, row: RecordValue | undefined): void => {
    if (row === undefined) return;
    if (table === filesTable.name) blobs.add((row as FileRecord).hash);
    for (const handle of namesMaterial.get(table)?.(row as never) ?? []) materials.add(handle);
  };
  for (const table of [...tables, filesTable]) {
    for (const partition of state.tables.partitions(table)) {
      for (const { row } of state.tables.scan(table, partition)) look(table.name, row);
    }
  }
  for (const { number, changes } of state.entries) {
    if (number <= stripUpTo) continue;
    for (const { table, before, after } of changes) {
      look(table, before);
      look(table, after);
    }
  }
  return { materials, blobs };
}
