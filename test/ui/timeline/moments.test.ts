// What becomes a moment of the timeline, and what it is called.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Region } from '../../../src/base/brand.ts';
import { futureOf } from '../../../src/ui/timeline/future.ts';
import { dueLabel, dueTone, momentsOf } from '../../../src/ui/timeline/moments.ts';
import { learnerCredentials } from '../../../src/world/default-world.ts';
import { AWorld, aDay, text } from '../world/a-world.ts';

const file = (path: string) => ({ path, content: { bytes: text('x'), mode: 0o644 } });
let world: AWorld;
let keyId: string;
const moments = () => momentsOf(world.world.entries);
const last = () => moments().at(-1);

beforeAll(async () => {
  world = await AWorld.begin();
  keyId = await world.createKey('ledger');
});

describe('a call is a moment that', () => {
  test.each([
    ['writes', 'TagResource', { Tags: [{ TagKey: 'a', TagValue: 'b' }] }, 'write', 'tag-resource'],
    ['only looks', 'DescribeKey', {}, 'read', 'describe-key'],
    ['was refused', 'UntagResource', { TagKeys: [] }, 'refused', 'untag-resource'],
  ])('%s', async (_, operation, input, tone, label) => {
    await world.answer(operation, { KeyId: tone === 'refused' ? 'alias/nobody' : keyId, ...input });
    expect(last()).toMatchObject({ tone, label, last: world.world.entries.at(-1)?.number });
  });
});

test('the calls of one group are one moment, named by the one that tells most', async () => {
  const group = world.world.group();
  for (const operation of ['DescribeKey', 'DisableKey', 'DescribeKey'])
    await group.invoke({
      service: 'kms',
      operation,
      input: { KeyId: keyId },
      region: 'us-east-1' as Region,
      credentials: learnerCredentials,
    });
  await group.endLine({ text: 'a line', exitCode: 0, files: [] });
  expect(last()).toMatchObject({ tone: 'write', label: 'disable-key + 2' });
});

test.each([
  ['lab proxy create --vpc', 'CreateProxy', 'lab proxy create'],
  ['lab proxy fail timeout', 'UpdateProxy', 'lab proxy fail'],
  ['ID=$(lab cluster id)', 'DescribeCluster', 'lab cluster id'],
])('what lab does is called as it was typed: %s', async (text, operation, label) => {
  const group = world.world.group();
  const call = { service: 'simulation', operation, region: 'us-east-1' as Region, credentials: learnerCredentials };
  await group.invoke({ ...call, input: {} });
  await group.endLine({ text, exitCode: 0, files: [] });
  expect(last()?.label).toBe(label);
});

test('a line that left nothing behind is no moment', async () => {
  const before = moments().length;
  await world.world.group().endLine({ text: 'pwd', exitCode: 0, files: [] });
  expect(moments()).toHaveLength(before);
});

test('what was set up for the learner is one quiet moment', async () => {
  const { world: made } = await AWorld.begin();
  const setUp = made.group();
  await setUp.endLine({ text: '{ mkdir a; echo b > b; }', exitCode: 0, files: [file('b')] });
  await setUp.begins('the scenario');
  await made.group().endLine({ text: 'echo c > c', exitCode: 0, files: [file('c')] });
  expect(momentsOf(made.entries).map(({ tone, label }) => `${tone} ${label}`)).toEqual(['begin set-up', 'write echo']);
});

test.each([
  ['{ cat a; cat b; } > c', 'cat'],
  ['for n in 1 2 3; do echo $n > f$n; done', 'echo'],
  ['while read line\ndo tr a b; done < a > b', 'read'],
  ['if true; then rm a; fi', 'true'],
  ['A=1 B="x" openssl rand 3 > c', 'openssl'],
  ['( cd a && touch b )', 'cd'],
  ['> empty', 'files'],
])('a line that changed files is called by its command: %s', async (line, label) => {
  const { world: made } = await AWorld.begin();
  await made.group().endLine({ text: line, exitCode: 0, files: [file('c')] });
  expect(momentsOf(made.entries).at(-1)?.label).toBe(label);
});

test('what is undone says so, until it is redone', async () => {
  await world.call('EnableKey', { KeyId: keyId });
  const enabled = () => moments().find(({ label }) => label === 'enable-key');
  expect(enabled()?.undone).toBe(false);
  await world.world.group().undo();
  expect(last()).toMatchObject({ tone: 'back', label: 'undo' });
  expect(enabled()?.undone).toBe(true);
  await world.world.group().redo();
  expect(enabled()?.undone).toBe(false);
});

test('what is to come is told with its time, and has a moment of its own when it has come', async () => {
  await world.call('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 });
  await world.world.group().advance(aDay);
  const [coming, ...others] = futureOf(world.world.view, world.world.nowMs());
  expect(coming?.label).toMatch(/^deletion in (6 d|5 d 23 h)$/);
  expect(coming?.tone).toBe('lost');
  expect(others).toEqual([]);
  await world.world.group().advance(8 * aDay);
  expect(
    moments()
      .slice(-2)
      .map(({ tone, label }) => `${tone} ${label}`),
  ).toEqual(expect.arrayContaining(['lost deletion', 'clock + 8 d']));
  expect(futureOf(world.world.view, world.world.nowMs())).toEqual([]);
});

test.each([
  ['DeleteKey', 'lost', 'deletion'],
  ['DeleteExpiredKeyMaterial', 'lost', 'expiry'],
  ['RotateKey', 'due', 'rotation'],
  ['RotateKeyOnDemand', 'due', 'rotation'],
  ['GrantEffective', 'due', 'grant effective'],
  ['ReplicaCreated', 'due', 'replica created'],
  ['KeyStoreConnection', 'due', 'key store connection'],
])('of what falls due, only a deletion and an expiry lose something: %s', (handler, tone, label) => {
  expect([dueTone(handler), dueLabel(handler)]).toEqual([tone, label]);
});

test('moments cover the entries in order, each entry at most once', () => {
  const numbers = moments().flatMap(({ entries }) => entries.map(({ number }) => number));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});
