// The state of a world: records in tables. Records are values that nobody changes, so a copy shares them all.
import type { Snapshot } from './journal.ts';
import type { Change, RecordId, RecordValue, ScanOptions, Table, View } from './records.ts';

/** The records of one table that belong together, with their IDs in order once somebody asked for that. */
class Partition {
  readonly rows: Map<string, RecordValue>;
  #ids: string[] | null = null;

  constructor(rows: Map<string, RecordValue> = new Map()) {
    this.rows = rows;
  }

  copy(): Partition {
    return new Partition(new Map(this.rows));
  }

  put(id: string, row: RecordValue): void {
    const isNew = !this.rows.has(id);
    this.rows.set(id, row);
    if (isNew && this.#ids) this.#ids.splice(lowerBound(this.#ids, id), 0, id);
  }

  remove(id: string): void {
    if (this.rows.delete(id) && this.#ids) this.#ids.splice(lowerBound(this.#ids, id), 1);
  }

  ids(): readonly string[] {
    // Not localeCompare: the order must be the same on every machine.
    this.#ids ??= [...this.rows.keys()].sort((a, b) => (a < b ? -1 : 1));
    return this.#ids;
  }
}

/** The first place at which `id` could stand in `ids`. */
function lowerBound(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Tables implements View {
  /** By table name, then by partition. */
  readonly #tables = new Map<string, Map<string, Partition>>();
  /** Partitions that no copy shares. The others are copied before they are changed. */
  #own = new WeakSet<Partition>();

  static fromSnapshot(snapshot: Snapshot): Tables {
    const tables = new Tables();
    for (const { name, partitions } of snapshot.tables) {
      for (const { partition, records } of partitions) {
        const target = tables.#writable(name, partition);
        for (const [id, row] of records) target.put(id, row);
      }
    }
    return tables;
  }

  toSnapshot(number: number): Snapshot {
    const tables = [...this.#tables].map(([name, partitions]) => ({
      name,
      partitions: [...partitions].map(([partition, { rows }]) => ({ partition, records: [...rows] })),
    }));
    return { number, tables };
  }

  /** A copy that costs next to nothing until one of the two is changed. */
  copy(): Tables {
    const copy = new Tables();
    for (const [name, partitions] of this.#tables) copy.#tables.set(name, new Map(partitions));
    this.#own = new WeakSet();
    return copy;
  }

  get<Row extends RecordValue>(table: Table<Row>, partition: string, id: string): Row | undefined {
    return this.read({ table: table.name, partition, id }) as Row | undefined;
  }

  scan<Row extends RecordValue>(
    table: Table<Row>,
    partition: string,
    { after, limit = Infinity }: ScanOptions = {},
  ): readonly { readonly id: string; readonly row: Row }[] {
    const found = this.#tables.get(table.name)?.get(partition);
    if (!found) return [];
    const ids = found.ids();
    let at = after === undefined ? 0 : lowerBound(ids, after);
    if (after !== undefined && ids[at] === after) at += 1;
    return ids.slice(at, Math.min(ids.length, at + limit)).map((id) => ({ id, row: found.rows.get(id) as Row }));
  }

  partitions(table: Table<never>): readonly string[] {
    const partitions = this.#tables.get(table.name) ?? new Map<string, Partition>();
    return [...partitions]
      .filter(([, { rows }]) => rows.size > 0)
      .map(([name]) => name)
      .sort();
  }

  count(table: Table<never>, partition: string): number {
    return this.#tables.get(table.name)?.get(partition)?.rows.size ?? 0;
  }

  read({ table, partition, id }: RecordId): RecordValue | undefined {
    return this.#tables.get(table)?.get(partition)?.rows.get(id);
  }

  /** Sets the record, or removes it where there is no value. */
  write({ table, partition, id }: RecordId, value: RecordValue | undefined): void {
    const target = this.#writable(table, partition);
    if (value === undefined) target.remove(id);
    else target.put(id, value);
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.write(change, change.after);
  }

  revert(changes: readonly Change[]): void {
    for (const change of changes.toReversed()) this.write(change, change.before);
  }

  #writable(table: string, partition: string): Partition {
    let partitions = this.#tables.get(table);
    if (!partitions) {
      partitions = new Map<string, Partition>();
      this.#tables.set(table, partitions);
    }
    let target = partitions.get(partition);
    if (!target || !this.#own.has(target)) {
      target = target?.copy() ?? new Partition();
      partitions.set(partition, target);
      this.#own.add(target);
    }
    return target;
  }
}
