// Collects what one decision writes: read your own writes, and images of what was there before.
import type { SealedMaterial } from '../hsm/types.ts';
import { dueId, dueName, dueNamesTable, dueTable } from './due.ts';
import type { Change, RecordValue, Table, View } from './records.ts';
import type { Due, Transaction } from './service.ts';
import type { Tables } from './tables.ts';

interface Written {
  readonly place: { readonly table: string; readonly partition: string; readonly id: string };
  readonly before: RecordValue | undefined;
  after: RecordValue | undefined;
}

/** Writes into `tables` at once, and can take all of it back. */
export class WorldTransaction implements Transaction {
  readonly materials: SealedMaterial[] = [];
  readonly #written = new Map<string, Written>();

  constructor(
    readonly tables: Tables,
    readonly nowMs: number,
  ) {}

  get view(): View {
    return this.tables;
  }

  put<Row extends RecordValue>(table: Table<Row>, partition: string, id: string, row: Row): void {
    this.#write(table.name, partition, id, row);
  }

  remove<Row extends RecordValue>(table: Table<Row>, partition: string, id: string): void {
    this.#write(table.name, partition, id, undefined);
  }

  store(material: SealedMaterial): void {
    this.materials.push(material);
  }

  schedule(due: Due): void {
    this.unschedule(due);
    const id = dueId(due);
    this.put(dueTable, '', id, due);
    this.put(dueNamesTable, '', dueName(due), { dueId: id });
  }

  unschedule(due: Omit<Due, 'atMs'>): void {
    const name = dueName(due);
    const there = this.view.get(dueNamesTable, '', name);
    if (!there) return;
    this.remove(dueTable, '', there.dueId);
    this.remove(dueNamesTable, '', name);
  }

  /** One change for each record that is not as it was. */
  changes(): readonly Change[] {
    return [...this.#written.values()]
      .filter(({ before, after }) => before !== after)
      .map(({ place, before, after }) => ({
        ...place,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      }));
  }

  /** What was written behind this one's back, by a part that might still have been taken back by itself. */
  takeIn(part: WorldTransaction): void {
    for (const [key, { place, before, after }] of part.#written) {
      const written = this.#written.get(key);
      if (written) written.after = after;
      else this.#written.set(key, { place, before, after });
    }
    this.materials.push(...part.materials);
  }

  takeBack(): void {
    for (const { place, before } of this.#written.values()) this.tables.write(place, before);
    this.#written.clear();
    this.materials.length = 0;
  }

  #write(table: string, partition: string, id: string, after: RecordValue | undefined): void {
    const place = { table, partition, id };
    const key = JSON.stringify([table, partition, id]);
    const written = this.#written.get(key);
    if (written) written.after = after;
    else this.#written.set(key, { place, before: this.tables.read(place), after });
    this.tables.write(place, after);
  }
}
