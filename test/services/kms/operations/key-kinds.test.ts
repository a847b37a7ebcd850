// CreateKey for every key spec, usage and origin, what DescribeKey and GetPublicKey tell of each, and which operations
// each kind of key is good for.
import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { multiRegionTable } from '../../../../src/services/kms/records.ts';
import { algorithmsMember, isAsymmetric, kinds, specs, usages, type KeyKind } from '../kinds.ts';
import { account, bytes, openKmsWorld, otherRegion, region, type KmsWorld, type TestKey } from '../world.ts';

const kindOf = ({ KeySpec, KeyUsage }: KeyKind) => ({ KeySpec, KeyUsage });
const everyPair = [...specs, 'SM2'].flatMap((KeySpec) => usages.map((KeyUsage) => ({ KeySpec, KeyUsage })));
const exists = ({ KeySpec, KeyUsage }: { KeySpec: string; KeyUsage: string }) =>
  kinds.some((kind) => kind.KeySpec === KeySpec && kind.KeyUsage === KeyUsage);
const usagesOfSm2 = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'];

describe('CreateKey', () => {
  let kms: KmsWorld;
  beforeAll(async () => {
    kms = await openKmsWorld();
  });

  it('the table has 22 kinds of keys', () => {
    expect(kinds).toHaveLength(22);
    expect(everyPair).toHaveLength(17 * 4);
  });

  it.each(kinds)('makes $KeySpec keys for $KeyUsage, and tells all of them', async (kind) => {
    const { KeySpec, KeyUsage, algorithms } = kind;
    const { KeyMetadata } = await kms.call('CreateKey', kindOf(kind));
    const { KeyId, CurrentKeyMaterialId, ...rest } = KeyMetadata as Record<string, unknown>;
    expect(rest).toEqual({
      AWSAccountId: account,
      Arn: `arn:aws:kms:${region}:${account}:key/${String(KeyId)}`,
      CreationDate: kms.world.nowMs() / 1000,
      Enabled: true,
      Description: '',
      KeyUsage,
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: KeySpec,
      KeySpec,
      [algorithmsMember[KeyUsage]!]: algorithms,
      MultiRegion: false,
    });
    if (KeySpec === 'SYMMETRIC_DEFAULT') expect(CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
    else expect(CurrentKeyMaterialId).toBeUndefined();
    expect(await kms.call('DescribeKey', { KeyId })).toEqual({ KeyMetadata });
  });

  it.each(everyPair.filter((pair) => pair.KeySpec !== 'SM2' && !exists(pair)))(
    'refuses $KeySpec keys for $KeyUsage',
    async ({ KeySpec, KeyUsage }) => {
      expect(await kms.refusal('CreateKey', { KeySpec, KeyUsage })).toBe(
        `ValidationException: KeyUsage ${KeyUsage} is not compatible with KeySpec ${KeySpec}`,
      );
    },
  );

  it.each(usages)('has no SM2 keys for %s outside the China Regions', async (KeyUsage) => {
    expect(await kms.refusal('CreateKey', { KeySpec: 'SM2', KeyUsage })).toBe(
      usagesOfSm2.includes(KeyUsage)
        ? 'UnsupportedOperationException: KeySpec SM2 is not supported in this Region'
        : `ValidationException: KeyUsage ${KeyUsage} is not compatible with KeySpec SM2`,
    );
  });

  it.each([...specs, 'SM2'].filter((spec) => spec !== 'SYMMETRIC_DEFAULT'))(
    'wants to be told the usage of %s keys',
    async (KeySpec) => {
      expect(await kms.refusal('CreateKey', { KeySpec })).toBe(
        'ValidationException: You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
      );
    },
  );

  it.each(kinds.filter(({ KeySpec }) => !KeySpec.startsWith('ML_DSA')))(
    'makes $KeySpec keys for $KeyUsage without material, for import',
    async (kind) => {
      const { KeyMetadata } = await kms.call('CreateKey', { ...kindOf(kind), Origin: 'EXTERNAL' });
      const metadata = KeyMetadata as Record<string, unknown>;
      expect(metadata).toMatchObject({ Enabled: false, KeyState: 'PendingImport', Origin: 'EXTERNAL' });
      expect(metadata[algorithmsMember[kind.KeyUsage]!]).toEqual(kind.algorithms);
      expect('CurrentKeyMaterialId' in metadata).toBe(false);
      const key = kms.key(String(metadata['KeyId']));
      expect(key).toMatchObject({ materials: [], currentKeyMaterialId: null, publicKey: null });
    },
  );

  it.each(['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'])('makes no %s keys without material', async (KeySpec) => {
    const input = { KeySpec, KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' };
    expect(await kms.refusal('CreateKey', input)).toMatch(/^UnsupportedOperationException: /);
  });

  it('a key without material can do nothing, and says why', async () => {
    const rsa = await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' });
    const pending = `KMSInvalidStateException: ${rsa.arn} is pending import.`;
    const signing = { KeyId: rsa.id, Message: bytes('text'), SigningAlgorithm: 'RSASSA_PSS_SHA_256' };
    expect(await kms.refusal('Sign', signing)).toBe(pending);
    expect(await kms.refusal('Verify', { ...signing, Signature: new Uint8Array(256) })).toBe(pending);
    expect(await kms.refusal('GetPublicKey', { KeyId: rsa.id })).toBe(pending);
  });

  it.each(kinds)('makes multi-Region $KeySpec keys for $KeyUsage: primary keys without replicas', async (kind) => {
    const { KeyMetadata } = await kms.call('CreateKey', { ...kindOf(kind), MultiRegion: true });
    const { KeyId, MultiRegion } = KeyMetadata as Record<string, unknown>;
    expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(MultiRegion).toBe(true);
    expect(kms.world.view.get(multiRegionTable, account, String(KeyId))).toEqual({
      primaryRegion: region,
      replicaRegions: [],
    });
  });

  it('a multi-Region key without material waits for its import', async () => {
    const { KeyMetadata } = await kms.call('CreateKey', { MultiRegion: true, Origin: 'EXTERNAL' });
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingImport', MultiRegion: true });
  });

  it('a multi-Region symmetric key encrypts and decrypts in its own Region', async () => {
    const key = await kms.createKey({ MultiRegion: true }, { region: otherRegion });
    const there = { region: otherRegion };
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId: key.id, Plaintext: bytes('text') }, there);
    expect(await kms.call('Decrypt', { CiphertextBlob }, there)).toMatchObject({
      KeyId: key.arn,
      Plaintext: bytes('text'),
    });
  });

  it('draws the IDs of multi-Region keys from the world’s entropy: never twice the same', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => kms.createKey({ MultiRegion: true })));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(10);
  });
});

describe('GetPublicKey', () => {
  let kms: KmsWorld;
  beforeAll(async () => {
    kms = await openKmsWorld();
  });

  const lengths: Readonly<Record<string, number>> = {
    RSA_2048: 294,
    RSA_3072: 422,
    RSA_4096: 550,
    ECC_NIST_P256: 91,
    ECC_NIST_P384: 120,
    ECC_NIST_P521: 158,
    ECC_SECG_P256K1: 88,
    ECC_NIST_EDWARDS25519: 44,
    ML_DSA_44: 1334,
    ML_DSA_65: 1974,
    ML_DSA_87: 2614,
  };

  it.each(kinds.filter(({ KeySpec }) => isAsymmetric(KeySpec)))('tells $KeySpec keys for $KeyUsage', async (kind) => {
    const { KeySpec, KeyUsage, algorithms } = kind;
    const key = await kms.createKey(kindOf(kind));
    const { PublicKey, ...rest } = await kms.call('GetPublicKey', { KeyId: key.arn });
    expect(rest).toEqual({
      KeyId: key.arn,
      CustomerMasterKeySpec: KeySpec,
      KeySpec,
      KeyUsage,
      [algorithmsMember[KeyUsage]!]: algorithms,
    });
    const spki = PublicKey as Uint8Array;
    expect(spki.length).toBe(lengths[KeySpec]);
    if (KeySpec.startsWith('ML_DSA')) return;
    const outside = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    expect(new Uint8Array(outside.export({ format: 'der', type: 'spki' }))).toEqual(spki);
    const { modulusLength } = outside.asymmetricKeyDetails!;
    if (KeySpec.startsWith('RSA')) expect(`RSA_${modulusLength!}`).toBe(KeySpec);
  });

  it.each(kinds.filter(({ KeySpec }) => !isAsymmetric(KeySpec)))(
    'refuses $KeySpec keys without a word, but for their key state',
    async (kind) => {
      const key = await kms.createKey(kindOf(kind));
      expect(await kms.refusal('GetPublicKey', { KeyId: key.id })).toBe('UnsupportedOperationException: ');
      await kms.call('DisableKey', { KeyId: key.id });
      expect(await kms.refusal('GetPublicKey', { KeyId: key.id })).toBe('UnsupportedOperationException: ');
      await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
      expect(await kms.refusal('GetPublicKey', { KeyId: key.id })).toBe(
        `KMSInvalidStateException: ${key.arn} is pending deletion.`,
      );
      const external = await kms.createKey({ ...kindOf(kind), Origin: 'EXTERNAL' });
      expect(await kms.refusal('GetPublicKey', { KeyId: external.id })).toBe(
        `KMSInvalidStateException: ${external.arn} is pending import.`,
      );
    },
  );

  it('tells the public key of a disabled key, by alias too, but not of one that is pending deletion', async () => {
    const key = await kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    await kms.call('CreateAlias', { AliasName: 'alias/public', TargetKeyId: key.id });
    const before = await kms.call('GetPublicKey', { KeyId: 'alias/public' });
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await kms.call('GetPublicKey', { KeyId: key.id })).toEqual(before);
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
    expect(await kms.refusal('GetPublicKey', { KeyId: key.id })).toBe(
      `KMSInvalidStateException: ${key.arn} is pending deletion.`,
    );
  });
});

describe('what a key is used for', () => {
  let kms: KmsWorld;
  const keys = new Map<string, TestKey>();
  beforeAll(async () => {
    kms = await openKmsWorld();
    for (const kind of kinds) keys.set(`${kind.KeySpec} ${kind.KeyUsage}`, await kms.createKey(kindOf(kind)));
  });

  /** Every operation that only keys of one usage are good for, with an input that is right but for the key. */
  const operations: Readonly<Record<string, readonly [usage: string, input: object]>> = {
    Encrypt: ['ENCRYPT_DECRYPT', { Plaintext: bytes('text') }],
    Decrypt: ['ENCRYPT_DECRYPT', { CiphertextBlob: bytes('text') }],
    GenerateDataKey: ['ENCRYPT_DECRYPT', { KeySpec: 'AES_256' }],
    GenerateDataKeyWithoutPlaintext: ['ENCRYPT_DECRYPT', { KeySpec: 'AES_256' }],
    GenerateDataKeyPair: ['ENCRYPT_DECRYPT', { KeyPairSpec: 'ECC_NIST_P256' }],
    GenerateDataKeyPairWithoutPlaintext: ['ENCRYPT_DECRYPT', { KeyPairSpec: 'ECC_NIST_P256' }],
    Sign: ['SIGN_VERIFY', { Message: bytes('text'), SigningAlgorithm: 'ECDSA_SHA_256' }],
    Verify: [
      'SIGN_VERIFY',
      { Message: bytes('text'), SigningAlgorithm: 'ECDSA_SHA_256', Signature: bytes('signature') },
    ],
    GenerateMac: ['GENERATE_VERIFY_MAC', { Message: bytes('text'), MacAlgorithm: 'HMAC_SHA_256' }],
    VerifyMac: ['GENERATE_VERIFY_MAC', { Message: bytes('text'), MacAlgorithm: 'HMAC_SHA_256', Mac: bytes('mac') }],
    DeriveSharedSecret: ['KEY_AGREEMENT', { KeyAgreementAlgorithm: 'ECDH', PublicKey: bytes('key') }],
  };
  const wrong = Object.entries(operations).flatMap(([operation, [usage, input]]) =>
    kinds.filter(({ KeyUsage }) => KeyUsage !== usage).map((kind) => ({ ...kind, operation, input })),
  );

  it.each(wrong)('$operation refuses $KeySpec keys for $KeyUsage', async ({ operation, input, KeySpec, KeyUsage }) => {
    const key = keys.get(`${KeySpec} ${KeyUsage}`)!;
    for (const DryRun of [false, true]) {
      expect(await kms.refusal(operation, { ...input, KeyId: key.id, DryRun })).toBe(
        `InvalidKeyUsageException: ${key.arn} key usage is ${KeyUsage} which is not valid for ${operation}.`,
      );
    }
  });

  it.each(kinds.filter(({ KeyUsage }) => KeyUsage !== 'ENCRYPT_DECRYPT'))(
    'ReEncrypt refuses $KeySpec keys for $KeyUsage at both ends',
    async ({ KeySpec, KeyUsage }) => {
      const key = keys.get(`${KeySpec} ${KeyUsage}`)!;
      const symmetric = keys.get('SYMMETRIC_DEFAULT ENCRYPT_DECRYPT')!;
      const CiphertextBlob = await kms.encrypt(symmetric.id, 'text');
      const message = `InvalidKeyUsageException: ${key.arn} key usage is ${KeyUsage} which is not valid for ReEncrypt.`;
      expect(await kms.refusal('ReEncrypt', { CiphertextBlob, DestinationKeyId: key.id })).toBe(message);
      const from = { SourceKeyId: key.id, DestinationKeyId: symmetric.id };
      expect(await kms.refusal('ReEncrypt', { ...from, CiphertextBlob: bytes('text') })).toBe(message);
      // That a ciphertext is another key's comes first.
      for (const refused of [
        await kms.refusal('ReEncrypt', { ...from, CiphertextBlob }),
        await kms.refusal('Decrypt', { KeyId: key.id, CiphertextBlob }),
      ]) {
        expect(refused).toMatch(/^IncorrectKeyException: /);
      }
    },
  );

  it('a key of another usage says so before it says that it is disabled', async () => {
    const key = await kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await kms.call('DisableKey', { KeyId: key.id });
    const signing = { KeyId: key.id, Message: bytes('text'), SigningAlgorithm: 'ECDSA_SHA_256' };
    expect(await kms.refusal('Sign', signing)).toContain('InvalidKeyUsageException');
    // An algorithm that does not fit comes behind the key state.
    const mac = { KeyId: key.id, Message: bytes('text'), MacAlgorithm: 'HMAC_SHA_512' };
    expect(await kms.refusal('GenerateMac', mac)).toBe(`DisabledException: ${key.arn} is disabled.`);
  });
});
