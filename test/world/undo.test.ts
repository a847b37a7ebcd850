import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UndoError, type World } from '../../src/world/world-api.ts';
import type { Journal } from '../../src/world/journal.ts';
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

test('in a seeded world too, moving the clock is something to take back, and nothing else is taken back with it', async () => {
  const world = await makeWorld(seeded());
  await call(world, 'Create', { Name: 'a' });
  const before = world.nowMs();
  await world.group().advance(60_000);
  const after = world.nowMs();
  expect(await world.group().undo()).toMatchObject({ what: 'the clock was moved' });
  expect(world.nowMs()).toBe(before);
  expect(world.view.get(counters, '', 'a')).toBeDefined();
  await world.group().redo();
  expect(world.nowMs()).toBe(after);
});

test('a line that undid itself and went on can be undone again', async () => {
  const journal = createMemoryJournal();
  const world = await makeWorld(sandbox, durable(journal));
  await call(world, 'Create', { Name: 'a' });
  const line = world.group();
  await call(line, 'Create', { Name: 'b' });
  await line.undo();
  await call(line, 'Create', { Name: 'c' });
  await line.endLine({ text: 'b; lab undo; c', exitCode: 0, files: [] });
  for (const each of [world, await makeWorld(sandbox, durable(journal))]) {
    await each.settle();
    const names = () => each.view.scan(counters, '').map(({ id }) => id);
    expect(names()).toEqual(['a', 'c']);
    await each.group().undo();
    expect(names()).toEqual(['a']);
    await each.group().redo();
    expect(names()).toEqual(['a', 'c']);
  }
});

test('half a group is never undone: not when its beginning is out of reach, not after reopening', async () => {
  const journal = createMemoryJournal();
  const world = await makeWorld(sandbox, durable(journal));
  await call(world, 'Create', { Name: 'a' });
  const fill = async (count: number) => {
    for (let times = 0; times < count; times += 1) await call(world, 'Create', { Name: 'a' });
  };
  await fill(980);
  const long = world.group();
  for (let times = 0; times < 40; times += 1) await call(long, 'Raise', { Name: 'a' });
  await fill(1000);
  await call(long, 'Raise', { Name: 'a' });
  await fill(10);
  expect((await journal.open()).entries.some(({ changes }) => changes.length === 0)).toBe(true);
  for (const each of [world, await makeWorld(sandbox, durable(journal))]) {
    expect(await each.group().undo()).toBeUndefined();
    expect(each.view.get(counters, '', 'a')?.value).toBe(41);
  }
});

test('what one tab made the journal forget, another that had not heard of it cannot bring back', async () => {
  const journal = createMemoryJournal();
  const deaf = (): Journal => ({ ...durable(journal), subscribe: () => () => undefined });
  const [one, two] = [await makeWorld(sandbox, deaf()), await makeWorld(sandbox, deaf())];
  await call(one, 'Create', { Name: 'a' });
  const fill = async (upTo: number) => {
    while ((one.entries.at(-1)?.number ?? 0) < upTo) await call(one, 'Create', { Name: 'a' });
  };
  await fill(500);
  const content = { bytes: new TextEncoder().encode('old'), mode: 0o644 };
  await one.group().endLine({ text: 'write', exitCode: 0, files: [{ path: '/f', content }] });
  const hash = one.files()[0]?.record.hash ?? '';
  await one.group().endLine({ text: 'remove', exitCode: 0, files: [{ path: '/f', content: null }] });
  await fill(1250);
  await two.settle();
  expect(await two.journal.readBlob(hash)).toBeDefined();
  await fill(2020);
  expect(await two.journal.readBlob(hash)).toBeUndefined();
  expect(await two.group().undo()).toBeUndefined();
  expect(two.files()).toEqual([]);
});

describe('when entries are older than the trail, a world that is opened again', () => {
  const worldWith = async (begin: (world: World, fill: (upTo: number) => Promise<void>) => Promise<void>) => {
    const journal = createMemoryJournal();
    const world = await makeWorld(seeded(), durable(journal));
    const fill = async (upTo: number) => {
      while ((world.entries.at(-1)?.number ?? 0) < upTo) await call(world, 'Create', { Name: 'NOT VALID' });
    };
    await call(world, 'Create', { Name: 'a' });
    await begin(world, fill);
    await world.group().advance(100 * 86_400_000);
    await fill(2010);
    return makeWorld(seeded(), durable(journal));
  };

  test('still knows the time before the first group that can be undone', async () => {
    let beforeMs = 0;
    const reopened = await worldWith(async (world, fill) => {
      await fill(1000);
      beforeMs = world.nowMs();
      await call(world, 'Raise', { Name: 'a' });
    });
    expect(reopened.entries.length).toBeLessThan(1100);
    await reopened.group().undo();
    await reopened.group().undo();
    expect(reopened.view.get(counters, '', 'a')?.value).toBe(0);
    expect(reopened.nowMs()).toBe(beforeMs);
    expect(await reopened.group().undo()).toBeUndefined();
  });

  test('still does not undo half a group', async () => {
    const reopened = await worldWith(async (world, fill) => {
      await fill(990);
      const long = world.group();
      await call(long, 'Raise', { Name: 'a' });
      await fill(1005);
      await call(long, 'Raise', { Name: 'a' });
    });
    await reopened.group().undo();
    expect(await reopened.group().undo()).toBeUndefined();
    expect(reopened.view.get(counters, '', 'a')?.value).toBe(2);
  });
});

describe.each([
  ['sandbox', sandbox],
  ['seeded world', seeded()],
])('two tabs on one %s', (_name, kind) => {
  type Move = Step | 'undo' | 'redo';
  const moves: readonly Move[] = ['create', 'raise', 'expire', 'advance', 'file', 'read', 'undo', 'redo'];
  const without = ({ nowMs: _now, ...rest }: ReturnType<typeof state>): object => rest;

  test('that work, undo and redo in any order come to the same world, and undo and redo are each other’s inverse', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(1), fc.constantFrom(...moves), fc.boolean()), { maxLength: 25 }),
        async (steps) => {
          const journal = createMemoryJournal();
          const deaf = (): Journal => ({ ...durable(journal), subscribe: () => () => undefined });
          const machine = testMachine();
          const tabs = [await makeWorld(kind, deaf(), machine), await makeWorld(kind, deaf(), machine)] as const;
          const restore = async (world: World, way: 'undo' | 'redo') => {
            await world.settle();
            const before = without(state(world));
            const group = world.group();
            const done = await group[way]().catch((error: unknown) => {
              expect(error).toBeInstanceOf(UndoError);
              expect(without(state(world))).toEqual(before);
            });
            if (!done) return;
            const back = await world.group()[way === 'undo' ? 'redo' : 'undo']();
            expect(back?.group).toBe(done.group);
            expect(without(state(world))).toEqual(before);
            await world.group()[way]();
          };
          for (const [number, [tab, move, pause]] of steps.entries()) {
            const world = tabs[tab as 0 | 1];
            if (move === 'undo' || move === 'redo') await restore(world, move);
            else await take(world, move, number);
            if (pause) machine.ms += 20_000;
          }
          await tabs[0].settle();
          await tabs[1].settle();
          const reopened = await makeWorld(kind, durable(journal), machine);
          for (const world of [tabs[1], reopened]) {
            expect(world.entries).toEqual(tabs[0].entries);
            expect(state(world)).toEqual(state(tabs[0]));
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});
