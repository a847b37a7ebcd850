// Records that an older Keyroom wrote. A journal keeps them as they are: each table says what its records of then are
// today, and whoever reads the journal through here sees today's alone. The next snapshot is written from those.
import type { Entry } from './entry.ts';
import type { Journal, Snapshot } from './journal.ts';
import type { Change, RecordValue, Table } from './records.ts';

type Upgrade = (row: RecordValue) => RecordValue;

/** Nothing that is of today is copied: the very same snapshots, entries and records come back. */
export class Upgrades {
  /** By the table's name. */
  readonly #byTable: ReadonlyMap<string, Upgrade>;

  constructor(tables: readonly Table<never>[]) {
    this.#byTable = new Map(tables.flatMap(({ name, upgrade }) => (upgrade ? [[name, upgrade as Upgrade]] : [])));
  }

  snapshot(snapshot: Snapshot): Snapshot {
    if (!snapshot.tables.some(({ name }) => this.#byTable.has(name))) return snapshot;
    const tables = snapshot.tables.map((table) => {
      const upgrade = this.#byTable.get(table.name);
      if (!upgrade) return table;
      const partitions = table.partitions.map(({ partition, records }) => ({
        partition,
        records: records.map(([id, row]) => [id, upgrade(row)] as const),
      }));
      return { ...table, partitions };
    });
    return { ...snapshot, tables };
  }

  /** With its images: an undo writes records of today, too. */
  entry(entry: Entry): Entry {
    const changes = entry.changes.map((change) => this.#change(change));
    return changes.every((change, at) => change === entry.changes[at]) ? entry : { ...entry, changes };
  }

  #change(change: Change): Change {
    const upgrade = this.#byTable.get(change.table);
    if (!upgrade) return change;
    const before = change.before && upgrade(change.before);
    const after = change.after && upgrade(change.after);
    if (before === change.before && after === change.after) return change;
    return { ...change, ...(before && { before }), ...(after && { after }) };
  }
}

/** The journal, as today's tables have its records. */
export function upgradingJournal(inner: Journal, upgrades: Upgrades): Journal {
  return {
    durable: inner.durable,
    open: async () => {
      const { snapshot, entries } = await inner.open();
      return { snapshot: upgrades.snapshot(snapshot), entries: entries.map((entry) => upgrades.entry(entry)) };
    },
    exclusively: (work) =>
      inner.exclusively((session) =>
        work({
          readAfter: async (number) => (await session.readAfter(number)).map((entry) => upgrades.entry(entry)),
          append: (batch) => session.append(batch),
          compact: (compaction) => session.compact(compaction),
        }),
      ),
    subscribe: (heard) => inner.subscribe(heard),
    readBlob: (hash) => inner.readBlob(hash),
    destroy: () => inner.destroy(),
    close: () => inner.close(),
  };
}
