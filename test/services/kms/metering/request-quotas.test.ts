// Request quotas as a token bucket on the world's clock: off by default, per Region and group of operations.
import { beforeEach, expect, it } from 'vitest';
import { quotaSwitchTable } from '../../../../src/services/kms/metering/request-quotas.ts';
import { bytes, openKmsWorld, otherRegion, type KmsWorld } from '../world.ts';

const THROTTLED =
  'ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.';

let kms: KmsWorld;
beforeEach(async () => {
  // In a seeded world a call takes a second of its own; what comes at once is one group.
  kms = await openKmsWorld({ kind: 'seeded', seed: 'quota' });
});

const turn = (on: boolean) =>
  kms.write([{ table: quotaSwitchTable.name, partition: '', id: 'request quotas', after: { on } }]);

/** The outcomes of calls that all come in one second. */
async function atOnce(times: number, operation: string, input: unknown = {}, where = {}): Promise<string[]> {
  const group = kms.world.group();
  const outcomes: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const answer = await kms.answer(operation, input, { ...where, group });
    outcomes.push(answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.message}`);
  }
  return outcomes;
}

const times = (count: number, outcome: string) => Array<string>(count).fill(outcome);

it('lets everything pass until it is turned on', async () => {
  expect(await atOnce(7, 'CreateKey')).toEqual(times(7, 'ok'));
});

it('throttles what comes behind a second’s worth, and counts it on no bill', async () => {
  await turn(true);
  expect(await atOnce(7, 'CreateKey')).toEqual([...times(5, 'ok'), ...times(2, THROTTLED)]);
  expect(kms.world.view.scan({ name: 'bill/kms-requests' }, '111122223333').map(({ row }) => row)).toMatchObject([
    { requests: 5 },
  ]);
});

it('fills the bucket again as the world’s time passes', async () => {
  await turn(true);
  await atOnce(5, 'CreateKey');
  await kms.world.group().advance(399);
  // The next call’s own second comes on top.
  expect(await atOnce(6, 'CreateKey')).toEqual([...times(5, 'ok'), THROTTLED]);
});

it('counts each Region and each operation for itself', async () => {
  await turn(true);
  await atOnce(5, 'CreateKey');
  expect(await atOnce(1, 'CreateKey', {}, { region: otherRegion })).toEqual(['ok']);
  expect(await atOnce(5, 'EnableKey', { KeyId: (await kms.createKey()).id })).toEqual(times(5, 'ok'));
});

it('comes before every other refusal', async () => {
  await turn(true);
  const outcomes = await atOnce(6, 'CreateKey', { KeySpec: 'NONE' });
  expect(outcomes.at(4)).toContain('ValidationException');
  expect(outcomes.at(5)).toBe(THROTTLED);
});

it('puts cryptographic operations of one kind of key in one bucket, whatever they are', async () => {
  const symmetric = await kms.createKey();
  const { KeyMetadata } = await kms.call('CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const { KeyId } = KeyMetadata as { KeyId: string };
  await turn(true);
  await kms.encrypt(symmetric.id, 'hello');
  await kms.call('GenerateRandom', { NumberOfBytes: 1 });
  await kms.call('Sign', { KeyId, Message: bytes('m'), SigningAlgorithm: 'ECDSA_SHA_256' });
  const buckets = kms.world.view.scan({ name: 'usage/kms-request-buckets' }, '111122223333/us-east-1');
  expect(buckets.map(({ id }) => id)).toEqual([
    'Cryptographic operations (ECC) request rate',
    'Cryptographic operations (symmetric) request rate',
  ]);
});
