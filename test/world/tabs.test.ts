import { describe, expect, test, vi } from 'vitest';
import { StorageError, type Journal } from '../../src/world/journal.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';
import { counters, probe } from './counter-service.ts';
import { call, durable, makeWorld, sandbox, seeded, testMachine } from './make-world.ts';

const names = (world: Awaited<ReturnType<typeof makeWorld>>) => world.view.scan(counters, '').map(({ id }) => id);
const numbered = (prefix: string) => Array.from({ length: 100 }, (_, at) => `${prefix}${String(at).padStart(3, '0')}`);

describe('two tabs on one world', () => {
  test('make 100 counters each at once, and both have all 200', async () => {
    const journal = durable();
    const [one, two] = [await makeWorld(sandbox, journal), await makeWorld(sandbox, journal)];
    await Promise.all([
      ...numbered('a').map((name) => call(one, 'Create', { Name: name })),
      ...numbered('b').map((name) => call(two, 'Create', { Name: name })),
    ]);
    await Promise.all([one.settle(), two.settle()]);
    expect(names(one)).toEqual([...numbered('a'), ...numbered('b')]);
    expect(names(two)).toEqual(names(one));
    expect(one.entries).toEqual(two.entries);
    expect(one.entries.map(({ number }) => number)).toEqual(one.entries.map((_, at) => at + 1));
  });

  test('raise one counter at once, and no update is lost', async () => {
    const journal = durable();
    const [one, two] = [await makeWorld(sandbox, journal), await makeWorld(sandbox, journal)];
    await call(one, 'Create', { Name: 'a' });
    await two.settle();
    for (let times = 0; times < 20; times += 1) {
      await Promise.all([call(one, 'Raise', { Name: 'a' }), call(two, 'Raise', { Name: 'a' })]);
    }
    expect(two.view.get(counters, '', 'a')?.value).toBe(40);
  });

  test('are told of each other’s entries', async () => {
    const journal = durable();
    const [one, two] = [await makeWorld(sandbox, journal), await makeWorld(sandbox, journal)];
    const heard = new Promise<number>((resolve) => two.subscribe((entries) => resolve(entries.length)));
    await call(one, 'Create', { Name: 'a' });
    expect(await heard).toBe(1);
    expect(names(two)).toEqual(['a']);
  });

  test('of a seeded world never draw the same', async () => {
    const journal = durable();
    const [one, two] = [await makeWorld(seeded(), journal), await makeWorld(seeded(), journal)];
    await Promise.all([call(one, 'Create', { Name: 'a' }), call(two, 'Create', { Name: 'b' })]);
    await one.settle();
    const tokens = one.view.scan(counters, '').map(({ row }) => row.token);
    expect(new Set(tokens).size).toBe(2);
  });
});

/** A tab that hears nothing of the others, and takes their entries in with its next batch. */
const sleepy = (journal: Journal): Journal => ({ ...journal, subscribe: () => () => undefined });

describe('two tabs on one seeded world', () => {
  const marks = (world: Awaited<ReturnType<typeof makeWorld>>) =>
    world.entries.flatMap((entry) =>
      entry.kind === 'call' ? [[entry.call.number, entry.call.requestId, entry.call.eventId]] : [],
    );
  const expectAllDifferent = (world: Awaited<ReturnType<typeof makeWorld>>): void => {
    const calls = marks(world);
    for (const at of [0, 1, 2]) expect(new Set(calls.map((mark) => mark[at])).size).toBe(calls.length);
    const tokens = world.view.scan(counters, '').map(({ row }) => row.token);
    expect(new Set(tokens).size).toBe(tokens.length);
  };

  test('at work at once: every call is answered, and none draws or is named as another', async () => {
    const journal = durable();
    const tabs = [await makeWorld(seeded(), journal), await makeWorld(seeded(), journal)];
    probe.wait = () => new Promise((resolve) => setTimeout(resolve, 1));
    const work = async (world: (typeof tabs)[number], prefix: string) => {
      for (const name of numbered(prefix).slice(0, 30)) {
        expect(await call(world, 'Create', { Name: name })).toMatchObject({ ok: true });
      }
    };
    await Promise.all(tabs.map((world, at) => work(world, 'ab'[at] ?? '')));
    probe.wait = async () => {};
    for (const world of tabs) {
      await world.settle();
      expectAllDifferent(world);
    }
  });

  test('one that stayed far behind reads anew, and what it had under way draws anew', async () => {
    const journal = durable();
    const [one, two] = [await makeWorld(seeded(), sleepy(journal)), await makeWorld(seeded(), sleepy(journal))];
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    probe.wait = () => gate;
    const slow = call(one, 'Create', { Name: 'slow' });
    await Promise.resolve();
    probe.wait = async () => {};
    await call(two, 'Create', { Name: 'first' });
    for (let times = 0; times < 900; times += 1) await call(two, 'Raise', { Name: 'first' });
    go();
    expect(await slow).toMatchObject({ ok: true });
    await two.settle();
    expectAllDifferent(two);
    expect(one.entries).toEqual(two.entries);
    await one.group().undo();
    expect(names(one)).toEqual(['first']);
  });

  test('a plan that was made before the world was read anew is checked again', async () => {
    const journal = durable();
    const [one, two] = [await makeWorld(sandbox, sleepy(journal)), await makeWorld(sandbox, sleepy(journal))];
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    probe.wait = () => gate;
    const slow = call(one, 'Create', { Name: 'a' });
    await Promise.resolve();
    probe.wait = async () => {};
    await call(two, 'Create', { Name: 'a' });
    for (let times = 0; times < 2100; times += 1) await call(two, 'Create', { Name: 'a' });
    go();
    expect(await slow).toMatchObject({ ok: false, error: { code: 'AlreadyExistsException' } });
  });
});

describe('what falls due', () => {
  test('and fails leaves nothing in the tables that stands in no entry', async () => {
    const machine = testMachine();
    const journal = durable();
    const world = await makeWorld(sandbox, journal, machine);
    await call(world, 'Create', { Name: 'a' });
    await call(world, 'Expire', { Name: 'broken', Seconds: 1 });
    machine.ms += 60_000;
    const before = world.nextDueMs;
    expect(before).not.toBeNull();
    await expect(call(world, 'Raise', { Name: 'a' })).rejects.toThrow('cannot end');
    expect(world.nextDueMs).toBe(before);
    const reopened = await makeWorld(sandbox, journal, machine);
    expect(reopened.nextDueMs).toBe(before);
  });

  test('happens in order, each at its own moment, in the group before', async () => {
    const machine = testMachine();
    const world = await makeWorld(sandbox, durable(), machine);
    const start = machine.ms;
    for (const [name, seconds] of [
      ['a', 300],
      ['b', 100],
      ['c', 200],
    ] as const) {
      await call(world, 'Create', { Name: name });
      await call(world, 'Expire', { Name: name, Seconds: seconds });
    }
    const last = world.entries.at(-1)?.group;
    machine.ms += 250_000;
    await call(world, 'Create', { Name: 'd' });
    const due = world.entries.filter(({ kind }) => kind === 'due');
    expect(due).toMatchObject([
      { subject: 'b', atMs: start + 100_000, group: last },
      { subject: 'c', atMs: start + 200_000, group: last },
    ]);
    expect(names(world)).toEqual(['a', 'd']);
    expect(world.nextDueMs).toBe(start + 300_000);
  });

  test('never happens by a look', async () => {
    const machine = testMachine();
    const world = await makeWorld(sandbox, durable(), machine);
    await call(world, 'Create', { Name: 'a' });
    await call(world, 'Expire', { Name: 'a', Seconds: 1 });
    machine.ms += 60_000;
    expect(names(world)).toEqual(['a']);
    await world.settle();
    expect(names(world)).toEqual([]);
  });

  test('a machine whose clock is set back does not set the world back', async () => {
    const machine = testMachine();
    const world = await makeWorld(sandbox, durable(), machine);
    await call(world, 'Create', { Name: 'a' });
    machine.ms -= 3_600_000;
    const before = world.nowMs();
    await call(world, 'Create', { Name: 'b' });
    expect(world.nowMs()).toBeGreaterThanOrEqual(before);
  });
});

describe('a journal that fails', () => {
  const failing = (after: number, reason: 'full' | 'denied'): Journal => {
    const journal = createMemoryJournal();
    let appends = 0;
    return {
      ...journal,
      durable: true,
      exclusively: (work) =>
        journal.exclusively((session) =>
          work({
            ...session,
            append: async (batch) => {
              appends += 1;
              if (appends > after) throw new StorageError(reason);
              await session.append(batch);
            },
          }),
        ),
    };
  };

  test.each(['full', 'denied'] as const)('is said to be %s, and the world goes on in memory', async (reason) => {
    const world = await makeWorld(sandbox, failing(2, reason));
    expect(world.persistence).toBe('durable');
    await call(world, 'Create', { Name: 'a' });
    expect(await call(world, 'Create', { Name: 'b' })).toMatchObject({ ok: true });
    expect(world.persistence).toBe(reason);
    await call(world, 'Create', { Name: 'c' });
    expect(names(world)).toEqual(['a', 'b', 'c']);
    await world.group().undo();
    expect(names(world)).toEqual(['a', 'b']);
  });
});

describe('a batch', () => {
  test('that cannot be written fails for those who wait for it alone', async () => {
    const journal = createMemoryJournal();
    let fails = false;
    const world = await makeWorld(sandbox, {
      ...journal,
      exclusively: (work) => {
        if (fails) throw new RangeError('too much');
        return journal.exclusively(work);
      },
    });
    fails = true;
    await expect(call(world, 'Create', { Name: 'a' })).rejects.toThrow('too much');
    fails = false;
    expect(await call(world, 'Create', { Name: 'b' })).toMatchObject({ ok: true });
    await world.close();
  });

  test('may be longer than a call has arguments', async () => {
    const journal = createMemoryJournal();
    const place = { kind: 'clock', byMs: 1, group: 1, atMs: 0, nextCall: 1, changes: [] } as const;
    const entries = Array.from({ length: 300_000 }, (_, at) => ({ ...place, number: at + 1 }));
    await journal.exclusively((session) => session.append({ entries, materials: [], blobs: [] }));
    expect((await journal.open()).entries.length).toBe(entries.length);
  });

  test('is answered although a listener fails', async () => {
    const world = await makeWorld();
    const reported: unknown[] = [];
    const queued = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((report) => {
      try {
        report();
      } catch (error) {
        reported.push(error);
      }
    });
    world.subscribe(() => {
      throw new Error('a listener failed');
    });
    let heard = 0;
    world.subscribe(() => (heard += 1));
    expect(await call(world, 'Create', { Name: 'a' })).toMatchObject({ ok: true });
    queued.mockRestore();
    expect(heard).toBe(1);
    expect(reported.map(String)).toEqual(['Error: a listener failed']);
  });
});

test('a compaction that is refused is not tried again with each call', async () => {
  const journal = createMemoryJournal();
  let tries = 0;
  const refusing: Journal = {
    ...journal,
    durable: true,
    exclusively: (work) =>
      journal.exclusively((session) =>
        work({
          ...session,
          compact: async () => {
            tries += 1;
            throw new StorageError('full');
          },
        }),
      ),
  };
  const world = await makeWorld(sandbox, refusing);
  await call(world, 'Create', { Name: 'a' });
  for (let times = 0; times < 1300; times += 1) await call(world, 'Raise', { Name: 'a' });
  expect(world.persistence).toBe('durable');
  expect(world.view.get(counters, '', 'a')?.value).toBe(1300);
  expect(tries).toBe(2);
});

describe('a fork', () => {
  test('sees what its world has, and leaves no trace in it', async () => {
    const world = await makeWorld(seeded());
    await call(world, 'Create', { Name: 'a' });
    const before = { entries: [...world.entries], nowMs: world.nowMs() };
    const fork = world.fork();
    await call(fork, 'Create', { Name: 'b' });
    await call(fork, 'Raise', { Name: 'a' });
    await fork.group().advance(1000);
    expect(names(fork)).toEqual(['a', 'b']);
    expect(fork.view.get(counters, '', 'a')?.value).toBe(1);
    expect(names(world)).toEqual(['a']);
    expect(world.view.get(counters, '', 'a')?.value).toBe(0);
    expect({ entries: [...world.entries], nowMs: world.nowMs() }).toEqual(before);
    await call(world, 'Create', { Name: 'c' });
    expect(names(fork)).toEqual(['a', 'b']);
  });

  test('reads the files of its world, and its own', async () => {
    const world = await makeWorld();
    const file = (text: string) => ({ bytes: new TextEncoder().encode(text), mode: 0o644 });
    await world.group().endLine({ text: '', exitCode: 0, files: [{ path: '/a', content: file('one') }] });
    const fork = world.fork();
    await fork.group().endLine({ text: '', exitCode: 0, files: [{ path: '/b', content: file('two') }] });
    const read = async (from: typeof world, path: string) => new TextDecoder().decode(await from.readFile(path));
    expect(await read(fork, '/a')).toBe('one');
    expect(await read(fork, '/b')).toBe('two');
    expect(await world.readFile('/b')).toBeUndefined();
  });
});

describe('a long journal', () => {
  test('is made smaller, opens to the same world, and can still be undone as far as it reaches', async () => {
    const journal = durable();
    const world = await makeWorld(sandbox, journal);
    await call(world, 'Create', { Name: 'a' });
    for (let times = 0; times < 2500; times += 1) await call(world, 'Raise', { Name: 'a' });
    const { snapshot, entries } = await journal.open();
    expect(snapshot.number).toBeGreaterThanOrEqual(2000);
    expect(entries.length).toBe(world.entries.length);
    expect(entries.filter(({ changes }) => changes.length > 0).length).toBeLessThan(2100);
    const reopened = await makeWorld(sandbox, journal);
    expect(reopened.view.get(counters, '', 'a')?.value).toBe(2500);
    for (let times = 0; times < 450; times += 1) expect(await reopened.group().undo()).toBeDefined();
    expect(reopened.view.get(counters, '', 'a')?.value).toBe(2050);
    await world.settle();
    expect(world.view.get(counters, '', 'a')?.value).toBe(2050);
  });
});
