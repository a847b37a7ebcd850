// Whose key material a call had opened in the HSM, whatever kind of key it is.
import { describe, expect, it } from 'vitest';
import { hsmUse } from '../../../../src/services/kms/view.ts';
import { bytes, openKmsWorld, type KmsWorld } from '../world.ts';

const last = (kms: KmsWorld) => hsmUse(kms.world.entries.at(-1)!);

describe('hsmUse', () => {
  it('names the material of a symmetric key, and only the key where AWS tells no material ID', async () => {
    const kms = await openKmsWorld();
    const symmetric = await kms.createKey();
    const rsa = await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const signing = await kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(last(kms)).toBeNull();

    const blob = await kms.encrypt(symmetric.id, 'text');
    expect(last(kms)).toMatchObject({
      operation: 'Encrypt',
      keyArn: symmetric.arn,
      keyMaterialId: symmetric.materialId,
    });

    const intoRsa = { DestinationKeyId: rsa.id, DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' };
    const { CiphertextBlob } = await kms.call('ReEncrypt', { CiphertextBlob: blob, ...intoRsa });
    expect(last(kms)).toMatchObject({ operation: 'ReEncrypt', keyArn: rsa.arn, keyMaterialId: null });

    const outOfRsa = { SourceKeyId: rsa.id, SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' };
    await kms.call('ReEncrypt', { CiphertextBlob, ...outOfRsa, DestinationKeyId: symmetric.id });
    expect(last(kms)).toMatchObject({ keyArn: symmetric.arn, keyMaterialId: symmetric.materialId });

    await kms.call('Sign', { KeyId: signing.id, Message: bytes('text'), SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(last(kms)).toMatchObject({ operation: 'Sign', keyArn: signing.arn, keyMaterialId: null });

    await kms.call('GenerateDataKeyPair', { KeyId: symmetric.id, KeyPairSpec: 'ECC_NIST_P256' });
    expect(last(kms)).toMatchObject({ keyArn: symmetric.arn, keyMaterialId: symmetric.materialId });
  });

  it('is null for what opened nothing: a look, a refusal, what fell due', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('DescribeKey', { KeyId: key.id });
    expect(last(kms)).toBeNull();
    await kms.refusal('Sign', { KeyId: key.id, Message: bytes('text'), SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(last(kms)).toBeNull();
    expect(kms.world.entries.map(hsmUse).filter(Boolean)).toEqual([]);
  });
});
