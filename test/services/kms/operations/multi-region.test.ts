// ReplicateKey, UpdatePrimaryRegion, and what related keys share, have for themselves, and wait for.
// Source: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS"; messages as live calls give them.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Region } from '../../../../src/base/brand.ts';
import { keysTable, materialsTable, multiRegionTable, partitionOf } from '../../../../src/services/kms/records.ts';
import { account, bytes, DAY_IN_MS, openKmsWorld, region, text, type KmsWorld, type TestKey } from '../world.ts';

const ireland = 'eu-west-1' as Region;
const tokyo = 'ap-northeast-1' as Region;
const inIreland = { region: ireland };
const inTokyo = { region: tokyo };

let kms: KmsWorld;
let key: TestKey;
beforeEach(async () => {
  kms = await openKmsWorld();
  key = await kms.createKey({ MultiRegion: true, Description: 'primary', Tags: [{ TagKey: 'a', TagValue: 'b' }] });
});

const arnIn = (where: Region) => key.arn.replace(region, where);
const secondsPass = () => kms.world.group().advance(20_000);

async function replicate(to: Region, input: object = {}): Promise<void> {
  await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: to, ...input });
  await secondsPass();
}
async function stateIn(where: Region): Promise<unknown> {
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id }, { region: where });
  return (KeyMetadata as { KeyState: string }).KeyState;
}
const setOf = () => kms.world.view.get(multiRegionTable, account, key.id);

describe('ReplicateKey', () => {
  it('answers with a replica that is being created, its policy and tags, and its primary key', async () => {
    expect(key.id).toMatch(/^mrk-[0-9a-f]{32}$/);
    const Tags = [{ TagKey: 'c', TagValue: 'd' }];
    const answer = await kms.call('ReplicateKey', {
      KeyId: key.id,
      ReplicaRegion: ireland,
      Description: 'replica',
      Tags,
      BypassPolicyLockoutSafetyCheck: true,
    });
    const configuration = {
      MultiRegionKeyType: 'REPLICA',
      PrimaryKey: { Arn: key.arn, Region: region },
      ReplicaKeys: [{ Arn: arnIn(ireland), Region: ireland }],
    };
    expect(answer).toMatchObject({
      ReplicaKeyMetadata: {
        Arn: arnIn(ireland),
        KeyId: key.id,
        KeyState: 'Creating',
        Enabled: false,
        Description: 'replica',
        MultiRegion: true,
        MultiRegionConfiguration: configuration,
      },
      ReplicaTags: Tags,
    });
    expect(answer['ReplicaKeyMetadata']).not.toHaveProperty('CurrentKeyMaterialId');
    expect(answer['ReplicaPolicy']).toContain('Enable IAM User Permissions');
    expect(await kms.refusal('Encrypt', { KeyId: key.id, Plaintext: bytes('a') }, inIreland)).toBe(
      `KMSInvalidStateException: ${arnIn(ireland)} is creating.`,
    );

    await secondsPass();
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id }, inIreland);
    expect(KeyMetadata).toMatchObject({ KeyState: 'Enabled', Enabled: true, CurrentKeyMaterialId: key.materialId });
    expect(kms.world.entries).toContainEqual(
      expect.objectContaining({ kind: 'due', what: 'ReplicaCreated', subject: arnIn(ireland) }),
    );
    const { KeyMetadata: primary } = await kms.call('DescribeKey', { KeyId: key.id });
    expect(primary).toMatchObject({ MultiRegionConfiguration: { ...configuration, MultiRegionKeyType: 'PRIMARY' } });
  });

  it('leaves to each key its policy, tags, description, aliases and state', async () => {
    await kms.call('CreateAlias', { AliasName: 'alias/mine', TargetKeyId: key.id });
    await replicate(ireland);
    expect(await kms.call('ListResourceTags', { KeyId: key.id }, inIreland)).toMatchObject({ Tags: [] });
    expect(await kms.call('ListAliases', { KeyId: key.id }, inIreland)).toMatchObject({ Aliases: [] });
    expect(await kms.call('DescribeKey', { KeyId: key.id }, inIreland)).toMatchObject({
      KeyMetadata: { Description: '' },
    });
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await stateIn(ireland)).toBe('Enabled');
    const policy = { Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } };
    await kms.call('PutKeyPolicy', { KeyId: key.id, Policy: JSON.stringify(policy) }, inIreland);
    expect((await kms.call('GetKeyPolicy', { KeyId: key.id }))['Policy']).toContain('Enable IAM User');
  });

  it('lets related keys open each other’s ciphertexts, by material of their own', async () => {
    const before = await kms.encrypt(key.id, 'from the primary');
    await replicate(ireland);
    await replicate(tokyo);
    const { CiphertextBlob: there } = await kms.call(
      'Encrypt',
      { KeyId: key.id, Plaintext: bytes('from Ireland') },
      inIreland,
    );
    for (const where of [region, ireland, tokyo]) {
      for (const [blob, wanted] of [
        [before, 'from the primary'],
        [there, 'from Ireland'],
      ] as const) {
        const opened = await kms.call('Decrypt', { CiphertextBlob: blob }, { region: where });
        expect(text(opened['Plaintext'] as Uint8Array)).toBe(wanted);
        expect(opened).toMatchObject({ KeyId: arnIn(where), KeyMaterialId: key.materialId });
      }
      expect(kms.world.view.get(materialsTable, where, key.materialId)).toEqual({ account, keyId: key.id });
    }
    const handles = [region, ireland, tokyo].map(
      (where) => kms.world.view.get(keysTable, partitionOf({ account, region: where }), key.id)?.materials[0]?.handle,
    );
    expect(new Set(handles).size).toBe(3);
  });

  it('answers IncorrectKeyException where Decrypt names a related key of another Region', async () => {
    await replicate(ireland);
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    const refusal = await kms.refusal('Decrypt', { CiphertextBlob, KeyId: arnIn(ireland) });
    expect(refusal).toBe(
      'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
    );
    const single = await kms.createKey({}, inIreland);
    expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: single.arn })).toBe(
      `NotFoundException: Invalid arn ${ireland}`,
    );
  });

  it.each([
    ['asymmetric', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }],
    ['HMAC', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }],
  ])('replicates %s keys', async (_kind, input) => {
    key = await kms.createKey({ MultiRegion: true, ...input });
    await replicate(ireland);
    const Message = bytes('message');
    if (input.KeyUsage === 'SIGN_VERIFY') {
      const signing = { KeyId: key.id, Message, SigningAlgorithm: 'ECDSA_SHA_256' };
      const { Signature } = await kms.call('Sign', signing, inIreland);
      expect(await kms.call('Verify', { ...signing, Signature })).toMatchObject({ SignatureValid: true });

      const [here, there] = [
        await kms.call('GetPublicKey', { KeyId: key.id }),
        await kms.call('GetPublicKey', { KeyId: key.id }, inIreland),
      ];
      expect(there['PublicKey']).toEqual(here['PublicKey']);
    } else {
      const request = { KeyId: key.id, Message, MacAlgorithm: 'HMAC_SHA_256' };
      const { Mac } = await kms.call('GenerateMac', request, inIreland);
      expect(await kms.call('VerifyMac', { ...request, Mac })).toMatchObject({ MacValid: true });
    }
  });

  it('leaves a replica of a key for import pending import', async () => {
    key = await kms.createKey({ MultiRegion: true, Origin: 'EXTERNAL' });
    expect(await kms.refusal('ReplicateKey', { KeyId: key.id, ReplicaRegion: ireland })).toBe(
      `KMSInvalidStateException: ${key.arn} is pending import.`,
    );
    const record = kms.key(key.id);
    const imported = { validToMs: 9e12, description: 'mine' };
    const material = {
      keyMaterialId: 'f'.repeat(64),
      handle: null,
      state: 'CURRENT',
      rotated: null,
      imported,
    } as const;
    await kms.change({ ...record, lifecycle: { state: 'Enabled' }, materials: [material] });
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: ireland });
    expect(await stateIn(ireland)).toBe('Creating');
    await secondsPass();
    expect(await stateIn(ireland)).toBe('PendingImport');
    const replica = kms.world.view.get(keysTable, partitionOf({ account, region: ireland }), key.id);
    expect(replica?.materials).toEqual([{ ...material, imported: { validToMs: null, description: 'mine' } }]);
  });

  it('refuses, in the words of live calls', async () => {
    await replicate(ireland);
    const single = await kms.createKey();
    const to = (ReplicaRegion: string) => kms.refusal('ReplicateKey', { KeyId: key.id, ReplicaRegion });
    expect(await to(ireland)).toBe(
      'AlreadyExistsException: You can create only one replica of each primary key in each AWS Region.',
    );
    expect(await to(region)).toBe(
      `ValidationException: ${region} cannot have a replica because it contains the primary.`,
    );
    expect(await to('eu-nowhere-7')).toBe(
      'ValidationException: Region eu-nowhere-7 is not a valid Region or multi-Region keys are not supported in Region eu-nowhere-7.',
    );
    for (const elsewhere of ['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eusc-de-east-1']) {
      expect(await to(elsewhere)).toBe(
        'ValidationException: The replica key Region must be in the same AWS partition as the primary key Region.',
      );
    }
    expect(await to('Ireland')).toContain("at 'replicaRegion' failed to satisfy constraint");
    const fromReplica = await kms.refusal('ReplicateKey', { KeyId: key.id, ReplicaRegion: tokyo }, inIreland);
    expect(fromReplica).toBe(`UnsupportedOperationException: ${arnIn(ireland)} is not a multi-region primary key.`);
    expect(await kms.refusal('ReplicateKey', { KeyId: single.id, ReplicaRegion: ireland })).toBe(
      `UnsupportedOperationException: ${single.arn} is not a multi-region primary key.`,
    );
    expect(await kms.refusal('ReplicateKey', { KeyId: key.id, ReplicaRegion: tokyo, Policy: '{}' })).toContain(
      'MalformedPolicyDocumentException',
    );
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 }, inIreland);
    expect(await to(ireland)).toContain('AlreadyExistsException');
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await to(tokyo)).toBe(`DisabledException: ${key.arn} is disabled.`);
    expect(setOf()).toEqual({ primaryRegion: region, replicaRegions: [ireland] });
  });

  it('is taken back and done again whole', async () => {
    const before = setOf();
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: ireland });
    const after = setOf();
    await kms.world.group().undo();
    expect(setOf()).toEqual(before);
    expect(kms.world.nextDueMs).toBeNull();
    expect(await kms.refusal('DescribeKey', { KeyId: key.id }, inIreland)).toContain('does not exist');
    await kms.world.group().redo();
    expect(setOf()).toEqual(after);
    await secondsPass();
    expect(await stateIn(ireland)).toBe('Enabled');
  });
});

describe('UpdatePrimaryRegion', () => {
  const update = (PrimaryRegion: string) => ({ KeyId: key.id, PrimaryRegion });

  it('makes a replica the primary key; both are Updating for some seconds, and work on', async () => {
    await replicate(ireland);
    await replicate(tokyo);
    const blob = await kms.encrypt(key.id, 'text');
    expect(await kms.call('UpdatePrimaryRegion', update(tokyo))).toEqual({});
    expect(setOf()).toEqual({ primaryRegion: tokyo, replicaRegions: [ireland, region] });
    expect([await stateIn(region), await stateIn(ireland), await stateIn(tokyo)]).toEqual([
      'Updating',
      'Enabled',
      'Updating',
    ]);
    expect(await kms.decrypt(blob)).toBe('text');
    const updating = `KMSInvalidStateException: ${key.arn} is updating.`;
    for (const operation of ['DisableKey', 'EnableKey', 'ScheduleKeyDeletion']) {
      expect(await kms.refusal(operation, { KeyId: key.id })).toBe(updating);
    }
    await secondsPass();
    expect([await stateIn(region), await stateIn(tokyo)]).toEqual(['Enabled', 'Enabled']);
    expect(kms.world.nextDueMs).toBeNull();
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
    expect(KeyMetadata).toMatchObject({
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', PrimaryKey: { Arn: arnIn(tokyo), Region: tokyo } },
    });
    // The new primary key is the one that replicates now.
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: 'us-west-2' }, inTokyo);
  });

  it('may be called again while the keys are still Updating', async () => {
    await replicate(ireland);
    await kms.call('UpdatePrimaryRegion', update(ireland));
    await kms.call('UpdatePrimaryRegion', update(region), inIreland);
    expect(setOf()).toEqual({ primaryRegion: region, replicaRegions: [ireland] });
    await secondsPass();
    expect([await stateIn(region), await stateIn(ireland)]).toEqual(['Enabled', 'Enabled']);
  });

  it('changes nothing for the Region that is primary already', async () => {
    await replicate(ireland);
    await kms.call('UpdatePrimaryRegion', update(region));
    expect(await stateIn(region)).toBe('Enabled');
  });

  it('refuses what live calls refuse, and what either key’s state does', async () => {
    await replicate(ireland);
    for (const nowhere of [tokyo, 'eu-nowhere-7']) {
      expect(await kms.refusal('UpdatePrimaryRegion', update(nowhere))).toBe(
        `ValidationException: ${key.id} does not have a replica key in the specified Region.`,
      );
    }
    expect(await kms.refusal('UpdatePrimaryRegion', update(region), inIreland)).toBe(
      `KMSInvalidStateException: ${arnIn(ireland)} is not a multi-Region primary key.`,
    );
    await kms.call('DisableKey', { KeyId: key.id }, inIreland);
    expect(await kms.refusal('UpdatePrimaryRegion', update(ireland))).toBe(
      `DisabledException: ${arnIn(ireland)} is disabled.`,
    );
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id }, inIreland);
    expect(await kms.refusal('UpdatePrimaryRegion', update(ireland))).toBe(
      `KMSInvalidStateException: ${arnIn(ireland)} is pending deletion.`,
    );
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await kms.refusal('UpdatePrimaryRegion', update(ireland))).toBe(
      `DisabledException: ${key.arn} is disabled.`,
    );
  });
});

describe('rotation', () => {
  it('gives new material to every Region at once, and goes with the primary Region', async () => {
    const blobs = [await kms.encrypt(key.id, 'first')];
    await replicate(ireland);
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    await kms.call('UpdatePrimaryRegion', { KeyId: key.id, PrimaryRegion: ireland });
    expect(await kms.call('GetKeyRotationStatus', { KeyId: key.id })).toMatchObject({ RotationPeriodInDays: 90 });
    await kms.world.group().advance(DAY_IN_MS);
    blobs.push(await kms.encrypt(key.id, 'second'));
    await kms.world.group().advance(90 * DAY_IN_MS);
    blobs.push(await kms.encrypt(key.id, 'third'));
    // A replica that is made now gets the old material, too.
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: tokyo }, inIreland);
    await secondsPass();
    for (const where of [region, ireland, tokyo]) {
      const materials = new Set<unknown>();
      for (const [at, wanted] of ['first', 'second', 'third'].entries()) {
        const opened = await kms.call('Decrypt', { CiphertextBlob: blobs[at] }, { region: where });
        expect(text(opened['Plaintext'] as Uint8Array)).toBe(wanted);
        materials.add(opened['KeyMaterialId']);
      }
      expect(materials.size).toBe(3);
    }
    const dues = kms.world.entries.flatMap((entry) => (entry.kind === 'due' ? [entry] : []));
    const rotations = dues.filter(({ what }) => what.startsWith('RotateKey'));
    expect(rotations.map(({ subject }) => subject)).toEqual([arnIn(ireland), arnIn(ireland)]);
  });
});

describe('deleting multi-Region keys', () => {
  const schedule = (days: number, where: Region = region) =>
    kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: days }, { region: where });

  it('a primary key waits for its replicas, and only then for its own waiting period', async () => {
    await replicate(ireland);
    await replicate(tokyo);
    expect(await schedule(10)).toEqual({
      KeyId: key.arn,
      KeyState: 'PendingReplicaDeletion',
      PendingWindowInDays: 10,
    });
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 10 });
    expect(KeyMetadata).not.toHaveProperty('DeletionDate');
    await kms.world.group().advance(400 * DAY_IN_MS);
    expect(await stateIn(region)).toBe('PendingReplicaDeletion');
    await kms.call('Encrypt', { KeyId: key.id, Plaintext: bytes('a') }, inIreland);

    await schedule(7, ireland);
    await schedule(30, tokyo);
    await kms.world.group().advance(8 * DAY_IN_MS);
    expect(setOf()).toEqual({ primaryRegion: region, replicaRegions: [tokyo] });
    expect(await stateIn(region)).toBe('PendingReplicaDeletion');
    await kms.world.group().advance(23 * DAY_IN_MS);
    expect(setOf()).toEqual({ primaryRegion: region, replicaRegions: [] });
    const gone = kms.world.entries.findLast((entry) => entry.kind === 'due' && entry.subject === arnIn(tokyo));
    const waiting = await kms.call('DescribeKey', { KeyId: key.id });
    const DeletionDate = ((gone?.atMs ?? 0) + 10 * DAY_IN_MS) / 1000;
    expect(waiting).toMatchObject({ KeyMetadata: { KeyState: 'PendingDeletion', DeletionDate } });
    await kms.world.group().advance(10 * DAY_IN_MS);
    expect(await kms.refusal('DescribeKey', { KeyId: key.id })).toContain('does not exist');
    expect(setOf()).toBeUndefined();
    expect(kms.world.nextDueMs).toBeNull();
  });

  it('a deletion that is cancelled while it waits for replicas leaves the primary key disabled for good', async () => {
    await replicate(ireland);
    await schedule(7);
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    await schedule(7, ireland);
    await kms.world.group().advance(30 * DAY_IN_MS);
    expect(await stateIn(region)).toBe('Disabled');
    expect(setOf()).toEqual({ primaryRegion: region, replicaRegions: [] });
    // A replica that is gone can be made again.
    await kms.call('EnableKey', { KeyId: key.id });
    await replicate(ireland);
    expect(await stateIn(ireland)).toBe('Enabled');
  });

  it('a replica that waits for its deletion still counts', async () => {
    await replicate(ireland);
    await schedule(7, ireland);
    expect(await schedule(7)).toMatchObject({ KeyState: 'PendingReplicaDeletion' });
  });

  it('a replica may go before it was ready, and one undo brings it and the primary’s waiting back', async () => {
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: ireland });
    await schedule(7, ireland);
    await schedule(7);
    await kms.world.group().advance(8 * DAY_IN_MS);
    expect(await stateIn(region)).toBe('PendingDeletion');
    await kms.world.group().undo();
    expect([await stateIn(region), await stateIn(ireland)]).toEqual(['PendingReplicaDeletion', 'PendingDeletion']);
    expect(setOf()).toEqual({ primaryRegion: region, replicaRegions: [ireland] });
  });
});
