// GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext: every pair spec, opened again and used outside.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../kinds.ts';
import { bytes, openKmsWorld, type KmsWorld, type TestKey } from '../world.ts';

const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const operations = ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'];
/** Spec, and Node's names of the kind of key and its curve or modulus. */
const pairs = [
  ['RSA_2048', 'rsa', 2048],
  ['RSA_3072', 'rsa', 3072],
  ['RSA_4096', 'rsa', 4096],
  ['ECC_NIST_P256', 'ec', 'prime256v1'],
  ['ECC_NIST_P384', 'ec', 'secp384r1'],
  ['ECC_NIST_P521', 'ec', 'secp521r1'],
  ['ECC_SECG_P256K1', 'ec', 'secp256k1'],
  ['ECC_NIST_EDWARDS25519', 'ed25519', undefined],
] as const;

let kms: KmsWorld;
let key: TestKey;
beforeAll(async () => {
  kms = await openKmsWorld();
  key = await kms.createKey();
});

interface Pair {
  readonly PrivateKeyCiphertextBlob: Uint8Array;
  readonly PrivateKeyPlaintext: Uint8Array;
  readonly PublicKey: Uint8Array;
}
const context = { EncryptionContext: { purpose: 'test' } };
const publicFrom = (spki: Uint8Array) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
const privateFrom = (pkcs8: Uint8Array) => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });

describe.each(pairs)('%s', (KeyPairSpec, kind, size) => {
  it('gives a pair that belongs together, its private key under the KMS key', async () => {
    const made = await kms.call('GenerateDataKeyPair', { KeyId: key.id, KeyPairSpec, ...context });
    const { PrivateKeyCiphertextBlob, PrivateKeyPlaintext, PublicKey, ...rest } = made as unknown as Pair;
    expect(rest).toEqual({ KeyId: key.arn, KeyPairSpec, KeyMaterialId: key.materialId });
    // It shows in the third byte that a data key is in it.
    expect([...PrivateKeyCiphertextBlob.slice(0, 5)]).toEqual([1, 2, 3, 0, 0x78]);
    const opened = await kms.call('Decrypt', { CiphertextBlob: PrivateKeyCiphertextBlob, ...context });
    expect(opened['Plaintext']).toEqual(PrivateKeyPlaintext);
    expect(await kms.refusal('Decrypt', { CiphertextBlob: PrivateKeyCiphertextBlob })).toBe(
      'InvalidCiphertextException: ',
    );

    const privateKey = privateFrom(PrivateKeyPlaintext);
    expect(privateKey.asymmetricKeyType).toBe(kind);
    const details = privateKey.asymmetricKeyDetails;
    expect(details?.modulusLength ?? details?.namedCurve).toBe(size);
    expect(new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))).toEqual(PublicKey);
    const hash = kind === 'ed25519' ? null : 'sha256';
    const signature = sign(hash, bytes('text'), privateKey);
    expect(verify(hash, bytes('text'), publicFrom(PublicKey), signature)).toBe(true);
  });

  it('gives the private key encrypted alone, where that was asked for', async () => {
    const made = await kms.call('GenerateDataKeyPairWithoutPlaintext', { KeyId: key.id, KeyPairSpec, ...context });
    const { PrivateKeyCiphertextBlob, PublicKey, ...rest } = made as unknown as Pair;
    expect(rest).toEqual({ KeyId: key.arn, KeyPairSpec, KeyMaterialId: key.materialId });
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob: PrivateKeyCiphertextBlob, ...context });
    const privateKey = privateFrom(Plaintext as Uint8Array);
    expect(new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))).toEqual(PublicKey);
  });

  it('is another pair each time', async () => {
    const make = async () => (await kms.call('GenerateDataKeyPair', { KeyId: key.id, KeyPairSpec }))['PublicKey'];
    expect(await make()).not.toEqual(await make());
  });
});

describe.each(operations)('%s', (operation) => {
  it('refuses specs that are offered elsewhere, or nowhere', async () => {
    expect(await kms.refusal(operation, { KeyId: key.id, KeyPairSpec: 'SM2' })).toBe(
      'UnsupportedOperationException: KeyPairSpec SM2 is not supported in this Region',
    );
    for (const KeyPairSpec of ['ML_DSA_44', 'HMAC_256', 'SYMMETRIC_DEFAULT']) {
      expect(await kms.refusal(operation, { KeyId: key.id, KeyPairSpec })).toContain(
        `ValidationException: 1 validation error detected: Value '${KeyPairSpec}' at 'keyPairSpec' failed to satisfy constraint: Member must satisfy enum value set: [`,
      );
    }
  });

  it.each(kinds.filter(({ KeySpec }) => KeySpec !== 'SYMMETRIC_DEFAULT'))(
    'needs a symmetric key, not one of $KeySpec for $KeyUsage',
    async ({ KeySpec, KeyUsage }) => {
      const other = await kms.createKey({ KeySpec, KeyUsage });
      expect(await kms.refusal(operation, { KeyId: other.id, KeyPairSpec: 'ECC_NIST_P256' })).toBe(
        KeyUsage === 'ENCRYPT_DECRYPT'
          ? 'InvalidKeyUsageException: You cannot generate a data key with an asymmetric CMK'
          : `InvalidKeyUsageException: ${other.arn} key usage is ${KeyUsage} which is not valid for ${operation}.`,
      );
    },
  );

  it('judges dry runs and makes nothing', async () => {
    const input = { KeyId: key.id, KeyPairSpec: 'RSA_4096', DryRun: true };
    expect(await kms.refusal(operation, input)).toBe(dryRun);
    const disabled = await kms.createKey();
    await kms.call('DisableKey', { KeyId: disabled.id });
    expect(await kms.refusal(operation, { ...input, KeyId: disabled.id })).toBe(
      `DisabledException: ${disabled.arn} is disabled.`,
    );
  });

  it('notes the key material, and keeps the private key out of the journal', async () => {
    const made = await kms.call(operation, { KeyId: key.id, KeyPairSpec: 'ECC_NIST_P256' });
    const entry = kms.world.entries.at(-1)!;
    expect(entry.kind === 'call' && entry.call.details).toEqual({ keyMaterialId: key.materialId });
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob: made['PrivateKeyCiphertextBlob'] });
    const journal = JSON.stringify(kms.world.entries);
    expect(journal).not.toContain(Buffer.from(Plaintext as Uint8Array).toString('base64'));
  });
});
