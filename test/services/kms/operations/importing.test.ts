// Imported key material, wrapped by another program: what is taken, what is refused in which words, and what it does to
// the key's state.
import { describe, expect, it } from 'vitest';
import { wrappingFor } from '../../../../src/services/kms/importing.ts';
import {
  forever,
  importInput,
  importMaterial,
  importRefusal,
  materialFor,
  publicKeyOf,
  symmetricMaterial,
  type WrappingAlgorithm,
} from '../import-client.ts';
import { bytes, DAY_IN_MS, openKmsWorld, type KmsWorld, type TestKey } from '../world.ts';

const external = (input: object = {}) => ({ Origin: 'EXTERNAL', ...input });
const metadata = async (kms: KmsWorld, key: TestKey) =>
  (await kms.call('DescribeKey', { KeyId: key.id }))['KeyMetadata'] as Record<string, unknown>;
const state = async (kms: KmsWorld, key: TestKey) => (await metadata(kms, key))['KeyState'];
const listed = async (kms: KmsWorld, key: TestKey) =>
  (await kms.call('ListKeyRotations', { KeyId: key.id, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }))[
    'Rotations'
  ] as Record<string, unknown>[];
const advance = (kms: KmsWorld, days: number) => kms.world.group().advance(days * DAY_IN_MS);
const inDays = (kms: KmsWorld, days: number) => Math.round(kms.world.nowMs() / 1000) + days * 86_400;
const asNew = { ...forever, ImportType: 'NEW_KEY_MATERIAL' };

async function imported(material = symmetricMaterial(), input: object = forever) {
  const kms = await openKmsWorld({ kind: 'sandbox' });
  const key = await kms.createKey(external());
  const answer = await importMaterial(kms, key, material, { input });
  return { kms, key, id: answer['KeyMaterialId'] as string };
}

async function rotate(kms: KmsWorld, key: TestKey): Promise<void> {
  await kms.call('RotateKeyOnDemand', { KeyId: key.id });
  await kms.world.group().advance(180_000);
}

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

describe('expiry', () => {
  const words: Readonly<Record<string, string>> = {
    missing: 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    notAllowed: 'A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE',
    past: 'ValidTo must be in the future',
    far: 'ValidTo must be less than 365 days in the future',
  };
  it.each<[string, string | undefined, number | null]>([
    ['missing', undefined, null],
    ['missing', 'KEY_MATERIAL_EXPIRES', null],
    ['notAllowed', 'KEY_MATERIAL_DOES_NOT_EXPIRE', 5],
    ['past', undefined, -1],
    ['past', 'KEY_MATERIAL_EXPIRES', -1],
    ['far', undefined, 366],
  ])('%s', async (why, ExpirationModel, days) => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const input = { ...(ExpirationModel && { ExpirationModel }), ...(days !== null && { ValidTo: inDays(kms, days) }) };
    expect(await importRefusal(kms, key, symmetricMaterial(), { input })).toBe(`ValidationException: ${words[why]}`);
  });

  it('takes the material at its moment, and the same material brings the key back', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const ValidTo = inDays(kms, 10);
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo } });
    expect(await metadata(kms, key)).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });
    const blob = await kms.encrypt(key.id, 'text');
    await advance(kms, 9.9);
    expect(await kms.decrypt(blob)).toBe('text');
    await advance(kms, 0.2);
    const told = await metadata(kms, key);
    expect(told).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: KeyMaterialId });
    expect(told).not.toHaveProperty('ExpirationModel');
    expect(told).not.toHaveProperty('ValidTo');
    const due = kms.world.entries.find((entry) => entry.kind === 'due');
    expect(due).toMatchObject({
      what: 'DeleteExpiredKeyMaterial',
      subject: `${key.arn} ${KeyMaterialId as string}`,
      atMs: ValidTo * 1000,
    });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toBe(
      `KMSInvalidStateException: ${key.arn} is pending import.`,
    );
    await importMaterial(kms, key, symmetricMaterial());
    expect(await kms.decrypt(blob)).toBe('text');
    await advance(kms, 1000);
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('is moved by importing again', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 5) } });
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 9) } });
    await advance(kms, 6);
    expect(await state(kms, key)).toBe('Enabled');
    await advance(kms, 4);
    expect(await state(kms, key)).toBe('PendingImport');
    expect(kms.world.nextDueMs).toBeNull();
  });

  it('is ended by importing again without one', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 5) } });
    await importMaterial(kms, key, symmetricMaterial());
    expect(kms.world.nextDueMs).toBeNull();
    await advance(kms, 6);
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('tells the first of several moments', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const [first, second] = [inDays(kms, 20), inDays(kms, 200)];
    await importMaterial(kms, key, symmetricMaterial(0), { input: { ValidTo: first } });
    await importMaterial(kms, key, symmetricMaterial(1), {
      input: { ValidTo: second, ImportType: 'NEW_KEY_MATERIAL' },
    });
    await rotate(kms, key);
    expect(await metadata(kms, key)).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: first });
  });

  it('leaves nothing behind that could fall due when the key is deleted', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 300) } });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await advance(kms, 8);
    expect(kms.world.nextDueMs).toBeNull();
  });
});

describe('new material for a key that has some', () => {
  it('waits for its rotation, and then makes the new ciphertexts; the old ones need the old', async () => {
    const { kms, key, id } = await imported();
    const old = await kms.encrypt(key.id, 'old');
    const input = { ...asNew, KeyMaterialDescription: 'for 2027' };
    const { KeyMaterialId: nextId } = await importMaterial(kms, key, symmetricMaterial(1), { input });
    expect(nextId).not.toBe(id);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: id, KeyState: 'Enabled' });
    const first = {
      KeyId: key.arn,
      KeyMaterialId: id,
      ImportState: 'IMPORTED',
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    };
    const second = { ...first, KeyMaterialId: nextId, KeyMaterialDescription: 'for 2027' };
    expect(await listed(kms, key)).toEqual([
      { ...first, KeyMaterialState: 'CURRENT' },
      { ...second, KeyMaterialState: 'PENDING_ROTATION' },
    ]);
    expect((await kms.call('ListKeyRotations', { KeyId: key.id }))['Rotations']).toEqual([]);
    await rotate(kms, key);
    expect(await listed(kms, key)).toEqual([
      { ...first, KeyMaterialState: 'NON_CURRENT' },
      {
        ...second,
        KeyMaterialState: 'CURRENT',
        RotationType: 'ON_DEMAND',
        RotationDate: expect.any(Number) as number,
      },
    ]);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: nextId });
    const fresh = await kms.encrypt(key.id, 'fresh');
    expect(await kms.call('Decrypt', { CiphertextBlob: fresh })).toMatchObject({ KeyMaterialId: nextId });
    expect(await kms.call('Decrypt', { CiphertextBlob: old })).toMatchObject({ KeyMaterialId: id });

    // Without the old one, the key cannot be used at all.
    expect(await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId: id })).toEqual({
      KeyId: key.arn,
      KeyMaterialId: id,
    });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: fresh })).toContain('is pending import.');
    expect((await listed(kms, key))[0]).toEqual({
      KeyId: key.arn,
      KeyMaterialId: id,
      ImportState: 'PENDING_IMPORT',
      KeyMaterialState: 'NON_CURRENT',
    });
    await importMaterial(kms, key, symmetricMaterial(0));
    expect(await kms.decrypt(old)).toBe('old');
  });

  it('is refused in AWS’s words where it cannot be', async () => {
    const { kms, key, id } = await imported();
    const refused = (number: number, input: object) => importRefusal(kms, key, symmetricMaterial(number), { input });
    expect(await refused(0, asNew)).toBe(
      `IncorrectKeyMaterialException: Key material (id: ${id}) being imported as NEW_KEY_MATERIAL is already associated with KMS key ${key.arn}.`,
    );
    expect(await refused(1, forever)).toBe(
      `IncorrectKeyMaterialException: Imported key material does not have the expected identifier (${id}).`,
    );
    expect(await refused(1, { ...forever, ImportType: 'EXISTING_KEY_MATERIAL', KeyMaterialId: id })).toBe(
      `IncorrectKeyMaterialException: Imported key material does not have the expected identifier (${id}).`,
    );
    expect(await refused(1, { ...asNew, KeyMaterialId: id })).toBe(
      'ValidationException: Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.',
    );
    expect(await refused(1, { ...forever, KeyMaterialId: 'a'.repeat(64) })).toBe(
      `ValidationException: Key material (id: ${'a'.repeat(64)}) has never been imported into KMS key ${key.arn}.`,
    );
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId: key.id })).toBe(
      `KMSInvalidStateException: No available key material pending rotation for the key: ${key.arn}.`,
    );
    const { KeyMaterialId: pendingId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    expect(await refused(2, asNew)).toMatch(
      new RegExp(
        `^KMSInvalidStateException: New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${key.arn}, because another key material \\(id: ${pendingId as string}\\) is pending rotation\\.$`,
      ),
    );
    expect(await kms.refusal('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId: 'b'.repeat(64) })).toBe(
      `ValidationException: Key material (id: ${'b'.repeat(64)}) has never been imported into KMS key ${key.arn}.`,
    );
  });

  it('is forgotten when it is deleted while it waits, without harm', async () => {
    const { kms, key, id } = await imported();
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId });
    expect(await state(kms, key)).toBe('Enabled');
    expect((await listed(kms, key)).map((entry) => entry['KeyMaterialId'])).toEqual([id]);
    await importMaterial(kms, key, symmetricMaterial(2), { input: asNew });
    await rotate(kms, key);
    expect(await listed(kms, key)).toHaveLength(2);
  });

  it('does not withdraw an accepted rotation when it goes: what came in its place is rotated to, else nothing', async () => {
    const { kms, key, id } = await imported();
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId });
    await kms.world.group().advance(180_000);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: id });
    expect(await kms.call('GetKeyRotationStatus', { KeyId: key.id })).not.toHaveProperty('OnDemandRotationStartDate');

    const again = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId: again['KeyMaterialId'] });
    const other = await importMaterial(kms, key, symmetricMaterial(2), { input: asNew });
    await kms.world.group().advance(180_000);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: other['KeyMaterialId'] });
  });

  it('waits on when it expires meanwhile, and then leaves the key without it until it is imported again', async () => {
    const { kms, key } = await imported();
    const input = { ImportType: 'NEW_KEY_MATERIAL', ValidTo: inDays(kms, 2) };
    await importMaterial(kms, key, symmetricMaterial(1), { input });
    await advance(kms, 3);
    expect((await listed(kms, key))[1]).toMatchObject({
      ImportState: 'PENDING_IMPORT',
      KeyMaterialState: 'PENDING_ROTATION',
    });
    expect(await state(kms, key)).toBe('Enabled');
    await rotate(kms, key);
    expect(await state(kms, key)).toBe('PendingImport');
    await importMaterial(kms, key, symmetricMaterial(1));
    expect(await state(kms, key)).toBe('Enabled');
  });
});

describe('the key’s state', () => {
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };

  it('is enabled by material that comes back to a disabled key', async () => {
    const { kms, key } = await imported();
    await kms.call('DisableKey', { KeyId: key.id });
    await importMaterial(kms, key, symmetricMaterial());
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('is not changed by new material that comes to a disabled key: that only waits', async () => {
    const { kms, key } = await imported();
    await kms.call('DisableKey', { KeyId: key.id });
    await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    expect(await state(kms, key)).toBe('Disabled');
  });

  it('is enabled only when all that is missing has come back', async () => {
    const { kms, key, id } = await imported();
    await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await rotate(kms, key);
    for (const input of [{}, { KeyMaterialId: id }, {}]) {
      await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, ...input });
    }
    await importMaterial(kms, key, symmetricMaterial(1));
    expect(await state(kms, key)).toBe('PendingImport');
    await importMaterial(kms, key, symmetricMaterial(0));
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('stays while the key waits for its deletion, and afterwards is that of its material', async () => {
    const { kms, key } = await imported();
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id });
    expect(await state(kms, key)).toBe('PendingDeletion');
    const deleting = `KMSInvalidStateException: ${key.arn} is pending deletion.`;
    expect(await kms.refusal('GetParametersForImport', { KeyId: key.id, ...wrapping })).toBe(deleting);
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    expect(await state(kms, key)).toBe('PendingImport');
    await importMaterial(kms, key, symmetricMaterial());
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('is not touched by deleting what is not there', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(external());
    expect(await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id })).toEqual({ KeyId: key.arn });
    expect(await state(kms, key)).toBe('PendingImport');
  });

  it.each([
    ['Creating', 'creating', ['GetParametersForImport', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial']],
    ['Updating', 'updating', ['GetParametersForImport', 'DeleteImportedKeyMaterial']],
  ])('%s refuses', async (name, word, operations) => {
    const { kms, key } = await imported();
    const input = await importInput(kms, key, symmetricMaterial());
    await kms.place(key.id, { state: name, then: 'Enabled' } as never);
    for (const operation of operations) {
      const given = operation === 'ImportKeyMaterial' ? input : { KeyId: key.id, ...wrapping };
      const trimmed = operation === 'DeleteImportedKeyMaterial' ? { KeyId: key.id } : given;
      expect(await kms.refusal(operation, trimmed)).toBe(`KMSInvalidStateException: ${key.arn} is ${word}.`);
    }
  });

  it('two keys with the same material do not open each other’s ciphertexts', async () => {
    const { kms, key } = await imported();
    const other = await kms.createKey(external());
    await importMaterial(kms, other, symmetricMaterial());
    const blob = await kms.encrypt(key.id, 'text');
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, KeyId: other.id })).toContain('IncorrectKeyException');
  });

  it('undo brings material back that was deleted', async () => {
    const { kms, key } = await imported();
    const blob = await kms.encrypt(key.id, 'text');
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id });
    await kms.world.group().undo();
    expect(await kms.decrypt(blob)).toBe('text');
  });
});
