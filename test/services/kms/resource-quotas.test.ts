// Resource quotas that nobody reaches by typing: customer managed keys of an account's Region, and grants of a key.
// Source: AWS KMS Developer Guide, "Resource quotas". Those of aliases, tags, policies, key stores and rotations are
// tested with their operations.
import { beforeAll, describe, expect, it } from 'vitest';
import { grantsTable, type GrantRecord } from '../../../src/services/kms/grant-records.ts';
import { keysTable, partitionOf, type KeyRecord } from '../../../src/services/kms/records.ts';
import { account, openKmsWorld, otherRegion, region, type KmsWorld, type TestKey } from './world.ts';

const numbered = (at: number): string => at.toString(16).padStart(12, '0');

/** As many copies of a key as are asked for, in a Region. */
async function addKeys(kms: KmsWorld, of: KeyRecord, count: number): Promise<void> {
  const partition = partitionOf(of);
  const changes = Array.from({ length: count }, (_, at) => {
    const after = { ...of, keyId: `00000000-0000-4000-8000-${numbered(at)}` };
    return { table: keysTable.name, partition, id: after.keyId, after };
  });
  await kms.write(changes);
}

describe('an account’s 100,000 customer managed keys of a Region', () => {
  let kms: KmsWorld;
  let primary: TestKey;
  beforeAll(async () => {
    kms = await openKmsWorld();
    primary = await kms.createKey({ MultiRegion: true }, { region: otherRegion });
    const waiting = await kms.createKey();
    // They count in any key state; AWS's own do not count.
    await kms.call('ScheduleKeyDeletion', { KeyId: waiting.id });
    await kms.call('DescribeKey', { KeyId: 'alias/aws/s3' });
    await addKeys(kms, kms.key(waiting.id), 99_998);
  });

  it('are all there can be, created or replicated to there', async () => {
    const last = await kms.createKey();
    const full = /^LimitExceededException: .*100000 customer managed keys/;
    expect(await kms.refusal('CreateKey')).toMatch(full);
    const replica = { KeyId: primary.id, ReplicaRegion: region };
    expect(await kms.refusal('ReplicateKey', replica, { region: otherRegion })).toMatch(full);
    await kms.call('CreateKey', {}, { region: otherRegion });
    await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' });

    await kms.call('ScheduleKeyDeletion', { KeyId: last.id, PendingWindowInDays: 7 });
    expect(await kms.refusal('CreateKey')).toMatch(full);
  });
});

it('a key has 50,000 grants at most; one that is there can be asked for again', async () => {
  const kms = await openKmsWorld();
  const key = await kms.createKey();
  const request = { KeyId: key.id, GranteePrincipal: `arn:aws:iam::${account}:role/app`, Operations: ['Decrypt'] };
  const GrantId = (await kms.call('CreateGrant', { ...request, Name: 'named' }))['GrantId'] as string;
  const grant = kms.world.view.get(grantsTable, key.arn, GrantId)!;
  const changes = Array.from({ length: 49_998 }, (_, at) => {
    const after: GrantRecord = { ...grant, name: null, grantId: numbered(at).padStart(64, '0') };
    return { table: grantsTable.name, partition: key.arn, id: after.grantId, after };
  });
  await kms.write(changes);
  await kms.call('CreateGrant', request);
  expect(await kms.refusal('CreateGrant', request)).toMatch(/^LimitExceededException: .*50000 grants/);
  expect(await kms.refusal('CreateGrant', { ...request, DryRun: true })).toMatch(/^LimitExceededException/);
  expect(await kms.call('CreateGrant', { ...request, Name: 'named' })).toMatchObject({ GrantId });
  await kms.call('RevokeGrant', { KeyId: key.id, GrantId });
  await kms.call('CreateGrant', request);
});
