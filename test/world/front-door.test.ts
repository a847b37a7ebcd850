import { afterEach, describe, expect, test } from 'vitest';
import { learnerCredentials } from '../../src/world/default-world.ts';
import { counters, probe } from './counter-service.ts';
import { call, makeWorld, seeded } from './make-world.ts';

afterEach(() => {
  probe.prepared = 0;
  probe.wait = async () => {};
});

const valueOf = (world: Awaited<ReturnType<typeof makeWorld>>, name: string) =>
  world.view.get(counters, '', name)?.value;

describe('what is refused', () => {
  test('an access key that nobody has, and nothing of it is recorded', async () => {
    const world = await makeWorld();
    const before = world.entries.length;
    const answer = await world.group().invoke({
      service: 'counter',
      operation: 'Create',
      input: { Name: 'a' },
      region: 'us-east-1' as never,
      credentials: { accessKeyId: 'AKIANOBODY' },
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'UnrecognizedClientException', httpStatus: 403 } });
    expect(world.entries.length).toBe(before);
  });

  test('temporary credentials without their session token', async () => {
    const world = await makeWorld();
    const answer = await world.group().invoke({
      service: 'counter',
      operation: 'Create',
      input: { Name: 'a' },
      region: 'us-east-1' as never,
      credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' },
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'UnrecognizedClientException' } });
  });

  test('an operation that the service does not have', async () => {
    const world = await makeWorld();
    expect(await call(world, 'Vanish', {})).toMatchObject({ ok: false, error: { code: 'UnknownOperationException' } });
  });

  test('invalid input, in the words of AWS, and it is recorded without what is secret', async () => {
    const world = await makeWorld();
    const answer = await call(world, 'Create', { Name: 'UPPER', Secret: new Uint8Array(5) });
    expect(answer).toMatchObject({
      error: {
        code: 'ValidationException',
        message:
          "2 validation errors detected: Value 'UPPER' at 'name' failed to satisfy constraint: Member must satisfy " +
          "regular expression pattern: [a-z0-9]+; Value at 'secret' failed to satisfy constraint: Member must have " +
          'length less than or equal to 4',
      },
    });
    const entry = world.entries.at(-1);
    expect(entry).toMatchObject({ kind: 'call', call: { input: { Name: 'UPPER', Secret: { bytes: 5 } } } });
    expect(JSON.stringify(entry)).not.toContain('mark');
  });

  test('a resource of another account, until policies are judged', async () => {
    const world = await makeWorld();
    expect(await call(world, 'Foreign', { Name: 'a' })).toMatchObject({ error: { code: 'AccessDeniedException' } });
  });

  test('an operation that never asked the authorizer is a bug of ours', async () => {
    const world = await makeWorld();
    await expect(call(world, 'Careless', { Name: 'a' })).rejects.toThrow('asks the authorizer');
  });
});

describe('prepare, then decide', () => {
  test('a plan that no longer holds is checked again and refused for the new reason', async () => {
    const world = await makeWorld();
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    probe.wait = () => gate;
    const slow = call(world, 'Create', { Name: 'a' });
    await Promise.resolve();
    probe.wait = async () => {};
    expect(await call(world, 'Create', { Name: 'a' })).toMatchObject({ ok: true });
    go();
    expect(await slow).toMatchObject({ ok: false, error: { code: 'AlreadyExistsException' } });
  });

  test('raises that run at once lose no update', async () => {
    const world = await makeWorld();
    await call(world, 'Create', { Name: 'a' });
    const answers = await Promise.all(Array.from({ length: 3 }, () => call(world, 'Raise', { Name: 'a' })));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(valueOf(world, 'a')).toBe(3);
  });

  test('entries that change nothing that a check could see send nobody back', async () => {
    const world = await makeWorld();
    await Promise.all(['a', 'b', 'c'].map((name) => call(world, 'Create', { Name: name })));
    expect(probe.prepared).toBe(3);
  });

  test('an aborted call writes nothing', async () => {
    const world = await makeWorld();
    const abort = new AbortController();
    probe.wait = async () => abort.abort();
    const answer = world.group().invoke(
      {
        service: 'counter',
        operation: 'Create',
        input: { Name: 'a' },
        region: 'us-east-1' as never,
        credentials: {
          accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
          sessionToken: 'IQoJb3JpZ2luX2VjKeyroomLearnerSessionEXAMPLETOKEN',
        },
      },
      { signal: abort.signal },
    );
    await expect(answer).rejects.toThrow();
    expect(valueOf(world, 'a')).toBeUndefined();
  });
});

test('a call that was aborted before it came draws nothing and asks nobody', async () => {
  const world = await makeWorld(seeded());
  const request = { service: 'counter', operation: 'Create', input: { Name: 'a' }, region: 'us-east-1' as never };
  const credentials = learnerCredentials;
  await expect(world.group().invoke({ ...request, credentials }, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(probe.prepared).toBe(0);
  await call(world, 'Create', { Name: 'b' });
  expect(world.entries.at(-1)).toMatchObject({ call: { number: 1 } });
});

describe('a seeded world', () => {
  test('gives the same world for the same calls, and another for another seed', async () => {
    const run = async (seed: string) => {
      const world = await makeWorld(seeded(seed));
      await call(world, 'Create', { Name: 'a' });
      await call(world, 'Create', { Name: 'b' });
      return world.entries;
    };
    expect(await run('7')).toEqual(await run('7'));
    expect(await run('8')).not.toEqual(await run('7'));
  });

  test('moves one second with each group, and stands still within it', async () => {
    const world = await makeWorld(seeded());
    const start = world.nowMs();
    const group = world.group();
    await call(group, 'Create', { Name: 'a' });
    await call(group, 'Raise', { Name: 'a' });
    expect(world.nowMs()).toBe(start + 1000);
    await call(world, 'Raise', { Name: 'a' });
    expect(world.nowMs()).toBe(start + 2000);
  });

  test('never draws the same again after an undo', async () => {
    const world = await makeWorld(seeded());
    const token = async () => {
      await call(world, 'Create', { Name: 'a' });
      return world.view.get(counters, '', 'a')?.token;
    };
    const first = await token();
    await world.group().undo();
    expect(await token()).not.toBe(first);
  });
});
