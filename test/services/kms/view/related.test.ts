// What belongs to one KMS key besides its own record.
import { describe, expect, it } from 'vitest';
import { grantViews, relatedKeyViews } from '../../../../src/services/kms/view.ts';
import { account, DAY_IN_MS, openKmsWorld, otherRegion, region } from '../world.ts';

const reader = `arn:aws:iam::${account}:role/reader`;

describe('relatedKeyViews', () => {
  it('tell of the other keys, each with its state', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ MultiRegion: true });
    const related = (where: typeof region) => relatedKeyViews(kms.world.view, account, where, key.id);
    expect(related(region)).toEqual([]);
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: otherRegion });
    expect(related(region)).toEqual([{ region: otherRegion, role: 'replica', state: 'Creating' }]);
    expect(related(otherRegion)).toEqual([{ region, role: 'primary', state: 'Enabled' }]);
    await kms.world.group().advance(DAY_IN_MS);
    await kms.call('DisableKey', { KeyId: key.id }, { region: otherRegion });
    expect(related(region)[0]?.state).toBe('Disabled');
  });

  it('are none of a single-Region key', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    expect(relatedKeyViews(kms.world.view, account, region, key.id)).toEqual([]);
  });
});

describe('grantViews', () => {
  it('tell of each grant of the key, the newest first, and from when on it is known', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    const grant = { KeyId: key.id, GranteePrincipal: reader, Operations: ['Encrypt', 'DescribeKey'] };
    await kms.call('CreateGrant', grant);
    const made = kms.world.nowMs();
    await kms.world.group().advance(DAY_IN_MS);
    await kms.call('CreateGrant', {
      ...grant,
      Name: 'second',
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextSubset: { a: '1' } },
    });
    const [second, first, ...others] = grantViews(kms.world.view, key.arn);
    expect(others).toEqual([]);
    expect(second).toMatchObject({ name: 'second', operations: ['Decrypt'], constrained: true });
    expect(first).toMatchObject({
      name: '',
      grantee: reader,
      operations: ['Encrypt', 'DescribeKey'],
      constrained: false,
    });
    expect(first?.effectiveAtMs).toBeGreaterThan(made);
    expect(first?.effectiveAtMs).toBeLessThan(made + DAY_IN_MS);
    expect(grantViews(kms.world.view, other.arn)).toEqual([]);
    await kms.call('RevokeGrant', { KeyId: key.id, GrantId: first?.id });
    expect(grantViews(kms.world.view, key.arn).map(({ name }) => name)).toEqual(['second']);
  });
});
