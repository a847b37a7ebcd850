import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defineTable } from '../../src/world/records.ts';
import { Tables } from '../../src/world/tables.ts';

const table = defineTable<{ readonly value: number }>('t');
const id = fc.constantFrom('a', 'b', 'c', 'd', 'é', 'Z', '10', '9');
const write = fc.record({ partition: fc.constantFrom('', 'p'), id, value: fc.option(fc.nat(), { nil: undefined }) });

test('are what a plain map is, in the order of the IDs, whenever they are looked at', () => {
  fc.assert(
    fc.property(fc.array(write), fc.option(id, { nil: undefined }), fc.nat(4), (writes, after, limit) => {
      const tables = new Tables();
      const plain = new Map<string, number>();
      for (const [at, { partition, id, value }] of writes.entries()) {
        tables.write({ table: 't', partition, id }, value === undefined ? undefined : { value });
        if (partition === 'p' && value === undefined) plain.delete(id);
        else if (partition === 'p' && value !== undefined) plain.set(id, value);
        if (at % 3 === 0) tables.scan(table, 'p');
      }
      const wanted = [...plain.keys()]
        .sort((a, b) => (a < b ? -1 : 1))
        .filter((key) => after === undefined || key > after)
        .slice(0, limit);
      const options = { limit, ...(after === undefined ? {} : { after }) };
      expect(tables.scan(table, 'p', options).map((found) => found.id)).toEqual(wanted);
      expect(tables.count(table, 'p')).toBe(plain.size);
      const again = Tables.fromSnapshot(structuredClone(tables.toSnapshot(1)));
      expect(again.scan(table, 'p')).toEqual(tables.scan(table, 'p'));
    }),
  );
});

test('a copy and its origin never see each other’s changes', () => {
  fc.assert(
    fc.property(fc.array(write), fc.array(write), fc.array(write), (before, here, there) => {
      const put = (tables: Tables, writes: typeof before) => {
        for (const { partition, id, value } of writes) {
          tables.write({ table: 't', partition, id }, value === undefined ? undefined : { value });
        }
      };
      const [origin, alone] = [new Tables(), new Tables()];
      put(origin, before);
      put(alone, before);
      const copy = origin.copy();
      put(copy, there);
      put(origin, here);
      put(alone, here);
      for (const partition of ['', 'p']) expect(origin.scan(table, partition)).toEqual(alone.scan(table, partition));
      const apart = new Tables();
      put(apart, before);
      put(apart, there);
      for (const partition of ['', 'p']) expect(copy.scan(table, partition)).toEqual(apart.scan(table, partition));
    }),
  );
});
