// KMS keys as the page lists them: from the records alone.
import { describe, expect, it } from 'vitest';
import { currentState, keyViews, nextStates, regionsWithKeys } from '../../../../src/services/kms/view.ts';
import { importMaterial } from '../import-client.ts';
import { account, bytes, DAY_IN_MS, openKmsWorld, otherAccount, otherRegion, region } from '../world.ts';

describe('keyViews', () => {
  it('tells of each key what the page shows, the oldest first', async () => {
    const kms = await openKmsWorld();
    const first = await kms.createKey({ Description: 'first', Tags: [{ TagKey: 'a', TagValue: 'b' }] });
    const createdAtMs = kms.world.nowMs();
    const second = await kms.createKey();
    for (const name of ['alias/z', 'alias/a'])
      await kms.call('CreateAlias', { AliasName: name, TargetKeyId: first.id });
    await kms.call('ScheduleKeyDeletion', { KeyId: second.id, PendingWindowInDays: 7 });
    const [one, two] = keyViews(kms.world.view, account, region);
    expect(one).toEqual({
      id: first.id,
      arn: first.arn,
      aliases: ['alias/a', 'alias/z'],
      description: 'first',
      state: 'Enabled',
      enabled: true,
      deletionDateMs: null,
      createdAtMs,
      keyManager: 'CUSTOMER',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'AWS_KMS',
      multiRegion: null,
      customKeyStore: null,
      externalKeyId: null,
      rotation: { automatic: null, onDemandStartedAtMs: null, onDemandCount: 0 },
      rotates: { automatically: true, onDemand: true },
      currentKeyMaterialId: first.materialId,
      tags: [{ key: 'a', value: 'b' }],
      kinds: [],
      policy: expect.stringContaining('key-default-1') as string,
      materials: [
        {
          keyMaterialId: first.materialId,
          handle: expect.any(String) as string,
          state: 'CURRENT',
          imported: false,
          expiresAtMs: null,
        },
      ],
    });
    expect(two).toMatchObject({
      id: second.id,
      aliases: [],
      state: 'PendingDeletion',
      enabled: false,
      deletionDateMs: kms.world.nowMs() + 7 * DAY_IN_MS,
    });
    await kms.world.group().advance(8 * DAY_IN_MS);
    expect(keyViews(kms.world.view, account, region).map(({ id }) => id)).toEqual([first.id]);
  });

  it('shows one account’s Region only', async () => {
    const kms = await openKmsWorld();
    await kms.createKey();
    expect(keyViews(kms.world.view, account, otherRegion)).toEqual([]);
    expect(keyViews(kms.world.view, otherAccount, region)).toEqual([]);
  });
});

describe('keyViews of what only some keys have', () => {
  it('says which key of a multi-Region set each is, and of how many', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ MultiRegion: true });
    const roleIn = (where: typeof region) => keyViews(kms.world.view, account, where)[0]?.multiRegion;
    expect(roleIn(region)).toEqual({ role: 'primary', keys: 1 });
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: otherRegion });
    expect(roleIn(region)).toEqual({ role: 'primary', keys: 2 });
    expect(roleIn(otherRegion)).toEqual({ role: 'replica', keys: 2 });
    await kms.world.group().advance(DAY_IN_MS);
    await kms.call('UpdatePrimaryRegion', { KeyId: key.id, PrimaryRegion: otherRegion });
    expect([roleIn(region)?.role, roleIn(otherRegion)?.role]).toEqual(['replica', 'primary']);
  });

  it('tells of imported material when it expires, and when it is gone', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ Origin: 'EXTERNAL' });
    const seen = () => keyViews(kms.world.view, account, region)[0]?.materials;
    expect(seen()).toEqual([]);
    const ValidTo = kms.world.nowMs() / 1000 + 86_400;
    const input = { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo };
    await importMaterial(kms, key, bytes('0123456789abcdef0123456789abcdef'), { input });
    expect(seen()).toMatchObject([
      { imported: true, expiresAtMs: ValidTo * 1000, handle: expect.any(String) as string },
    ]);
    await kms.world.group().advance(2 * DAY_IN_MS);
    expect(seen()).toMatchObject([{ imported: true, expiresAtMs: null, handle: null }]);
  });

  it('tells of rotation what is planned, and which material was before', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    const nextAtMs = kms.world.nowMs() + 90 * DAY_IN_MS;
    const seen = () => keyViews(kms.world.view, account, region)[0];
    expect(seen()?.rotation.automatic).toEqual({ periodInDays: 90, nextAtMs });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    expect(seen()?.rotation.onDemandStartedAtMs).toBe(kms.world.nowMs());
    await kms.world.group().advance(DAY_IN_MS);
    expect(seen()?.rotation).toMatchObject({ onDemandStartedAtMs: null, onDemandCount: 1 });
    expect(seen()?.materials.map(({ state }) => state)).toEqual(['NON_CURRENT', 'CURRENT']);
  });

  it.each([
    [
      { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      { automatically: false, onDemand: false },
    ],
    [{ Origin: 'EXTERNAL' }, { automatically: false, onDemand: true }],
  ])('knows what can be rotated: %j', async (input, rotates) => {
    const kms = await openKmsWorld();
    await kms.createKey(input);
    expect(keyViews(kms.world.view, account, region)[0]?.rotates).toEqual(rotates);
  });
});

describe('nextStates', () => {
  it('are those that this very key can come to', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ MultiRegion: true });
    const next = (where = region) => [...nextStates(kms.world.view, account, where, key.id)].sort();
    expect(next()).toEqual(['Disabled', 'PendingDeletion']);
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: otherRegion });
    expect(next(otherRegion)).toEqual(['Enabled', 'PendingDeletion']);
    await kms.world.group().advance(DAY_IN_MS);
    expect(next()).toEqual(['Disabled', 'PendingReplicaDeletion', 'Updating']);
    expect(next(otherRegion)).toEqual(['Disabled', 'PendingDeletion', 'Updating']);
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id }, { region: otherRegion });
    expect(next(otherRegion)).toEqual(['Disabled', null]);
  });

  it.each(['Enabled', 'Disabled'] as const)('lead an unavailable key back to %s, where it was before', async (then) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.change({ ...kms.key(key.id), origin: 'AWS_CLOUDHSM', lifecycle: { state: 'Unavailable', then } });
    expect(new Set(nextStates(kms.world.view, account, region, key.id))).toEqual(new Set([then, 'PendingDeletion']));
  });

  it('are none where there is no key', async () => {
    const kms = await openKmsWorld();
    expect(nextStates(kms.world.view, account, region, 'none')).toEqual([]);
  });
});

describe('regionsWithKeys and currentState', () => {
  it('know where keys are, and how each is', async () => {
    const kms = await openKmsWorld();
    expect(regionsWithKeys(kms.world.view, account)).toEqual([]);
    const key = await kms.createKey();
    await kms.createKey({}, { region: otherRegion });
    expect(regionsWithKeys(kms.world.view, account)).toEqual([otherRegion, region]);
    expect(regionsWithKeys(kms.world.view, otherAccount)).toEqual([]);
    expect(currentState(kms.world.view, account, region, key.id)).toBe('Enabled');
    await kms.call('DisableKey', { KeyId: key.id });
    expect(currentState(kms.world.view, account, region, key.id)).toBe('Disabled');
    expect(currentState(kms.world.view, account, otherRegion, key.id)).toBeUndefined();
  });
});
