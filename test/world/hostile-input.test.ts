// Whatever a caller hands in: it is read once, before anything is decided, and an answer is all that comes of it.
import { describe, expect, test } from 'vitest';
import type { Region } from '../../src/base/brand.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import type { World } from '../../src/world/world-api.ts';
import { counters } from './counter-service.ts';
import { call, durable, makeWorld, seeded } from './make-world.ts';

const throwing = () => {
  throw new Error('the caller’s own secret words');
};
const circular: Record<string, unknown> = {};
circular['Name'] = circular;

const hostile: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a function', () => ({ Name: 'a' })],
  ['a symbol', Symbol('a')],
  ['a list', [{ Name: 'a' }]],
  ['bytes', new Uint8Array(3)],
  ['a getter that throws', Object.defineProperty({}, 'Name', { get: throwing, enumerable: true })],
  ['a proxy that throws', new Proxy({ Name: 'a' }, { get: throwing, ownKeys: throwing })],
  ['what contains itself', circular],
  ['a text of its own making', { Name: { toString: throwing, length: 1 } }],
  ['no number', { Name: Number.NaN }],
  ['a big number', { Name: 10n }],
  ['the prototype’s members', Object.create({ Name: 'a' })],
  ['a list that is too long, of what cannot be shown', { Name: [{ toString: 1, valueOf: 1 }] }],
];

test.each(hostile)('%s is refused and changes nothing', async (_name, input) => {
  const world = await makeWorld();
  const answer = await call(world, 'Create', input);
  expect(answer.ok ? 'nothing' : answer.error.code).toMatch(/^(Validation|Serialization)Exception$/);
  expect(JSON.stringify([answer, world.entries])).not.toContain('secret words');
  expect(world.view.count(counters, '')).toBe(0);
  expect(structuredClone(world.entries)).toEqual(world.entries);
});

test('what changes behind the check is journaled as it was checked', async () => {
  const world = await makeWorld();
  let reads = 0;
  const input = Object.defineProperty({}, 'Name', { get: () => ['a', 'b', 'c'][(reads += 1) - 1], enumerable: true });
  expect(await call(world, 'Create', input)).toMatchObject({ ok: true });
  expect(reads).toBe(1);
  expect(world.entries.at(-1)).toMatchObject({ call: { input: { Name: 'a' } } });
  expect(world.view.scan(counters, '').map(({ id }) => id)).toEqual(['a']);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('%s is no operation', async (name) => {
  const world = await makeWorld();
  expect(await call(world, name, { Name: 'a' })).toMatchObject({ error: { code: 'UnknownOperationException' } });
});

describe('who is turned away at the door', () => {
  const to = (world: World, more: object) =>
    world.group().invoke({
      service: 'counter',
      operation: 'Create',
      input: { Name: 'a' },
      region: 'us-east-1' as Region,
      credentials: learnerCredentials,
      ...more,
    });

  test.each(['xx-nowhere-1', '', 'US-EAST-1', '__proto__'])('a Region that does not exist: “%s”', async (region) => {
    const world = await makeWorld();
    const before = [...world.entries];
    expect(await to(world, { region })).toMatchObject({
      error: { code: 'InvalidSignatureException', message: 'Credential should be scoped to a valid region.' },
    });
    expect(world.entries).toEqual(before);
  });

  test('leaves a seeded world as one that was never asked', async () => {
    const journal = durable();
    const asked = await makeWorld(seeded(), journal);
    await to(asked, { region: 'xx-nowhere-1' });
    await to(asked, { operation: 'Vanish' });
    await to(asked, { credentials: { accessKeyId: 'AKIANOBODY' } });
    const plain = await makeWorld(seeded());
    expect(await call(asked, 'Create', { Name: 'a' })).toEqual(await call(plain, 'Create', { Name: 'a' }));
    expect(asked.entries).toEqual(plain.entries);
  });
});
