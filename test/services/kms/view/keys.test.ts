// KMS keys as the page lists them: from the records alone.
import { describe, expect, it } from 'vitest';
import { currentState, keyViews, regionsWithKeys } from '../../../../src/services/kms/view.ts';
import { account, DAY_IN_MS, openKmsWorld, otherAccount, otherRegion, region } from '../world.ts';

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
      multiRegion: false,
      currentKeyMaterialId: first.materialId,
      tags: [{ key: 'a', value: 'b' }],
      kinds: [],
      policy: expect.stringContaining('key-default-1') as string,
      materials: [{ keyMaterialId: first.materialId, handle: expect.any(String) as string }],
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
