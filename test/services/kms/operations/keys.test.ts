// CreateKey, DescribeKey, ListKeys, UpdateKeyDescription, EnableKey and DisableKey.
import { describe, expect, it } from 'vitest';
import { account, bytes, openKmsWorld, otherRegion, region } from '../world.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('CreateKey', () => {
  it('makes an enabled symmetric key of the caller’s account and Region, and tells all of it', async () => {
    const kms = await openKmsWorld();
    const { KeyMetadata } = await kms.call('CreateKey', { Description: 'orders' });
    const { KeyId, CreationDate, CurrentKeyMaterialId, ...rest } = KeyMetadata as Record<string, unknown>;
    expect(KeyId).toMatch(UUID);
    expect(CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
    expect(CreationDate).toBe(kms.world.nowMs() / 1000);
    expect(rest).toEqual({
      AWSAccountId: account,
      Arn: `arn:aws:kms:${region}:${account}:key/${String(KeyId)}`,
      Enabled: true,
      Description: 'orders',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    });
    expect(await kms.call('DescribeKey', { KeyId })).toEqual({ KeyMetadata });
  });

  it('gives every key an ID and material of its own', async () => {
    const kms = await openKmsWorld();
    const keys = await Promise.all(Array.from({ length: 20 }, () => kms.createKey()));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(20);
    expect(new Set(keys.map(({ materialId }) => materialId)).size).toBe(20);
  });

  it('keeps the key in its Region', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({}, { region: otherRegion });
    expect(key.arn).toContain(`:${otherRegion}:`);
    await kms.call('DescribeKey', { KeyId: key.id }, { region: otherRegion });
    expect(await kms.refusal('DescribeKey', { KeyId: key.id })).toContain('does not exist');
    expect(await kms.call('ListKeys')).toEqual({ Keys: [], Truncated: false });
  });

  it.each([
    [{ KeySpec: 'SYMMETRIC_DEFAULT' }],
    [{ CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' }],
    [{ KeyUsage: 'ENCRYPT_DECRYPT' }],
    [{ Origin: 'AWS_KMS', MultiRegion: false, BypassPolicyLockoutSafetyCheck: true }],
  ])('takes %j, which is what it would do anyway', async (input) => {
    const kms = await openKmsWorld();
    const { KeyMetadata } = await kms.call('CreateKey', input);
    expect(KeyMetadata).toMatchObject({ KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' });
  });

  it.each([
    [
      { KeySpec: 'SYMMETRIC_DEFAULT', CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' },
      'ValidationException: You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    ],
    [
      { KeySpec: 'RSA_2048' },
      'ValidationException: You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    ],
    [
      { KeySpec: 'HMAC_256' },
      'ValidationException: You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    ],
    [
      { KeyUsage: 'SIGN_VERIFY' },
      'ValidationException: KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT',
    ],
    [
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'ENCRYPT_DECRYPT' },
      'ValidationException: KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256',
    ],
  ])('refuses %j as AWS does', async (input, message) => {
    const kms = await openKmsWorld();
    expect(await kms.refusal('CreateKey', input)).toBe(message);
  });

  it('keeps key material and key IDs out of the journal’s sight: the records name handles only', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    expect(Object.keys(kms.key(key.id).materials[0]!).sort()).toEqual([
      'handle',
      'imported',
      'keyMaterialId',
      'rotated',
      'state',
    ]);
  });
});

describe('UpdateKeyDescription', () => {
  it('replaces the description, by an empty one too', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ Description: 'old' });
    for (const Description of ['new', '']) {
      await kms.call('UpdateKeyDescription', { KeyId: key.id, Description });
      expect(await kms.call('DescribeKey', { KeyId: key.id })).toMatchObject({ KeyMetadata: { Description } });
    }
  });
});

describe('DisableKey and EnableKey', () => {
  it('stop the key’s use and allow it again, however often they are called', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const blob = await kms.encrypt(key.id, 'text');
    for (let times = 0; times < 2; times += 1) await kms.call('DisableKey', { KeyId: key.id });
    const disabled = { KeyMetadata: { Enabled: false, KeyState: 'Disabled' } };
    expect(await kms.call('DescribeKey', { KeyId: key.id })).toMatchObject(disabled);
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toBe(`DisabledException: ${key.arn} is disabled.`);
    for (let times = 0; times < 2; times += 1) await kms.call('EnableKey', { KeyId: key.id });
    expect(await kms.decrypt(blob)).toBe('text');
  });

  it('write nothing where nothing changes', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('EnableKey', { KeyId: key.id });
    const { changes } = kms.world.entries.at(-1)!;
    // Each request is counted for the bill.
    expect(changes.filter(({ table }) => !table.startsWith('bill/'))).toEqual([]);
  });

  it('wait for the key store of a key that is unavailable', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.place(key.id, { state: 'Unavailable', then: 'Enabled' });
    await kms.call('DisableKey', { KeyId: key.id });
    expect(kms.key(key.id).lifecycle).toEqual({ state: 'Unavailable', then: 'Disabled' });
  });
});

describe('DescribeKey', () => {
  it.each([
    [{ state: 'Enabled' }, true],
    [{ state: 'Disabled' }, false],
    [{ state: 'PendingImport' }, false],
    [{ state: 'Unavailable', then: 'Enabled' }, false],
    [{ state: 'Creating', then: 'Enabled' }, false],
    [{ state: 'Updating', then: 'Enabled' }, false],
    [{ state: 'PendingDeletion', then: 'Disabled', deletionAtMs: 9e12 }, false],
    [{ state: 'PendingReplicaDeletion', then: 'Disabled', pendingWindowInDays: 9 }, false],
  ] as const)('of a key that is %j reads Enabled %s', async (lifecycle, enabled) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.place(key.id, lifecycle);
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
    expect(KeyMetadata).toMatchObject({ Enabled: enabled, KeyState: lifecycle.state });
    const metadata = KeyMetadata as Record<string, unknown>;
    expect(metadata['DeletionDate']).toBe(lifecycle.state === 'PendingDeletion' ? 9e9 : undefined);
    expect(metadata['PendingDeletionWindowInDays']).toBe(lifecycle.state === 'PendingReplicaDeletion' ? 9 : undefined);
    expect('CurrentKeyMaterialId' in metadata).toBe(lifecycle.state !== 'Creating');
  });

  it('takes grant tokens', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const { GrantToken } = await kms.call('CreateGrant', {
      KeyId: key.id,
      GranteePrincipal: `arn:aws:iam::${account}:user/grantee`,
      Operations: ['DescribeKey', 'Encrypt'],
    });
    await kms.call('DescribeKey', { KeyId: key.id, GrantTokens: [GrantToken] });
    await kms.call('Encrypt', { KeyId: key.id, GrantTokens: [GrantToken], Plaintext: bytes('text') });
  });
});
