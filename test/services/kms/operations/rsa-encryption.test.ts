// RSA keys in Encrypt, Decrypt and ReEncrypt: ciphertexts go both ways between KMS and the world outside.
import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytes, openKmsWorld, otherAccount, type KmsWorld, type TestKey } from '../world.ts';

const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const invalid = 'InvalidCiphertextException: ';
const noContextWhen = (doing: string) =>
  `ValidationException: EncryptionContext is not supported when ${doing} with asymmetric CMKs.`;
const noContextEncrypting = noContextWhen('encrypting');
const noContextDecrypting = noContextWhen('decrypting');

/** Spec, modulus bytes, algorithm, hash, and how much goes in. */
const ways = [
  ['RSA_2048', 256, 'RSAES_OAEP_SHA_1', 'sha1', 214],
  ['RSA_2048', 256, 'RSAES_OAEP_SHA_256', 'sha256', 190],
  ['RSA_3072', 384, 'RSAES_OAEP_SHA_1', 'sha1', 342],
  ['RSA_3072', 384, 'RSAES_OAEP_SHA_256', 'sha256', 318],
  ['RSA_4096', 512, 'RSAES_OAEP_SHA_1', 'sha1', 470],
  ['RSA_4096', 512, 'RSAES_OAEP_SHA_256', 'sha256', 446],
] as const;

let kms: KmsWorld;
let symmetric: TestKey;
const keys = new Map<string, TestKey>();
beforeAll(async () => {
  kms = await openKmsWorld();
  symmetric = await kms.createKey();
  for (const KeySpec of ['RSA_2048', 'RSA_3072', 'RSA_4096']) {
    keys.set(KeySpec, await kms.createKey({ KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' }));
  }
});

const filled = (length: number) => new Uint8Array(length).fill(7);

describe.each(ways)('%s (%i bytes) with %s', (spec, modulusBytes, algorithm, oaepHash, most) => {
  const named = () => ({ KeyId: keys.get(spec)!.id, EncryptionAlgorithm: algorithm });
  const answer = () => ({ KeyId: keys.get(spec)!.arn, EncryptionAlgorithm: algorithm });

  it('encrypts, to another ciphertext each time, and decrypts', async () => {
    const encrypted = await kms.call('Encrypt', { ...named(), Plaintext: bytes('text') });
    const { CiphertextBlob, ...rest } = encrypted as { CiphertextBlob: Uint8Array };
    expect(rest).toEqual(answer());
    expect(CiphertextBlob.length).toBe(modulusBytes);
    // No key material is named: the ciphertext does not say whose it is.
    expect(await kms.call('Decrypt', { ...named(), CiphertextBlob })).toEqual({
      ...answer(),
      Plaintext: bytes('text'),
    });
    expect((await kms.call('Encrypt', { ...named(), Plaintext: bytes('text') }))['CiphertextBlob']).not.toEqual(
      CiphertextBlob,
    );
  });

  it('decrypts what its public key encrypted outside', async () => {
    const { PublicKey } = await kms.call('GetPublicKey', { KeyId: keys.get(spec)!.id });
    const key = createPublicKey({ key: Buffer.from(PublicKey as Uint8Array), format: 'der', type: 'spki' });
    for (const length of [0, 1, most]) {
      const ciphertext = publicEncrypt(
        { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
        Buffer.from(filled(length)),
      );
      const CiphertextBlob = new Uint8Array(ciphertext);
      expect((await kms.call('Decrypt', { ...named(), CiphertextBlob }))['Plaintext']).toEqual(filled(length));
    }
  });

  it(`takes 1 to ${most} bytes`, async () => {
    for (const length of [1, most]) await kms.call('Encrypt', { ...named(), Plaintext: filled(length) });
    for (const length of [most + 1, 4096]) {
      expect(await kms.refusal('Encrypt', { ...named(), Plaintext: filled(length) })).toBe(
        `ValidationException: Algorithm ${algorithm} and key spec ${spec} cannot encrypt data larger than ${most} bytes.`,
      );
    }
  });

  it('takes no encryption context, but an empty one', async () => {
    const EncryptionContext = { a: 'b' };
    const { CiphertextBlob } = await kms.call('Encrypt', {
      ...named(),
      Plaintext: bytes('text'),
      EncryptionContext: {},
    });
    await kms.call('Decrypt', { ...named(), CiphertextBlob, EncryptionContext: {} });
    expect(await kms.refusal('Encrypt', { ...named(), Plaintext: filled(500), EncryptionContext })).toBe(
      noContextEncrypting,
    );
    expect(await kms.refusal('Decrypt', { ...named(), CiphertextBlob, EncryptionContext })).toBe(noContextDecrypting);
  });

  it('opens nothing that was changed or is of another length, key or algorithm', async () => {
    const { CiphertextBlob } = await kms.call('Encrypt', { ...named(), Plaintext: bytes('text') });
    const blob = CiphertextBlob as Uint8Array;
    await fc.assert(
      fc.asyncProperty(fc.nat(modulusBytes - 1), fc.nat(7), async (at, bit) => {
        const changed = blob.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
        expect(await kms.refusal('Decrypt', { ...named(), CiphertextBlob: changed })).toBe(invalid);
      }),
      { numRuns: 10 },
    );
    for (const wrong of [blob.slice(1), new Uint8Array([...blob, 0]), filled(1), filled(modulusBytes), filled(6144)]) {
      expect(await kms.refusal('Decrypt', { ...named(), CiphertextBlob: wrong })).toBe(invalid);
    }
    const EncryptionAlgorithm = algorithm === 'RSAES_OAEP_SHA_1' ? 'RSAES_OAEP_SHA_256' : 'RSAES_OAEP_SHA_1';
    expect(await kms.refusal('Decrypt', { ...named(), CiphertextBlob, EncryptionAlgorithm })).toBe(invalid);
    for (const [other, { id }] of keys) {
      if (other !== spec) expect(await kms.refusal('Decrypt', { ...named(), CiphertextBlob, KeyId: id })).toBe(invalid);
    }
  });

  it('judges dry runs, the ciphertext included', async () => {
    expect(await kms.refusal('Encrypt', { ...named(), Plaintext: bytes('text'), DryRun: true })).toBe(dryRun);
    const tooLong = await kms.refusal('Encrypt', { ...named(), Plaintext: filled(most + 1), DryRun: true });
    expect(tooLong).toContain('cannot encrypt data larger than');
    const { CiphertextBlob } = await kms.call('Encrypt', { ...named(), Plaintext: bytes('text') });
    expect(await kms.refusal('Decrypt', { ...named(), CiphertextBlob, DryRun: true })).toBe(dryRun);
    const wrong = { ...named(), CiphertextBlob: filled(modulusBytes), DryRun: true };
    expect(await kms.refusal('Decrypt', wrong)).toBe(invalid);
    const ignoring = { ...named(), DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] };
    expect(await kms.refusal('Decrypt', ignoring)).toBe(dryRun);
    expect(await kms.refusal('Decrypt', { ...ignoring, EncryptionContext: { a: 'b' } })).toBe(noContextDecrypting);
  });

  it('is re-encrypted to a symmetric key and back, and to itself', async () => {
    const sealed = await kms.call('Encrypt', { ...named(), Plaintext: filled(most) });
    const ofRsa = { SourceKeyId: keys.get(spec)!.id, SourceEncryptionAlgorithm: algorithm };
    const toRsa = { DestinationKeyId: keys.get(spec)!.id, DestinationEncryptionAlgorithm: algorithm };
    const toSymmetric = { DestinationKeyId: symmetric.id, DestinationEncryptionContext: { a: 'b' } };

    const { CiphertextBlob: moved, ...there } = await kms.call('ReEncrypt', {
      CiphertextBlob: sealed['CiphertextBlob'],
      ...ofRsa,
      ...toSymmetric,
    });
    expect(there).toEqual({
      SourceKeyId: keys.get(spec)!.arn,
      KeyId: symmetric.arn,
      SourceEncryptionAlgorithm: algorithm,
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationKeyMaterialId: symmetric.materialId,
    });
    const open = await kms.call('Decrypt', { CiphertextBlob: moved, EncryptionContext: { a: 'b' } });
    expect(open['Plaintext']).toEqual(filled(most));

    const { CiphertextBlob: back, ...again } = await kms.call('ReEncrypt', {
      CiphertextBlob: moved,
      SourceEncryptionContext: { a: 'b' },
      ...toRsa,
    });
    expect(again).toEqual({
      SourceKeyId: symmetric.arn,
      KeyId: keys.get(spec)!.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: algorithm,
      SourceKeyMaterialId: symmetric.materialId,
    });
    const { CiphertextBlob: itself, ...same } = await kms.call('ReEncrypt', {
      CiphertextBlob: back,
      ...ofRsa,
      ...toRsa,
    });
    expect(Object.keys(same).filter((member) => member.endsWith('MaterialId'))).toEqual([]);
    expect((await kms.call('Decrypt', { ...named(), CiphertextBlob: itself }))['Plaintext']).toEqual(filled(most));
  });

  it('is no destination for more than it takes, or for an encryption context', async () => {
    const toRsa = { DestinationKeyId: keys.get(spec)!.id, DestinationEncryptionAlgorithm: algorithm };
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId: symmetric.id, Plaintext: filled(most + 1) });
    const tooLong = `ValidationException: Algorithm ${algorithm} and key spec ${spec} cannot encrypt data larger than ${most} bytes.`;
    expect(await kms.refusal('ReEncrypt', { CiphertextBlob, ...toRsa })).toBe(tooLong);
    expect(await kms.refusal('ReEncrypt', { CiphertextBlob, ...toRsa, DryRun: true })).toBe(tooLong);
    const withContext = { CiphertextBlob, ...toRsa, DestinationEncryptionContext: { a: 'b' } };
    expect(await kms.refusal('ReEncrypt', withContext)).toBe(noContextEncrypting);
    const from = { CiphertextBlob, SourceKeyId: keys.get(spec)!.id, SourceEncryptionAlgorithm: algorithm };
    const sourceContext = { ...from, DestinationKeyId: symmetric.id, SourceEncryptionContext: { a: 'b' } };
    expect(await kms.refusal('ReEncrypt', sourceContext)).toBe(noContextDecrypting);
    const fits = await kms.call('Encrypt', { KeyId: symmetric.id, Plaintext: filled(most) });
    const dry = { CiphertextBlob: fits['CiphertextBlob'], ...toRsa, DryRun: true };
    expect(await kms.refusal('ReEncrypt', dry)).toBe(dryRun);
    // What does not open is said first.
    expect(await kms.refusal('ReEncrypt', { ...dry, SourceEncryptionContext: { a: 'b' } })).toBe(invalid);
  });
});

describe('RSA keys', () => {
  it.each(['SYMMETRIC_DEFAULT', 'SM2PKE', undefined])('do not encrypt with %s', async (EncryptionAlgorithm) => {
    const input = { KeyId: keys.get('RSA_2048')!.id, Plaintext: bytes('text') };
    const algorithm = EncryptionAlgorithm && { EncryptionAlgorithm };
    const message = `InvalidKeyUsageException: Algorithm ${EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT'} is incompatible with key spec RSA_2048.`;
    expect(await kms.refusal('Encrypt', { ...input, ...algorithm })).toBe(message);
    const CiphertextBlob = await kms.encrypt(symmetric.id, 'text');
    const reEncrypt = {
      CiphertextBlob,
      DestinationKeyId: input.KeyId,
      ...(EncryptionAlgorithm && { DestinationEncryptionAlgorithm: EncryptionAlgorithm }),
    };
    expect(await kms.refusal('ReEncrypt', reEncrypt)).toBe(message);
  });

  it('have to be named, with the algorithm, to decrypt', async () => {
    const { id } = keys.get('RSA_2048')!;
    const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256';
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId: id, Plaintext: bytes('text'), EncryptionAlgorithm });
    expect(await kms.refusal('Decrypt', { CiphertextBlob, EncryptionAlgorithm })).toBe(
      'ValidationException: KeyId must not be null',
    );
    // Without the algorithm it is read as a symmetric ciphertext, which it is not.
    expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: id })).toBe(invalid);
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toBe(invalid);
    const to = { DestinationKeyId: symmetric.id };
    expect(await kms.refusal('ReEncrypt', { CiphertextBlob, SourceKeyId: id, ...to })).toBe(invalid);
    expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: id, EncryptionAlgorithm: 'SM2PKE' })).toBe(
      'InvalidKeyUsageException: Algorithm SM2PKE is incompatible with key spec RSA_2048.',
    );
  });

  it('do not open symmetric ciphertexts', async () => {
    const CiphertextBlob = await kms.encrypt(symmetric.id, 'text');
    expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: keys.get('RSA_2048')!.id })).toBe(
      'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
    );
  });

  it.each(['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'])('encrypt no data keys: %s', async (operation) => {
    const message = 'InvalidKeyUsageException: You cannot generate a data key with an asymmetric CMK';
    for (const { id } of keys.values()) {
      expect(await kms.refusal(operation, { KeyId: id, KeySpec: 'AES_256' })).toBe(message);
      expect(await kms.refusal(operation, { KeyId: id, KeySpec: 'AES_256', DryRun: true })).toBe(message);
    }
  });

  it('say what is wrong in the order of AWS: state, algorithm, encryption context, size', async () => {
    const key = await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const everything = { KeyId: key.id, Plaintext: filled(4096), EncryptionContext: { a: 'b' } };
    const algorithm = { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' };
    expect(await kms.refusal('Encrypt', everything)).toContain('Algorithm SYMMETRIC_DEFAULT is incompatible');
    expect(await kms.refusal('Encrypt', { ...everything, ...algorithm })).toBe(noContextEncrypting);
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await kms.refusal('Encrypt', everything)).toBe(`DisabledException: ${key.arn} is disabled.`);
    const decrypt = { KeyId: key.id, CiphertextBlob: filled(1), ...algorithm };
    expect(await kms.refusal('Decrypt', decrypt)).toBe(`DisabledException: ${key.arn} is disabled.`);
  });

  it('are not another account’s to use', async () => {
    const stranger = await kms.stranger();
    const { arn } = keys.get('RSA_2048')!;
    const input = { KeyId: arn, Plaintext: bytes('text'), EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' };
    expect(await kms.refusal('Encrypt', input, stranger)).toContain(`arn:aws:iam::${otherAccount}:user/stranger`);
  });

  it('leave no key material ID in the journal', async () => {
    const input = {
      KeyId: keys.get('RSA_2048')!.id,
      Plaintext: bytes('text'),
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    };
    await kms.call('Encrypt', input);
    const entry = kms.world.entries.at(-1)!;
    expect(entry.kind === 'call' && entry.call.operation).toBe('Encrypt');
    expect(entry.kind === 'call' && entry.call.details).toBeUndefined();
  });
});
