// What an older Keyroom wrote is read as today's, wherever it stands in a journal.
import { expect, test } from 'vitest';
import type { Entry } from '../../src/world/entry.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';
import { defineTable, type Table } from '../../src/world/records.ts';
import { Upgrades, upgradingJournal } from '../../src/world/upgrade.ts';

interface Row {
  readonly name: string;
  readonly color: string;
}

const coloured: Table<Row> = {
  ...defineTable<Row>('test/coloured'),
  upgrade: (row) => ((row.color as string | undefined) === undefined ? { ...row, color: 'none' } : row),
};
const plain = defineTable<{ readonly name: string }>('test/plain');
const upgrades = new Upgrades([coloured, plain]);

const entry = (number: number, changes: Entry['changes']): Entry => ({
  kind: 'begin',
  what: 'a test',
  number,
  group: number,
  atMs: 0,
  nextCall: 1,
  changes,
});
const at = (table: string) => ({ table, partition: 'p', id: 'a' });
const old = { name: 'a' };
const today: Row = { name: 'a', color: 'red' };

const oldEntry = entry(2, [
  { ...at('test/coloured'), before: old, after: today },
  { ...at('test/plain'), before: old },
  { ...at('test/coloured'), after: old },
]);
const upgradedChanges = [
  { ...at('test/coloured'), before: { name: 'a', color: 'none' }, after: today },
  { ...at('test/plain'), before: old },
  { ...at('test/coloured'), after: { name: 'a', color: 'none' } },
];
const snapshot = (row: object) => ({
  number: 1,
  tables: ['test/coloured', 'test/plain'].map((name) => ({
    name,
    partitions: [{ partition: 'p', records: [['a', row] as const] }],
  })),
});

test('snapshots, entries that open with them, and entries that others write later are all read as today’s', async () => {
  const inner = createMemoryJournal({ snapshot: snapshot(old), entries: [oldEntry] });
  const journal = upgradingJournal(inner, upgrades);
  const opened = await journal.open();
  expect(opened.snapshot.tables[0]?.partitions[0]?.records).toEqual([['a', { name: 'a', color: 'none' }]]);
  expect(opened.snapshot.tables[1]?.partitions[0]?.records).toEqual([['a', old]]);
  expect(opened.entries.map(({ changes }) => changes)).toEqual([upgradedChanges]);

  const later = { ...oldEntry, number: 3 };
  await inner.exclusively((session) => session.append({ entries: [later], materials: [], blobs: [] }));
  const heard = await journal.exclusively((session) => session.readAfter(2));
  expect(heard).toEqual([{ ...later, changes: upgradedChanges }]);
  // The journal itself is as it was.
  expect((await inner.open()).entries).toEqual([oldEntry, later]);
});

test('what is of today comes back itself', () => {
  const current = entry(2, [
    { ...at('test/coloured'), before: today },
    { ...at('test/plain'), after: old },
  ]);
  expect(upgrades.entry(current)).toBe(current);
  const without = { number: 1, tables: [] };
  expect(upgrades.snapshot(without)).toBe(without);
  const records = upgrades.snapshot(snapshot(today)).tables[0]?.partitions[0]?.records;
  expect(records?.[0]?.[1]).toBe(today);
});
