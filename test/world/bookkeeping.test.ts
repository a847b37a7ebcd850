// What only counts: it is written with each call, refused or not, is no reason to undo anything, and goes back with the rest.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { World } from '../../src/world/world-api.ts';
import { callsTable, counters, limit, probe } from './counter-service.ts';
import { call, makeWorld } from './make-world.ts';

const counted = (world: World) => world.view.scan(callsTable, '').map(({ id, row }) => ({ id, ...row }));
const made = (world: World) => world.view.scan(counters, '').map(({ row }) => row);

afterEach(() => {
  limit.calls = Infinity;
});

test('every call is counted, in the entry that it is: answered, refused, and refused before it was looked at', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  await call(world, 'Create', { Name: 'a' });
  await call(world, 'Create', { Name: 'NOT VALID' });
  expect(counted(world)).toEqual([{ id: 'Create', count: 3, refused: 2 }]);
  for (const entry of world.entries.slice(1))
    expect(entry.changes.map(({ table }) => table)).toContain(callsTable.name);
});

test('who comes too soon is refused before anything else, changes nothing, and is counted', async () => {
  const world = await makeWorld();
  limit.calls = 1;
  await call(world, 'Create', { Name: 'a' });
  const refused = { ok: false, error: { code: 'ThrottlingException' } };
  expect(await call(world, 'Create', { Name: 'b' })).toMatchObject(refused);
  expect(await call(world, 'Create', { Name: 'NOT VALID' })).toMatchObject(refused);
  expect(made(world)).toHaveLength(1);
  expect(counted(world)).toEqual([{ id: 'Create', count: 3, refused: 2 }]);
});

test('a decision that fails leaves what it wrote behind, not what counted it', async () => {
  const world = await makeWorld();
  const before = probe.prepared;
  await call(world, 'Raise', { Name: 'nobody' });
  expect(counted(world)).toEqual([{ id: 'Raise', count: 1, refused: 1 }]);
  expect(made(world)).toEqual([]);
  expect(probe.prepared).toBeGreaterThanOrEqual(before);
});

test('undo brings back the counts from before, whatever looked in between; redo does not count again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('create', 'look', 'undo', 'redo'), { minLength: 1, maxLength: 14 }),
      async (steps) => {
        const world = await makeWorld();
        const done: { before: unknown; after: unknown }[] = [];
        let undone: { before: unknown; after: unknown }[] = [];
        for (const [number, step] of steps.entries()) {
          const before = { counted: counted(world), made: made(world) };
          if (step === 'create') {
            await call(world, 'Create', { Name: `c${number}` });
            done.push({ before, after: made(world) });
            undone = [];
          } else if (step === 'look') {
            await call(world, 'Create', { Name: 'NOT VALID' });
          } else if (step === 'undo') {
            const last = done.pop();
            expect((await world.group().undo()) !== undefined).toBe(last !== undefined);
            if (!last) continue;
            expect({ counted: counted(world), made: made(world) }).toEqual(last.before);
            undone.push(last);
          } else {
            const last = undone.pop();
            expect((await world.group().redo()) !== undefined).toBe(last !== undefined);
            if (!last) continue;
            expect(made(world)).toEqual(last.after);
            done.push({ before, after: last.after });
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a redo right behind its undo brings the counts back too', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  await call(world, 'Create', { Name: 'NOT VALID' });
  const before = counted(world);
  await world.group().undo();
  expect(counted(world)).toEqual([]);
  await world.group().redo();
  expect(counted(world)).toEqual(before);
});

test('what was counted between an undo and its redo stays counted', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  await world.group().undo();
  await call(world, 'Create', { Name: 'NOT VALID' });
  await world.group().redo();
  expect(made(world)).toHaveLength(1);
  expect(counted(world)).toEqual([{ id: 'Create', count: 1, refused: 1 }]);
});
