// GetKeyLastUsage: the last successful cryptographic operation. Source: AWS KMS API Reference, GetKeyLastUsage.
import { beforeEach, expect, it } from 'vitest';
import { bytes, openKmsWorld, type KmsWorld, type TestKey } from '../world.ts';

let kms: KmsWorld;
let key: TestKey;
beforeEach(async () => {
  kms = await openKmsWorld({ kind: 'seeded', seed: 'usage' });
  key = await kms.createKey();
});

const usage = async (id = key.id) =>
  (await kms.call('GetKeyLastUsage', { KeyId: id }))['KeyLastUsage'] as Record<string, unknown> | undefined;

it('tells when the key was made and since when its use is known, and of no use where there was none', async () => {
  const answer = await kms.call('GetKeyLastUsage', { KeyId: key.id });
  expect(answer).toEqual({
    KeyId: key.arn,
    TrackingStartDate: Date.UTC(2026, 3, 23) / 1000,
    KeyCreationDate: kms.key(key.id).createdAtMs / 1000,
  });
});

it('remembers the operation, its moment, and the IDs of its request and its event', async () => {
  const blob = await kms.encrypt(key.id, 'hello');
  const answer = await kms.answer('Decrypt', { CiphertextBlob: blob });
  const entry = kms.world.entries.at(-1);
  expect(await usage()).toEqual({
    Operation: 'Decrypt',
    Timestamp: (entry?.atMs ?? 0) / 1000,
    KmsRequestId: answer.requestId,
    CloudTrailEventId: entry?.kind === 'call' ? entry.call.eventId : '',
  });
});

it('remembers neither what was refused nor what is no use of the key', async () => {
  await kms.encrypt(key.id, 'hello');
  await kms.refusal('Encrypt', { KeyId: key.id, Plaintext: bytes('hello'), DryRun: true });
  await kms.call('DescribeKey', { KeyId: key.id });
  await kms.call('DisableKey', { KeyId: key.id });
  await kms.refusal('GenerateDataKey', { KeyId: key.id, KeySpec: 'AES_256' });
  expect(await usage()).toMatchObject({ Operation: 'Encrypt' });
});

it('remembers ReEncrypt for both of its keys', async () => {
  const to = await kms.createKey();
  const blob = await kms.encrypt(key.id, 'hello');
  await kms.call('ReEncrypt', { CiphertextBlob: blob, DestinationKeyId: to.id });
  expect(await usage()).toMatchObject({ Operation: 'ReEncrypt' });
  expect(await usage(to.id)).toMatchObject({ Operation: 'ReEncrypt' });
});

it('takes a key ID or key ARN, no alias', async () => {
  await kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: key.id });
  expect(await kms.refusal('GetKeyLastUsage', { KeyId: 'alias/a' })).toBe(
    'InvalidArnException: Key Aliases are not supported for this operation.',
  );
  expect((await kms.call('GetKeyLastUsage', { KeyId: key.arn }))['KeyId']).toBe(key.arn);
});
