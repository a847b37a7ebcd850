// A request for each operation that could well succeed, about what is in the pool.
import { granteeOf, MESSAGE, type Pool } from './pool.ts';
import { digestLength, messageTypeOf } from './specs.ts';
import type { Chance } from './random.ts';

type Input = Record<string, unknown>;
export type MakeRequest = (pool: Pool, chance: Chance) => Input;

const everyKey = (pool: Pool): readonly string[] => [
  ...pool.symmetric,
  ...pool.disabled,
  ...pool.rsaEncryption,
  ...pool.signing.map(({ keyId }) => keyId),
  ...pool.mac.map(({ keyId }) => keyId),
  ...pool.imported.map(({ keyId }) => keyId),
  ...pool.primaries,
  ...pool.replicated,
];
const anyKey = (pool: Pool, chance: Chance) => chance.pick(everyKey(pool));
/** A key that fits, or now and then one that may not. */
const fitting = (keys: readonly string[], pool: Pool, chance: Chance) =>
  chance.happens(0.9) ? chance.pick(keys) : chance.pick([...everyKey(pool), ...pool.pendingDeletion, ...pool.aws]);

const maybe = (chance: Chance, more: Input, probability = 0.3): Input => (chance.happens(probability) ? more : {});
const paged = (chance: Chance): Input => maybe(chance, { Limit: 1 + chance.below(50) });
const context = (chance: Chance): Input => maybe(chance, { EncryptionContext: { purpose: chance.text('abc', 3) } });
const dry = (chance: Chance): Input => maybe(chance, { DryRun: true }, 0.1);
const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}';

const pairSpecs = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519', 'RSA_2048'];

function signing(pool: Pool, chance: Chance): Input {
  const { keyId, algorithms } = chance.pick(pool.signing);
  const SigningAlgorithm = chance.pick(algorithms);
  const raw =
    messageTypeOf(SigningAlgorithm) === 'RAW' && SigningAlgorithm !== 'ED25519_SHA_512' && chance.happens(0.5);
  const digested = SigningAlgorithm === 'ML_DSA_SHAKE_256' ? 'EXTERNAL_MU' : 'DIGEST';
  const isRaw = SigningAlgorithm === 'ED25519_SHA_512' || raw;
  return {
    KeyId: keyId,
    SigningAlgorithm,
    MessageType: isRaw ? 'RAW' : digested,
    Message: isRaw ? MESSAGE : new Uint8Array(digestLength(SigningAlgorithm)).fill(9),
  };
}

function decrypting(pool: Pool, chance: Chance): Input {
  const { keyId, blob, context: pairs, algorithm } = chance.pick(pool.ciphertexts);
  const asymmetric = algorithm !== 'SYMMETRIC_DEFAULT';
  return {
    CiphertextBlob: blob,
    ...(asymmetric ? { KeyId: keyId, EncryptionAlgorithm: algorithm } : { EncryptionContext: pairs }),
  };
}

function dataKey(pool: Pool, chance: Chance): Input {
  const length = chance.happens(0.5)
    ? { KeySpec: chance.pick(['AES_128', 'AES_256']) }
    : { NumberOfBytes: 1 + chance.below(1024) };
  return { KeyId: fitting(pool.symmetric, pool, chance), ...length, ...context(chance), ...dry(chance) };
}

const dataKeyPair: MakeRequest = (pool, chance) => ({
  KeyId: fitting(pool.symmetric, pool, chance),
  KeyPairSpec: chance.pick(pairSpecs),
  ...context(chance),
  ...dry(chance),
});

const keySpecs: readonly Input[] = [
  {},
  { KeySpec: 'SYMMETRIC_DEFAULT' },
  { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' },
  { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
  { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
  { KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' },
  { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
  { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  { Origin: 'EXTERNAL' },
  { MultiRegion: true },
];

const storeOf = (pool: Pool, chance: Chance, fit: readonly string[]): string =>
  chance.pick(
    chance.happens(0.9) ? fit : [...pool.stores.connected, ...pool.stores.disconnected, ...pool.stores.empty],
  );
const newTag = (chance: Chance) => ({ TagKey: `tag${chance.below(9)}`, TagValue: chance.text('abc', chance.below(5)) });

export const requests: Readonly<Record<string, MakeRequest>> = {
  CancelKeyDeletion: (pool, chance) => ({ KeyId: fitting(pool.pendingDeletion, pool, chance) }),
  ConnectCustomKeyStore: (pool, chance) => ({ CustomKeyStoreId: storeOf(pool, chance, pool.stores.disconnected) }),
  CreateAlias: (pool, chance) => ({
    AliasName: `alias/${chance.text('abcdef0123', 8)}`,
    TargetKeyId: anyKey(pool, chance),
  }),
  CreateCustomKeyStore: (pool, chance) => ({
    ...chance.pick(pool.newStores),
    CustomKeyStoreName: chance.text('abcdef', 10),
  }),
  CreateGrant: (pool, chance) => ({
    KeyId: fitting(pool.symmetric, pool, chance),
    GranteePrincipal: granteeOf(chance.text('abc', 4)),
    Operations: chance.pick([['Encrypt'], ['Decrypt', 'GenerateDataKey'], ['DescribeKey'], ['CreateGrant', 'Decrypt']]),
    ...maybe(chance, { RetiringPrincipal: granteeOf('Retiring') }),
    ...maybe(chance, { Constraints: { EncryptionContextSubset: { purpose: 'x' } } }),
    ...maybe(chance, { Name: chance.text('abc', 5) }),
    ...dry(chance),
  }),
  CreateKey: (_pool, chance) => ({
    ...chance.pick(keySpecs),
    ...maybe(chance, { Description: chance.text('abc ', 20) }),
    ...maybe(chance, { Tags: [newTag(chance)] }),
    ...maybe(chance, { Policy: POLICY }),
  }),
  Decrypt: (pool, chance) => ({ ...decrypting(pool, chance), ...dry(chance) }),
  DeleteAlias: (pool, chance) => ({ AliasName: chance.pick(pool.aliases) }),
  DeleteCustomKeyStore: (pool, chance) => ({ CustomKeyStoreId: storeOf(pool, chance, pool.stores.empty) }),
  DeleteImportedKeyMaterial: (pool, chance) => {
    const { keyId, materialId } = chance.pick(pool.imported);
    return { KeyId: keyId, ...maybe(chance, { KeyMaterialId: materialId }) };
  },
  DeriveSharedSecret: (pool, chance) => {
    const { keyId, peer } = chance.pick(pool.agreement);
    return { KeyId: keyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: peer, ...dry(chance) };
  },
  DescribeCustomKeyStores: (pool, chance) => ({
    ...paged(chance),
    ...maybe(chance, { CustomKeyStoreId: chance.pick([...pool.stores.connected, ...pool.stores.disconnected]) }),
  }),
  DescribeKey: (pool, chance) => ({
    KeyId: chance.pick([...everyKey(pool), ...pool.aliases, ...pool.aws, ...pool.pendingDeletion]),
  }),
  DisableKey: (pool, chance) => ({ KeyId: anyKey(pool, chance) }),
  DisableKeyRotation: (pool, chance) => ({ KeyId: fitting(pool.symmetric, pool, chance) }),
  DisconnectCustomKeyStore: (pool, chance) => ({ CustomKeyStoreId: storeOf(pool, chance, pool.stores.connected) }),
  EnableKey: (pool, chance) => ({ KeyId: anyKey(pool, chance) }),
  EnableKeyRotation: (pool, chance) => ({
    KeyId: fitting([...pool.symmetric, ...pool.primaries], pool, chance),
    ...maybe(chance, { RotationPeriodInDays: 90 + chance.below(2471) }),
  }),
  Encrypt: (pool, chance) => {
    if (chance.happens(0.3)) {
      const EncryptionAlgorithm = chance.pick(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']);
      return { KeyId: chance.pick(pool.rsaEncryption), EncryptionAlgorithm, Plaintext: MESSAGE, ...dry(chance) };
    }
    return {
      KeyId: chance.pick([...pool.symmetric, ...pool.aliases]),
      Plaintext: MESSAGE,
      ...context(chance),
      ...dry(chance),
    };
  },
  GenerateDataKey: dataKey,
  GenerateDataKeyPair: dataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: dataKeyPair,
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateMac: (pool, chance) => {
    const { keyId, algorithm } = chance.pick(pool.mac);
    return { KeyId: keyId, MacAlgorithm: algorithm, Message: MESSAGE, ...dry(chance) };
  },
  GenerateRandom: (_pool, chance) => ({ NumberOfBytes: 1 + chance.below(1024) }),
  GetKeyLastUsage: (pool, chance) => ({ KeyId: anyKey(pool, chance) }),
  GetKeyPolicy: (pool, chance) => ({ KeyId: anyKey(pool, chance), ...maybe(chance, { PolicyName: 'default' }) }),
  GetKeyRotationStatus: (pool, chance) => ({ KeyId: anyKey(pool, chance) }),
  GetParametersForImport: (pool, chance) => ({
    KeyId: chance.pick(pool.importing).KeyId,
    WrappingAlgorithm: chance.pick(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']),
    WrappingKeySpec: chance.pick(['RSA_2048', 'RSA_3072', 'RSA_4096']),
  }),
  GetPublicKey: (pool, chance) => ({
    KeyId: fitting([...pool.signing.map(({ keyId }) => keyId), ...pool.rsaEncryption], pool, chance),
  }),
  ImportKeyMaterial: (pool, chance) => ({
    ...chance.pick(pool.importing),
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    ...maybe(chance, { KeyMaterialDescription: chance.text('abc ', 10) }),
  }),
  ListAliases: (pool, chance) => ({ ...paged(chance), ...maybe(chance, { KeyId: anyKey(pool, chance) }) }),
  ListGrants: (pool, chance) => {
    const { keyId, grantId } = chance.pick(pool.grants);
    return { KeyId: keyId, ...paged(chance), ...maybe(chance, { GrantId: grantId }) };
  },
  ListKeyPolicies: (pool, chance) => ({ KeyId: anyKey(pool, chance), ...paged(chance) }),
  ListKeyRotations: (pool, chance) => ({
    KeyId: chance.pick([...pool.symmetric, ...pool.imported.map(({ keyId }) => keyId)]),
    ...paged(chance),
    ...maybe(chance, { IncludeKeyMaterial: chance.pick(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY']) }),
  }),
  ListKeys: (_pool, chance) => paged(chance),
  ListResourceTags: (pool, chance) => ({ KeyId: anyKey(pool, chance), ...paged(chance) }),
  ListRetirableGrants: (_pool, chance) => ({ RetiringPrincipal: granteeOf('Retiring'), ...paged(chance) }),
  PutKeyPolicy: (pool, chance) => ({ KeyId: anyKey(pool, chance), Policy: POLICY }),
  ReEncrypt: (pool, chance) => {
    const { CiphertextBlob, KeyId, EncryptionAlgorithm, EncryptionContext } = decrypting(pool, chance);
    return {
      CiphertextBlob,
      ...(KeyId === undefined ? { SourceEncryptionContext: EncryptionContext } : {}),
      ...(KeyId === undefined ? {} : { SourceKeyId: KeyId, SourceEncryptionAlgorithm: EncryptionAlgorithm }),
      DestinationKeyId: fitting(pool.symmetric, pool, chance),
      ...dry(chance),
    };
  },
  ReplicateKey: (pool, chance) => ({
    KeyId: fitting(pool.primaries, pool, chance),
    ReplicaRegion: chance.pick(['eu-west-1', 'us-west-2', 'ap-southeast-2']),
    ...maybe(chance, { Tags: [newTag(chance)] }),
  }),
  RetireGrant: (pool, chance) => {
    const { arn, grantId, token } = chance.pick(pool.grants);
    return { ...(chance.happens(0.5) ? { GrantToken: token } : { KeyId: arn, GrantId: grantId }), ...dry(chance) };
  },
  RevokeGrant: (pool, chance) => {
    const { keyId, grantId } = chance.pick(pool.grants);
    return { KeyId: keyId, GrantId: grantId, ...dry(chance) };
  },
  RotateKeyOnDemand: (pool, chance) => ({
    KeyId: fitting([...pool.symmetric, ...pool.primaries, ...pool.pendingRotation], pool, chance),
  }),
  ScheduleKeyDeletion: (pool, chance) => ({
    KeyId: anyKey(pool, chance),
    ...maybe(chance, { PendingWindowInDays: 7 + chance.below(24) }),
  }),
  Sign: (pool, chance) => ({ ...signing(pool, chance), ...dry(chance) }),
  TagResource: (pool, chance) => ({ KeyId: anyKey(pool, chance), Tags: [newTag(chance)] }),
  UntagResource: (pool, chance) => ({ KeyId: anyKey(pool, chance), TagKeys: [newTag(chance).TagKey] }),
  UpdateAlias: (pool, chance) => ({
    AliasName: chance.pick(pool.aliases),
    TargetKeyId: fitting(pool.symmetric, pool, chance),
  }),
  UpdateCustomKeyStore: (pool, chance) => ({
    CustomKeyStoreId: storeOf(pool, chance, pool.stores.disconnected),
    NewCustomKeyStoreName: chance.text('abcdef', 9),
  }),
  UpdateKeyDescription: (pool, chance) => ({ KeyId: anyKey(pool, chance), Description: chance.text('abc ', 12) }),
  UpdatePrimaryRegion: (pool, chance) => ({
    KeyId: fitting(pool.replicated, pool, chance),
    PrimaryRegion: 'eu-central-1',
  }),
  Verify: (pool, chance) => ({ ...chance.pick(pool.signatures), ...dry(chance) }),
  VerifyMac: (pool, chance) => {
    const { keyId, algorithm, mac } = chance.pick(pool.mac);
    return { KeyId: keyId, MacAlgorithm: algorithm, Mac: mac, Message: MESSAGE, ...dry(chance) };
  },
};
