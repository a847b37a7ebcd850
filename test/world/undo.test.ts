import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UndoError, type World } from '../../src/world/world-api.ts';
import { counters } from './counter-service.ts';
import { call, durable, makeWorld, sandbox, seeded, testMachine } from './make-world.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';

const state = (world: World) => ({
  counters: world.view.scan(counters, '').map(({ row }) => row),
  files: world.files().map(({ path, record: { hash } }) => [path, hash]),
  offsetMs: world.offsetMs,
  nextDueMs: world.nextDueMs,
  ...(world.kind.kind === 'seeded' ? { nowMs: world.nowMs() } : {}),
});

type Step = 'create' | 'raise' | 'expire' | 'advance' | 'file' | 'read';
async function take(world: World, step: Step, number: number): Promise<void> {
  const group = world.group();
  const name = `c${number % 3}`;
  switch (step) {
    case 'create':
      await call(group, 'Create', { Name: name });
      return;
    case 'raise':
      await call(group, 'Raise', { Name: name });
      await call(group, 'Raise', { Name: name });
      return;
    case 'expire':
      await call(group, 'Expire', { Name: name, Seconds: 60 + number });
      return;
    case 'advance':
      return group.advance(61_000);
    case 'file':
      return group.endLine({
        text: `echo ${number} > f`,
        exitCode: 0,
        files: [{ path: '/f', content: { bytes: new Uint8Array([number]), mode: 0o644 } }],
      });
    case 'read':
      await call(group, 'Create', { Name: 'NOT VALID' });
  }
}

describe.each([
  ['sandbox', sandbox],
  ['seeded world', seeded()],
])('in a %s', (_name, kind) => {
  test('undo brings back the state before the last group that changed something; redo the state after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Step>('create', 'raise', 'expire', 'advance', 'file', 'read'), { maxLength: 12 }),
        async (steps) => {
          const journal = createMemoryJournal();
          const world = await makeWorld(kind, durable(journal));
          const states = [state(world)];
          for (const [number, step] of steps.entries()) {
            const before = state(world);
            await take(world, step, number);
            const { nowMs: _now, ...after } = state(world) as { nowMs?: number };
            const { nowMs: _then, ...earlier } = before as { nowMs?: number };
            if (JSON.stringify(after) !== JSON.stringify(earlier) || step === 'advance') states.push(state(world));
            else if (step !== 'read') states[states.length - 1] = state(world);
          }
          const afterAll = state(world);
          let undone = 0;
          while (await world.group().undo()) undone += 1;
          const { nowMs: _end, ...atTheStart } = state(world) as { nowMs?: number };
          const { nowMs: _start, ...first } = states[0] as { nowMs?: number };
          expect(atTheStart).toEqual(first);
          for (let redone = 0; redone < undone; redone += 1) expect(await world.group().redo()).toBeDefined();
          const { nowMs: _a, ...again } = state(world) as { nowMs?: number };
          const { nowMs: _b, ...whole } = afterAll as { nowMs?: number };
          expect(again).toEqual(whole);
          // Whoever opens the journal finds the same, and can undo as much.
          const reopened = await makeWorld(kind, durable(journal));
          expect(state(reopened)).toEqual(state(world));
          let undoneThere = 0;
          while (await reopened.group().undo()) undoneThere += 1;
          expect(undoneThere).toBe(undone);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('time is restored with the rest', async () => {
    const machine = testMachine();
    const world = await makeWorld(kind, durable(), machine);
    await call(world, 'Create', { Name: 'a' });
    const before = world.nowMs();
    await call(world, 'Expire', { Name: 'a', Seconds: 3600 });
    const scheduled = world.nowMs();
    await world.group().advance(8 * 86_400_000);
    expect(world.view.get(counters, '', 'a')).toBeUndefined();
    await world.group().undo();
    expect(world.nowMs()).toBe(scheduled);
    expect(world.view.get(counters, '', 'a')).toBeDefined();
    await world.group().undo();
    expect(world.nowMs()).toBe(before);
    expect(world.nextDueMs).toBeNull();
  });
});

test('what only looked is not undone', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  await call(world, 'Create', { Name: 'a' });
  expect(await world.group().undo()).toMatchObject({ what: 'Create' });
  expect(world.view.count(counters, '')).toBe(0);
  expect(await world.group().undo()).toBeUndefined();
});

test('what made the world what it was given as is not undone', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  await world.group().begins('the set-up has run');
  await call(world, 'Create', { Name: 'b' });
  expect(await world.group().undo()).toMatchObject({ what: 'Create' });
  expect(await world.group().undo()).toBeUndefined();
  expect(world.view.scan(counters, '').map(({ id }) => id)).toEqual(['a']);
});

test('something new after an undo leaves nothing to redo', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  await world.group().undo();
  await call(world, 'Create', { Name: 'b' });
  expect(await world.group().redo()).toBeUndefined();
});

test('what another group has changed since is not overwritten', async () => {
  const world = await makeWorld();
  await call(world, 'Create', { Name: 'a' });
  const group = world.group();
  await call(group, 'Raise', { Name: 'a' });
  await call(world, 'Raise', { Name: 'a' });
  await call(group, 'Create', { Name: 'b' });
  await expect(world.group().undo()).rejects.toThrow(UndoError);
  expect(world.view.get(counters, '', 'a')?.value).toBe(2);
});
