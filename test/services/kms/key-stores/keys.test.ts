// KMS keys in custom key stores: what they need, what they cannot do, the two layers of an external key's ciphertexts, and
// what is said when something behind the store breaks.
// Source: AWS KMS API Reference, CreateKey; Developer Guide, "Troubleshooting" of both kinds of custom key store.
import { describe, expect, it } from 'vitest';
import { bytes } from '../world.ts';
import { KeyStores, kinds, type Kind } from './support.ts';

const connected = async (kind: Kind) => {
  const stores = await KeyStores.open();
  return { stores, kms: stores.kms, id: await stores.storeIn(kind, 'CONNECTED') };
};

describe('CreateKey', () => {
  it('in a CloudHSM key store', async () => {
    const { kms, id } = await connected('AWS_CLOUDHSM');
    const { KeyMetadata } = await kms.call('CreateKey', { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: id });
    expect(KeyMetadata).toMatchObject({
      Origin: 'AWS_CLOUDHSM',
      CustomKeyStoreId: id,
      CloudHsmClusterId: expect.stringMatching(/^cluster-/) as string,
      KeySpec: 'SYMMETRIC_DEFAULT',
      MultiRegion: false,
    });
    expect(KeyMetadata).not.toHaveProperty('XksKeyConfiguration');
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId');
  });

  it('in an external key store', async () => {
    const { kms, id } = await connected('EXTERNAL_KEY_STORE');
    const input = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: id, XksKeyId: 'key-1' };
    const { KeyMetadata } = await kms.call('CreateKey', input);
    expect(KeyMetadata).toMatchObject({ CustomKeyStoreId: id, XksKeyConfiguration: { Id: 'key-1' } });
    expect(KeyMetadata).not.toHaveProperty('CloudHsmClusterId');
    expect(await kms.refusal('CreateKey', input)).toMatch(/^XksKeyAlreadyInUseException/);
  });

  const CLOUDHSM = { Origin: 'AWS_CLOUDHSM' };
  const EXTERNAL = { Origin: 'EXTERNAL_KEY_STORE', XksKeyId: 'key-1' };
  const HMAC = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
  it.each<readonly [Kind, object, RegExp]>([
    ['AWS_CLOUDHSM', {}, /^ValidationException: CustomKeyStoreId is not valid/],
    ['AWS_CLOUDHSM', { Origin: 'EXTERNAL' }, /^ValidationException: CustomKeyStoreId is not valid/],
    ['AWS_CLOUDHSM', { ...CLOUDHSM, CustomKeyStoreId: null }, /^ValidationException: CustomKeyStoreId is required/],
    ['AWS_CLOUDHSM', { ...CLOUDHSM, XksKeyId: 'key-1' }, /^ValidationException: XksKeyId is not valid/],
    ['EXTERNAL_KEY_STORE', { Origin: 'EXTERNAL_KEY_STORE' }, /^ValidationException: XksKeyId is required/],
    ['AWS_CLOUDHSM', { ...CLOUDHSM, CustomKeyStoreId: 'cks-0' }, /^CustomKeyStoreNotFoundException/],
    ['AWS_CLOUDHSM', EXTERNAL, /^UnsupportedOperationException/],
    ['EXTERNAL_KEY_STORE', CLOUDHSM, /^UnsupportedOperationException/],
    ['AWS_CLOUDHSM', { ...CLOUDHSM, MultiRegion: true }, /^UnsupportedOperationException/],
    ['AWS_CLOUDHSM', { ...CLOUDHSM, ...HMAC }, /^UnsupportedOperationException/],
    ['EXTERNAL_KEY_STORE', { ...EXTERNAL, ...HMAC }, /^UnsupportedOperationException/],
    [
      'EXTERNAL_KEY_STORE',
      { ...EXTERNAL, XksKeyId: 'none' },
      /^XksKeyNotFoundException: .*could not find the external key/,
    ],
  ])('in %s with %j: %s', async (kind, input, error) => {
    const { kms, id } = await connected(kind);
    expect(await kms.refusal('CreateKey', { CustomKeyStoreId: id, ...input })).toMatch(error);
    expect(await kms.call('ListKeys')).toMatchObject({ Keys: [] });
  });

  it.each([
    ['CreateExternalKey', { XksKeyId: 'odd', KeySpec: 'AES_128' }, /must be AES_256.*is AES_128\.$/],
    ['CreateExternalKey', { XksKeyId: 'odd', KeySpec: 'RSA_2048' }, /must be AES_256.*is RSA_2048\.$/],
    ['UpdateExternalKey', { XksKeyId: 'key-1', Status: 'DISABLED' }, /must be ENABLED.*is DISABLED\.$/],
    ['UpdateExternalKey', { XksKeyId: 'key-1', Usage: 'ENCRYPT' }, /must include ENCRYPT and DECRYPT.*is ENCRYPT\.$/],
  ])('refuses an external key that is not fit: %s %j', async (operation, input, words) => {
    const { stores, kms, id } = await connected('EXTERNAL_KEY_STORE');
    await stores.lab(operation, input);
    const refusal = await kms.refusal('CreateKey', { ...EXTERNAL, CustomKeyStoreId: id, XksKeyId: input.XksKeyId });
    expect(refusal).toMatch(/^XksKeyInvalidConfigurationException: /);
    expect(refusal).toMatch(words);
  });

  it.each<readonly [Kind, string, object, RegExp]>([
    ['AWS_CLOUDHSM', 'DeleteHsm', {}, /^CloudHsmClusterInvalidConfigurationException: .*two active HSMs/],
    ['AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'NETWORK' }, /^DependencyTimeoutException/],
    ['AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'INTERNAL' }, /^KMSInternalException/],
    ['AWS_CLOUDHSM', 'DeleteCluster', {}, /^DependencyTimeoutException/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'TIMEOUT' }, /^CustomKeyStoreInvalidStateException: .*in time/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'ACCESS_DENIED' }, /^CustomKeyStoreInvalidState.*denied access/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxyCredential', {}, /^CustomKeyStoreInvalidState.*authenticate/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'INTERNAL' }, /^KMSInternalException/],
  ])('in %s after %s %j: %s', async (kind, operation, input, error) => {
    const { stores, kms, id } = await connected(kind);
    await stores.lab(operation, input);
    const origin = kind === 'AWS_CLOUDHSM' ? CLOUDHSM : EXTERNAL;
    expect(await kms.refusal('CreateKey', { ...origin, CustomKeyStoreId: id })).toMatch(error);
  });
});

describe('a key in a custom key store', () => {
  it.each(kinds)('of %s encrypts, decrypts, re-encrypts and makes data keys', async (kind) => {
    const { stores, kms, id } = await connected(kind);
    const key = await stores.keyIn(id);
    const plain = await kms.createKey();
    const context = { a: '1' };
    const blob = await kms.encrypt(key.id, 'text', context);
    expect(await kms.decrypt(blob, context)).toBe('text');
    for (const KeySpec of ['AES_128', 'AES_256']) {
      const made = await kms.call('GenerateDataKey', { KeyId: key.id, KeySpec });
      const opened = await kms.call('Decrypt', { CiphertextBlob: made['CiphertextBlob'] });
      expect(opened).toMatchObject({ Plaintext: made['Plaintext'], KeyId: key.arn });
    }
    const alone = await kms.call('GenerateDataKeyWithoutPlaintext', { KeyId: key.id, KeySpec: 'AES_256' });
    expect((await kms.call('Decrypt', { CiphertextBlob: alone['CiphertextBlob'] }))['Plaintext']).toHaveLength(32);
    const there = await kms.call('ReEncrypt', {
      CiphertextBlob: blob,
      SourceEncryptionContext: context,
      DestinationKeyId: plain.id,
    });
    expect(await kms.decrypt(there['CiphertextBlob'] as Uint8Array)).toBe('text');
    const back = await kms.call('ReEncrypt', { CiphertextBlob: there['CiphertextBlob'], DestinationKeyId: key.id });
    expect(await kms.decrypt(back['CiphertextBlob'] as Uint8Array)).toBe('text');
    // The longest plaintext that there is fits into what Decrypt takes, two layers or one.
    expect(await kms.decrypt(await kms.encrypt(key.id, 'x'.repeat(4096)))).toHaveLength(4096);
  });

  it.each(kinds)('of %s cannot rotate, be imported into, replicated, or make data key pairs', async (kind) => {
    const { stores, kms, id } = await connected(kind);
    const { id: KeyId, arn } = await stores.keyIn(id);
    for (const operation of [
      'EnableKeyRotation',
      'DisableKeyRotation',
      'GetKeyRotationStatus',
      'ListKeyRotations',
      'RotateKeyOnDemand',
    ]) {
      expect(await kms.refusal(operation, { KeyId }), operation).toBe('UnsupportedOperationException: ');
    }
    const pair = { KeyId, KeyPairSpec: 'ECC_NIST_P256' };
    expect(await kms.refusal('GenerateDataKeyPair', pair)).toBe('UnsupportedOperationException: ');
    const importing = { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    expect(await kms.refusal('GetParametersForImport', importing)).toBe(
      `UnsupportedOperationException: ${arn} origin is ${kind} which is not valid for this operation.`,
    );
    expect(await kms.refusal('ReplicateKey', { KeyId, ReplicaRegion: 'eu-west-1' })).toMatch(/^UnsupportedOperation/);
  });

  it('and its ciphertext are bound to it: other keys and contexts do not open it', async () => {
    const { stores, kms, id } = await connected('EXTERNAL_KEY_STORE');
    const [one, other] = [await stores.keyIn(id, 'key-1'), await stores.keyIn(id, 'key-2')];
    const blob = await kms.encrypt(one.id, 'text', { a: '1' });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, EncryptionContext: { a: '2' } })).toBe(
      'KMSInvalidStateException: The external key store proxy rejected the request because the specified ciphertext or additional authenticated data is corrupted, missing, or otherwise invalid.',
    );
    expect(
      await kms.refusal('Decrypt', { CiphertextBlob: blob, KeyId: other.id, EncryptionContext: { a: '1' } }),
    ).toMatch(/^IncorrectKeyException/);
  });

  it('of an external store has a ciphertext of two layers, each as long as AWS’s one', async () => {
    const { stores, kms, id } = await connected('EXTERNAL_KEY_STORE');
    const [key, plain] = [await stores.keyIn(id), await kms.createKey()];
    const length = async (keyId: string, size: number) => (await kms.encrypt(keyId, 'x'.repeat(size))).length;
    const inner = await length(plain.id, 4);
    expect(await length(key.id, 4)).toBe(await length(plain.id, inner));
  });

  it('of an external store leaves the external key alone when it is deleted; a new key with it opens nothing', async () => {
    const { stores, kms, id } = await connected('EXTERNAL_KEY_STORE');
    const old = await stores.keyIn(id);
    const blob = await kms.encrypt(old.id, 'text');
    await kms.call('ScheduleKeyDeletion', { KeyId: old.id, PendingWindowInDays: 7 });
    await stores.wait(8 * 86_400_000);
    expect(stores.keysIn(id)).toEqual([]);
    const young = await stores.keyIn(id);
    expect(await kms.decrypt(await kms.encrypt(young.id, 'text'))).toBe('text');
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toMatch(/^AccessDeniedException/);
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, KeyId: young.id })).toMatch(/^IncorrectKeyException/);
  });

  it.each<readonly [Kind, string, object, encrypts: RegExp | null, decrypts: RegExp | null]>([
    ['AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'NETWORK' }, /cannot communicate/, /cannot communicate/],
    ['AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'INTERNAL' }, /^KMSInternal/, /^KMSInternal/],
    ['AWS_CLOUDHSM', 'UpdateCluster', { Kmsuser: 'MISSING' }, /cannot communicate/, /cannot communicate/],
    ['AWS_CLOUDHSM', 'UpdateCluster', { Kmsuser: 'LOCKED_OUT' }, null, null],
    ['AWS_CLOUDHSM', 'DeleteHsm', {}, null, null],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'TIMEOUT' }, /in time/, /in time/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'UNREACHABLE' }, /cannot communicate/, /cannot communicate/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'INVALID_RESPONSE' }, /cannot interpret/, /cannot interpret/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'WRONG_TLS' }, /TLS/, /TLS/],
    ['EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'INTERNAL' }, /^KMSInternal/, /^KMSInternal/],
    [
      'EXTERNAL_KEY_STORE',
      'UpdateExternalKey',
      { XksKeyId: 'key-1', Status: 'DISABLED' },
      /not enabled/,
      /not enabled/,
    ],
    ['EXTERNAL_KEY_STORE', 'UpdateExternalKey', { XksKeyId: 'key-1', Usage: 'ENCRYPT' }, null, /does not support/],
    ['EXTERNAL_KEY_STORE', 'UpdateExternalKey', { XksKeyId: 'key-1', Usage: 'DECRYPT' }, /does not support/, null],
    ['EXTERNAL_KEY_STORE', 'DeleteExternalKey', { XksKeyId: 'key-1' }, /could not find/, /could not find/],
    ['EXTERNAL_KEY_STORE', 'DeleteExternalKey', { XksKeyId: 'key-2' }, null, null],
  ])('of %s after %s %j', async (kind, operation, change, encrypts, decrypts) => {
    const { stores, kms, id } = await connected(kind);
    const key = await stores.keyIn(id);
    const plain = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    const ofPlain = await kms.encrypt(plain.id, 'text');
    await stores.lab(operation, change);
    const cases: readonly (readonly [string, object, RegExp | null])[] = [
      ['Encrypt', { KeyId: key.id, Plaintext: bytes('text') }, encrypts],
      ['GenerateDataKey', { KeyId: key.id, NumberOfBytes: 5 }, encrypts],
      ['GenerateDataKeyWithoutPlaintext', { KeyId: key.id, NumberOfBytes: 5 }, encrypts],
      ['ReEncrypt', { CiphertextBlob: ofPlain, DestinationKeyId: key.id }, encrypts],
      ['Decrypt', { CiphertextBlob }, decrypts],
      ['ReEncrypt', { CiphertextBlob, DestinationKeyId: plain.id }, decrypts],
    ];
    for (const [name, input, error] of cases) {
      if (!error) {
        await kms.call(name, input);
        continue;
      }
      const refusal = await kms.refusal(name, input);
      expect(refusal, name).toMatch(error);
      expect(refusal, name).toMatch(/^KMS(InvalidState|Internal)Exception: /);
    }
    // The key's state says nothing of what is behind its store.
    expect(await kms.call('DescribeKey', { KeyId: key.id })).toMatchObject({ KeyMetadata: { KeyState: 'Enabled' } });
  });
});
