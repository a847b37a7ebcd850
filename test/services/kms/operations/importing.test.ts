// Imported key material, wrapped by another program: what is taken, and what is refused in which words.
import { describe, expect, it } from 'vitest';
import { wrappingFor } from '../../../../src/services/kms/importing.ts';
import {
  external,
  metadata,
  state,
  advance,
  forever,
  importInput,
  importMaterial,
  importRefusal,
  materialFor,
  publicKeyOf,
  symmetricMaterial,
  type WrappingAlgorithm,
} from '../import-client.ts';
import { bytes, openKmsWorld } from '../world.ts';

describe('which wrapping goes with which key', () => {
  const OAEP = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const;
  const WRAP = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'] as const;
  const specs = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const;
  const kinds: Readonly<Record<string, readonly [usage: string, oaep: string, wrap: string]>> = {
    SYMMETRIC_DEFAULT: ['ENCRYPT_DECRYPT', 'all', 'none'],
    HMAC_224: ['GENERATE_VERIFY_MAC', 'all', 'none'],
    HMAC_512: ['GENERATE_VERIFY_MAC', 'all', 'none'],
    RSA_2048: ['SIGN_VERIFY', 'none', 'all'],
    RSA_4096: ['ENCRYPT_DECRYPT', 'none', 'all'],
    ECC_NIST_P256: ['KEY_AGREEMENT', 'all', 'all'],
    ECC_SECG_P256K1: ['SIGN_VERIFY', 'all', 'all'],
    ECC_NIST_P521: ['SIGN_VERIFY', 'not RSA_2048', 'all'],
    ECC_NIST_EDWARDS25519: ['SIGN_VERIFY', 'not RSA_2048', 'all'],
  };

  it.each(Object.entries(kinds))('%s', async (KeySpec, [KeyUsage, oaep, wrap]) => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external({ KeySpec, KeyUsage }));
    for (const [algorithms, which] of [[OAEP, oaep], [WRAP, wrap]] as const) {
      for (const WrappingAlgorithm of algorithms) {
        for (const WrappingKeySpec of specs) {
          const input = { KeyId: key.id, WrappingAlgorithm, WrappingKeySpec };
          const fits = which === 'all' || (which === 'not RSA_2048' && WrappingKeySpec !== 'RSA_2048');
          if (fits) await kms.call('GetParametersForImport', input);
          else {
            expect(await kms.refusal('GetParametersForImport', input)).toBe(
              `ValidationException: Wrapping algorithm ${WrappingAlgorithm} and wrapping key spec ${WrappingKeySpec} cannot be used to import a ${KeySpec} key.`,
            );
          }
        }
      }
    }
  }); // prettier-ignore

  it.each([
    ['RSAES_PKCS1_V1_5', 'RSA_2048'],
    ['SM2PKE', 'SM2'],
    ['RSAES_OAEP_SHA_256', 'SM2'],
  ])('%s with %s wraps nothing', async (WrappingAlgorithm, WrappingKeySpec) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(external());
    expect(await kms.refusal('GetParametersForImport', { KeyId: key.id, WrappingAlgorithm, WrappingKeySpec })).toBe(
      `ValidationException: Wrapping algorithm ${WrappingAlgorithm} and wrapping key spec ${WrappingKeySpec} cannot be used to import a SYMMETRIC_DEFAULT key.`,
    );
    expect(wrappingFor('ML_DSA_44', 'RSA_AES_KEY_WRAP_SHA_256', 'RSA_4096')).toBeUndefined();
  });
});

describe('an imported key does what its material does', () => {
  const use: Readonly<Record<string, readonly [operation: string, input: object, check: string]>> = {
    ENCRYPT_DECRYPT: ['Encrypt', { Plaintext: bytes('text') }, 'CiphertextBlob'],
    GENERATE_VERIFY_MAC: ['GenerateMac', { Message: bytes('text') }, 'Mac'],
    SIGN_VERIFY: ['Sign', { Message: bytes('text') }, 'Signature'],
  };
  it.each<[KeySpec: string, KeyUsage: string, algorithm: WrappingAlgorithm, spec: 'RSA_2048' | 'RSA_4096', with_: object]>([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'RSAES_OAEP_SHA_1', 'RSA_2048', {}],
    ['HMAC_224', 'GENERATE_VERIFY_MAC', 'RSAES_OAEP_SHA_256', 'RSA_2048', { MacAlgorithm: 'HMAC_SHA_224' }],
    ['HMAC_512', 'GENERATE_VERIFY_MAC', 'RSAES_OAEP_SHA_1', 'RSA_4096', { MacAlgorithm: 'HMAC_SHA_512' }],
    ['RSA_2048', 'SIGN_VERIFY', 'RSA_AES_KEY_WRAP_SHA_256', 'RSA_4096', { SigningAlgorithm: 'RSASSA_PSS_SHA_256' }],
    ['RSA_3072', 'ENCRYPT_DECRYPT', 'RSA_AES_KEY_WRAP_SHA_1', 'RSA_2048', { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }],
    ['ECC_NIST_P256', 'SIGN_VERIFY', 'RSAES_OAEP_SHA_256', 'RSA_2048', { SigningAlgorithm: 'ECDSA_SHA_256' }],
    ['ECC_NIST_P521', 'SIGN_VERIFY', 'RSA_AES_KEY_WRAP_SHA_256', 'RSA_2048', { SigningAlgorithm: 'ECDSA_SHA_512' }],
    ['ECC_SECG_P256K1', 'SIGN_VERIFY', 'RSA_AES_KEY_WRAP_SHA_1', 'RSA_2048', { SigningAlgorithm: 'ECDSA_SHA_256' }],
    ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', 'RSAES_OAEP_SHA_1', 'RSA_4096', { SigningAlgorithm: 'ED25519_SHA_512', MessageType: 'RAW' }],
  ])('%s by %s and %s', async (KeySpec, KeyUsage, algorithm, spec, with_) => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external({ KeySpec, KeyUsage }));
    expect(key.materialId).toBeUndefined();
    expect(await state(kms, key)).toBe('PendingImport');
    const material = materialFor(KeySpec, 3);
    const answer = await importMaterial(kms, key, material, { algorithm, spec });
    const symmetric = KeySpec === 'SYMMETRIC_DEFAULT';
    expect(answer).toEqual({
      KeyId: key.arn,
      ...(symmetric && { KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) as string }),
    });
    expect(await metadata(kms, key)).toMatchObject({
      KeyState: 'Enabled',
      Origin: 'EXTERNAL',
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    });
    const [operation, input, result] = use[KeyUsage]!;
    expect(await kms.call(operation, { KeyId: key.id, ...input, ...with_ })).toHaveProperty(result);
    if (/^(?:RSA|ECC)_/.test(KeySpec)) expect(kms.key(key.id).publicKey).toBe(publicKeyOf(material));

    // It goes, and only the very same comes back.
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id });
    expect(await kms.refusal(operation, { KeyId: key.id, ...input, ...with_ })).toBe(
      `KMSInvalidStateException: ${key.arn} is pending import.`,
    );
    expect(await importRefusal(kms, key, materialFor(KeySpec, 1), { algorithm, spec })).toBe(
      `IncorrectKeyMaterialException: Imported key material does not have the expected identifier (${kms.key(key.id).currentKeyMaterialId}).`,
    );
    await importMaterial(kms, key, material, { algorithm, spec });
    await kms.call(operation, { KeyId: key.id, ...input, ...with_ });
    if (symmetric) return;
    for (const [member, value] of [['ImportType', 'EXISTING_KEY_MATERIAL'], ['KeyMaterialId', 'a'.repeat(64)], ['KeyMaterialDescription', 'x']] as const) {
      const name = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
      expect(await importRefusal(kms, key, material, { algorithm, spec, input: { ...forever, [member]: value } })).toBe(
        `ValidationException: Input parameter ${name} cannot be used with ${KeySpec} imported keys.`,
      );
    }
  }); // prettier-ignore
});

describe('the import token', () => {
  it('is good for 24 hours of the world’s time, as often as one likes', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const parameters = await kms.call('GetParametersForImport', {
      KeyId: key.arn,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_3072',
    });
    expect(parameters['KeyId']).toBe(key.arn);
    const hours = ((parameters['ParametersValidTo'] as number) * 1000 - kms.world.nowMs()) / 3_600_000;
    expect(hours).toBeCloseTo(24, 2);
    const input = await importInput(kms, key, symmetricMaterial());
    await kms.call('ImportKeyMaterial', input);
    await advance(kms, 0.999);
    await kms.call('ImportKeyMaterial', input);
    await advance(kms, 0.002);
    expect(await kms.refusal('ImportKeyMaterial', input)).toBe('ExpiredImportTokenException: ');
  });

  it('belongs to its key, its Region’s HSM and its wrapping key', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const [key, other] = [await kms.createKey(external()), await kms.createKey(external())];
    const [own, others] = [
      await importInput(kms, key, symmetricMaterial()),
      await importInput(kms, other, symmetricMaterial()),
    ];
    const invalid = 'InvalidImportTokenException: ';
    const unopened = 'InvalidCiphertextException: ';
    const rows: [object, string][] = [
      [{ ImportToken: others.ImportToken }, invalid],
      [{ ImportToken: new Uint8Array(600) }, invalid],
      [{ ImportToken: own.ImportToken.slice(1) }, invalid],
      [{ ImportToken: own.ImportToken.map((byte, at) => (at === 400 ? byte ^ 1 : byte)) }, invalid],
      [{ EncryptedKeyMaterial: others.EncryptedKeyMaterial }, unopened],
      [{ EncryptedKeyMaterial: own.EncryptedKeyMaterial.slice(1) }, unopened],
      [{ EncryptedKeyMaterial: new Uint8Array(256) }, unopened],
    ];
    for (const [changed, refusal] of rows) {
      expect(await kms.refusal('ImportKeyMaterial', { ...own, ...changed })).toBe(refusal);
    }
    for (const length of [16, 31, 33]) {
      expect(await importRefusal(kms, key, new Uint8Array(length))).toBe(unopened);
    }
    expect(await state(kms, key)).toBe('PendingImport');
  });

  it('is for keys of origin EXTERNAL only', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const refusal = `UnsupportedOperationException: ${key.arn} origin is AWS_KMS which is not valid for this operation.`;
    const blobs = { ImportToken: bytes('x'), EncryptedKeyMaterial: bytes('x') };
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    expect(await kms.refusal('GetParametersForImport', { KeyId: key.id, ...wrapping })).toBe(refusal);
    expect(await kms.refusal('ImportKeyMaterial', { KeyId: key.id, ...blobs, ...forever })).toBe(refusal);
    expect(await kms.refusal('DeleteImportedKeyMaterial', { KeyId: key.id })).toBe(refusal);
  });
});
