// Keeps the journal small: a snapshot now and then, images as far back as undo reaches, the trail for 90 days.
import type { Compaction } from './journal.ts';
import { filesTable } from './files.ts';
import { beyondUndo } from './history.ts';
import type { RecordValue, Table } from './records.ts';
import type { WorldState } from './state.ts';
import type { FileRecord } from './world-api.ts';

const SNAPSHOT_EVERY = 1000;
const TRAIL_MS = 90 * 86_400_000;

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

/**
 * Old entries, up to the first that undo still needs to know of: the one before those within its reach, which tells the time,
 * and the beginnings of groups that go on within it.
 */
function forgettable({ entries, lastMs }: WorldState, stripUpTo: number): number {
  const oldMs = lastMs - TRAIL_MS;
  const goOn = new Set(entries.flatMap(({ number, group }) => (number > stripUpTo ? [group] : [])));
  let forgetUpTo = 0;
  for (const { number, atMs, group } of entries) {
    if (number >= stripUpTo || atMs >= oldMs || goOn.has(group)) break;
    forgetUpTo = number;
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
