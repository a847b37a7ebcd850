// For each operation of KMS one call of the real SDK that succeeds, and one that is refused. sdk-operations.test.ts runs them
// in Node; they need nothing of it, so that they run in a page as well.
import { text, type SdkStage } from './sdk-stage.ts';

type Call = (stage: SdkStage) => Promise<unknown>;

export interface SdkCase {
  /** True where what came back is what it should be. */
  readonly succeeds: (stage: SdkStage) => Promise<boolean>;
  /** The error's name, and the call that has it. */
  readonly refused: readonly [name: string, call: Call];
}

const nobody = '1234abcd-12ab-34cd-56ef-1234567890ab';
const noStore = 'cks-1234567890abcdef0';
const grantee = 'arn:aws:iam::111122223333:user/grantee';
const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
const message = { Message: text('m'), SigningAlgorithm: 'ECDSA_SHA_256' } as const;

const notFound = (call: Call) => ['NotFoundException', call] as const;
const noSuchStore = (call: Call) => ['CustomKeyStoreNotFoundException', call] as const;

const bytes = (value: unknown, length?: number): boolean =>
  value instanceof Uint8Array && value.length > 0 && (length === undefined || value.length === length);

const grantOn = ({ kms }: SdkStage, KeyId: string) =>
  kms.createGrant({ KeyId, GranteePrincipal: grantee, RetiringPrincipal: grantee, Operations: ['Encrypt', 'Decrypt'] });
const stateOf = async ({ kms }: SdkStage, KeyId: string) => (await kms.describeKey({ KeyId })).KeyMetadata?.KeyState;
const rotates = async ({ kms }: SdkStage, KeyId: string) =>
  (await kms.getKeyRotationStatus({ KeyId })).KeyRotationEnabled;
const connectionOf = async ({ kms }: SdkStage, id: string) => {
  const { CustomKeyStores = [] } = await kms.describeCustomKeyStores({});
  return CustomKeyStores.find(({ CustomKeyStoreId }) => CustomKeyStoreId === id)?.ConnectionState;
};

export const sdkCases: Readonly<Record<string, SdkCase>> = {
  CancelKeyDeletion: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.scheduleKeyDeletion({ KeyId });
      await stage.kms.cancelKeyDeletion({ KeyId });
      return (await stateOf(stage, KeyId)) === 'Disabled';
    },
    refused: ['KMSInvalidStateException', async (stage) => stage.kms.cancelKeyDeletion({ KeyId: await stage.key() })],
  },
  ConnectCustomKeyStore: {
    succeeds: async (stage) => {
      const CustomKeyStoreId = await stage.store();
      await stage.kms.connectCustomKeyStore({ CustomKeyStoreId });
      await stage.wait();
      return (await connectionOf(stage, CustomKeyStoreId)) === 'CONNECTED';
    },
    refused: noSuchStore((stage) => stage.kms.connectCustomKeyStore({ CustomKeyStoreId: noStore })),
  },
  CreateAlias: {
    succeeds: async (stage) => {
      const name = await stage.alias();
      return (await stage.kms.describeKey({ KeyId: name })).KeyMetadata?.Enabled === true;
    },
    refused: [
      'AlreadyExistsException',
      async (stage) => stage.kms.createAlias({ AliasName: await stage.alias(), TargetKeyId: await stage.key() }),
    ],
  },
  CreateCustomKeyStore: {
    succeeds: async (stage) => (await stage.store()).startsWith('cks-'),
    refused: [
      'CustomKeyStoreNameInUseException',
      async (stage) => {
        const request = await stage.storeRequest();
        await stage.kms.createCustomKeyStore(request);
        return stage.kms.createCustomKeyStore({
          ...(await stage.storeRequest()),
          CustomKeyStoreName: request.CustomKeyStoreName,
        });
      },
    ],
  },
  CreateGrant: {
    succeeds: async (stage) => {
      const { GrantId, GrantToken } = await grantOn(stage, await stage.key());
      return /^[0-9a-f]{64}$/.test(GrantId ?? '') && (GrantToken ?? '') !== '';
    },
    refused: notFound((stage) => grantOn(stage, nobody)),
  },
  CreateKey: {
    succeeds: async (stage) => {
      const { KeyMetadata } = await stage.kms.createKey({
        Description: 'a key',
        Tags: [{ TagKey: 'a', TagValue: 'b' }],
      });
      return KeyMetadata?.KeyState === 'Enabled' && KeyMetadata.CreationDate instanceof Date;
    },
    refused: ['ValidationException', (stage) => stage.kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'SIGN_VERIFY' })],
  },
  Decrypt: {
    succeeds: async (stage) => {
      const EncryptionContext = { tenant: 'acme', ünïcode: '✓' };
      const { CiphertextBlob } = await stage.kms.encrypt({
        KeyId: await stage.key(),
        Plaintext: text('hello'),
        EncryptionContext,
      });
      const { Plaintext } = await stage.kms.decrypt({ CiphertextBlob, EncryptionContext });
      return new TextDecoder().decode(Plaintext) === 'hello';
    },
    refused: ['InvalidCiphertextException', (stage) => stage.kms.decrypt({ CiphertextBlob: text('no ciphertext') })],
  },
  DeleteAlias: {
    succeeds: async (stage) => {
      const AliasName = await stage.alias();
      await stage.kms.deleteAlias({ AliasName });
      const { Aliases = [] } = await stage.kms.listAliases({});
      return !Aliases.some((alias) => alias.AliasName === AliasName);
    },
    refused: notFound((stage) => stage.kms.deleteAlias({ AliasName: 'alias/nothing' })),
  },
  DeleteCustomKeyStore: {
    succeeds: async (stage) => {
      const CustomKeyStoreId = await stage.store();
      await stage.kms.deleteCustomKeyStore({ CustomKeyStoreId });
      return (await connectionOf(stage, CustomKeyStoreId)) === undefined;
    },
    refused: noSuchStore((stage) => stage.kms.deleteCustomKeyStore({ CustomKeyStoreId: noStore })),
  },
  DeleteImportedKeyMaterial: {
    succeeds: async (stage) => {
      const KeyId = await stage.external();
      await stage.import(KeyId);
      await stage.kms.deleteImportedKeyMaterial({ KeyId });
      return (await stateOf(stage, KeyId)) === 'PendingImport';
    },
    refused: [
      'UnsupportedOperationException',
      async (stage) => stage.kms.deleteImportedKeyMaterial({ KeyId: await stage.key() }),
    ],
  },
  DeriveSharedSecret: {
    succeeds: async (stage) => {
      const [mine, theirs] = [await stage.agreement(), await stage.agreement()];
      const secret = async (KeyId: string, other: string) => {
        const { PublicKey } = await stage.kms.getPublicKey({ KeyId: other });
        return (await stage.kms.deriveSharedSecret({ KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey })).SharedSecret;
      };
      const [a, b] = [await secret(mine, theirs), await secret(theirs, mine)];
      return bytes(a, 32) && String(a) === String(b);
    },
    refused: [
      'ValidationException',
      async (stage) =>
        stage.kms.deriveSharedSecret({
          KeyId: await stage.agreement(),
          KeyAgreementAlgorithm: 'ECDH',
          PublicKey: text('no public key'),
        }),
    ],
  },
  DescribeCustomKeyStores: {
    succeeds: async (stage) => (await connectionOf(stage, await stage.store())) === 'DISCONNECTED',
    refused: noSuchStore((stage) => stage.kms.describeCustomKeyStores({ CustomKeyStoreId: noStore })),
  },
  DescribeKey: {
    succeeds: async (stage) => (await stateOf(stage, await stage.key())) === 'Enabled',
    refused: notFound((stage) => stage.kms.describeKey({ KeyId: nobody })),
  },
  DisableKey: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.disableKey({ KeyId });
      return (await stateOf(stage, KeyId)) === 'Disabled';
    },
    refused: notFound((stage) => stage.kms.disableKey({ KeyId: nobody })),
  },
  DisableKeyRotation: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.enableKeyRotation({ KeyId });
      await stage.kms.disableKeyRotation({ KeyId });
      return (await rotates(stage, KeyId)) === false;
    },
    refused: notFound((stage) => stage.kms.disableKeyRotation({ KeyId: nobody })),
  },
  DisconnectCustomKeyStore: {
    succeeds: async (stage) => {
      const CustomKeyStoreId = await stage.store();
      await stage.kms.connectCustomKeyStore({ CustomKeyStoreId });
      await stage.wait();
      await stage.kms.disconnectCustomKeyStore({ CustomKeyStoreId });
      await stage.wait();
      return (await connectionOf(stage, CustomKeyStoreId)) === 'DISCONNECTED';
    },
    refused: noSuchStore((stage) => stage.kms.disconnectCustomKeyStore({ CustomKeyStoreId: noStore })),
  },
  EnableKey: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.disableKey({ KeyId });
      await stage.kms.enableKey({ KeyId });
      return (await stateOf(stage, KeyId)) === 'Enabled';
    },
    refused: ['KMSInvalidStateException', async (stage) => stage.kms.enableKey({ KeyId: await stage.doomed() })],
  },
  EnableKeyRotation: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
      return (await rotates(stage, KeyId)) === true;
    },
    refused: [
      'UnsupportedOperationException',
      async (stage) => stage.kms.enableKeyRotation({ KeyId: await stage.hmac() }),
    ],
  },
  Encrypt: {
    succeeds: async (stage) => {
      const { CiphertextBlob, EncryptionAlgorithm } = await stage.kms.encrypt({
        KeyId: await stage.key(),
        Plaintext: text('hi'),
      });
      return bytes(CiphertextBlob) && EncryptionAlgorithm === 'SYMMETRIC_DEFAULT';
    },
    refused: [
      'InvalidKeyUsageException',
      async (stage) => stage.kms.encrypt({ KeyId: await stage.hmac(), Plaintext: text('hi') }),
    ],
  },
  GenerateDataKey: {
    succeeds: async (stage) => {
      const { Plaintext, CiphertextBlob } = await stage.kms.generateDataKey({
        KeyId: await stage.key(),
        KeySpec: 'AES_256',
      });
      return bytes(Plaintext, 32) && bytes(CiphertextBlob);
    },
    refused: [
      'DisabledException',
      async (stage) => stage.kms.generateDataKey({ KeyId: await stage.disabled(), KeySpec: 'AES_256' }),
    ],
  },
  GenerateDataKeyPair: {
    succeeds: async (stage) => {
      const answer = await stage.kms.generateDataKeyPair({ KeyId: await stage.key(), KeyPairSpec: 'ECC_NIST_P256' });
      return bytes(answer.PrivateKeyPlaintext) && bytes(answer.PublicKey, 91) && bytes(answer.PrivateKeyCiphertextBlob);
    },
    refused: [
      'DisabledException',
      async (stage) => stage.kms.generateDataKeyPair({ KeyId: await stage.disabled(), KeyPairSpec: 'ECC_NIST_P256' }),
    ],
  },
  GenerateDataKeyPairWithoutPlaintext: {
    succeeds: async (stage) => {
      const answer = await stage.kms.generateDataKeyPairWithoutPlaintext({
        KeyId: await stage.key(),
        KeyPairSpec: 'ECC_NIST_P256',
      });
      return bytes(answer.PublicKey, 91) && !('PrivateKeyPlaintext' in answer);
    },
    refused: [
      'DisabledException',
      async (stage) =>
        stage.kms.generateDataKeyPairWithoutPlaintext({ KeyId: await stage.disabled(), KeyPairSpec: 'ECC_NIST_P256' }),
    ],
  },
  GenerateDataKeyWithoutPlaintext: {
    succeeds: async (stage) => {
      const answer = await stage.kms.generateDataKeyWithoutPlaintext({ KeyId: await stage.key(), NumberOfBytes: 7 });
      return bytes(answer.CiphertextBlob) && !('Plaintext' in answer);
    },
    refused: [
      'ValidationException',
      async (stage) => stage.kms.generateDataKeyWithoutPlaintext({ KeyId: await stage.key() }),
    ],
  },
  GenerateMac: {
    succeeds: async (stage) => {
      const { Mac } = await stage.kms.generateMac({
        KeyId: await stage.hmac(),
        Message: text('m'),
        MacAlgorithm: 'HMAC_SHA_256',
      });
      return bytes(Mac, 32);
    },
    refused: [
      'InvalidKeyUsageException',
      async (stage) =>
        stage.kms.generateMac({ KeyId: await stage.key(), Message: text('m'), MacAlgorithm: 'HMAC_SHA_256' }),
    ],
  },
  GenerateRandom: {
    succeeds: async (stage) => bytes((await stage.kms.generateRandom({ NumberOfBytes: 33 })).Plaintext, 33),
    refused: ['ValidationException', (stage) => stage.kms.generateRandom({ NumberOfBytes: 1025 })],
  },
  GetKeyLastUsage: {
    succeeds: async (stage) => {
      const answer = await stage.kms.getKeyLastUsage({ KeyId: await stage.key() });
      return answer.KeyId !== undefined;
    },
    refused: notFound((stage) => stage.kms.getKeyLastUsage({ KeyId: nobody })),
  },
  GetKeyPolicy: {
    succeeds: async (stage) => {
      const { Policy } = await stage.kms.getKeyPolicy({ KeyId: await stage.key(), PolicyName: 'default' });
      return (Policy ?? '').includes('kms:*');
    },
    refused: notFound((stage) => stage.kms.getKeyPolicy({ KeyId: nobody })),
  },
  GetKeyRotationStatus: {
    succeeds: async (stage) => (await rotates(stage, await stage.key())) === false,
    refused: notFound((stage) => stage.kms.getKeyRotationStatus({ KeyId: nobody })),
  },
  GetParametersForImport: {
    succeeds: async (stage) => {
      const answer = await stage.kms.getParametersForImport({ KeyId: await stage.external(), ...wrapping });
      return bytes(answer.PublicKey) && bytes(answer.ImportToken) && answer.ParametersValidTo instanceof Date;
    },
    refused: [
      'UnsupportedOperationException',
      async (stage) => stage.kms.getParametersForImport({ KeyId: await stage.key(), ...wrapping }),
    ],
  },
  GetPublicKey: {
    succeeds: async (stage) => bytes((await stage.kms.getPublicKey({ KeyId: await stage.signer() })).PublicKey, 91),
    refused: ['UnsupportedOperationException', async (stage) => stage.kms.getPublicKey({ KeyId: await stage.key() })],
  },
  ImportKeyMaterial: {
    succeeds: async (stage) => {
      const KeyId = await stage.external();
      await stage.import(KeyId);
      return (await stateOf(stage, KeyId)) === 'Enabled';
    },
    refused: [
      'InvalidImportTokenException',
      async (stage) =>
        stage.kms.importKeyMaterial({
          KeyId: await stage.external(),
          ImportToken: text('no token'),
          EncryptedKeyMaterial: text('no material'),
          ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        }),
    ],
  },
  ListAliases: {
    succeeds: async (stage) => {
      const AliasName = await stage.alias();
      return ((await stage.kms.listAliases({})).Aliases ?? []).some((alias) => alias.AliasName === AliasName);
    },
    refused: ['InvalidMarkerException', (stage) => stage.kms.listAliases({ Marker: 'nowhere' })],
  },
  ListGrants: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      const { GrantId } = await grantOn(stage, KeyId);
      return ((await stage.kms.listGrants({ KeyId })).Grants ?? []).some((grant) => grant.GrantId === GrantId);
    },
    refused: notFound((stage) => stage.kms.listGrants({ KeyId: nobody })),
  },
  ListKeyPolicies: {
    succeeds: async (stage) =>
      String((await stage.kms.listKeyPolicies({ KeyId: await stage.key() })).PolicyNames) === 'default',
    refused: notFound((stage) => stage.kms.listKeyPolicies({ KeyId: nobody })),
  },
  ListKeyRotations: {
    succeeds: async (stage) => {
      const { Rotations } = await stage.kms.listKeyRotations({
        KeyId: await stage.key(),
        IncludeKeyMaterial: 'ALL_KEY_MATERIAL',
      });
      return Rotations?.[0]?.KeyMaterialState === 'CURRENT';
    },
    refused: notFound((stage) => stage.kms.listKeyRotations({ KeyId: nobody })),
  },
  ListKeys: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      return ((await stage.kms.listKeys({ Limit: 1000 })).Keys ?? []).some((key) => key.KeyId === KeyId);
    },
    refused: ['InvalidMarkerException', (stage) => stage.kms.listKeys({ Marker: 'nowhere' })],
  },
  ListResourceTags: {
    succeeds: async (stage) => {
      const KeyId = await stage.key({ Tags: [{ TagKey: 'a', TagValue: 'b' }] });
      return (await stage.kms.listResourceTags({ KeyId })).Tags?.[0]?.TagValue === 'b';
    },
    refused: notFound((stage) => stage.kms.listResourceTags({ KeyId: nobody })),
  },
  ListRetirableGrants: {
    succeeds: async (stage) => {
      const { GrantId } = await grantOn(stage, await stage.key());
      const { Grants = [] } = await stage.kms.listRetirableGrants({ RetiringPrincipal: grantee });
      return Grants.some((grant) => grant.GrantId === GrantId);
    },
    refused: [
      'InvalidMarkerException',
      (stage) => stage.kms.listRetirableGrants({ RetiringPrincipal: grantee, Marker: 'nowhere' }),
    ],
  },
  PutKeyPolicy: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      const { Policy = '' } = await stage.kms.getKeyPolicy({ KeyId });
      const changed = Policy.replace(/"Sid"\s*:\s*"[^"]*"/, '"Sid" : "changed"');
      await stage.kms.putKeyPolicy({ KeyId, Policy: changed });
      return ((await stage.kms.getKeyPolicy({ KeyId })).Policy ?? '').includes('changed');
    },
    refused: [
      'MalformedPolicyDocumentException',
      async (stage) => stage.kms.putKeyPolicy({ KeyId: await stage.key(), Policy: 'no policy' }),
    ],
  },
  ReEncrypt: {
    succeeds: async (stage) => {
      const [from, to] = [await stage.key(), await stage.key()];
      const { CiphertextBlob } = await stage.kms.encrypt({ KeyId: from, Plaintext: text('hello') });
      const moved = await stage.kms.reEncrypt({ CiphertextBlob, DestinationKeyId: to });
      const { Plaintext, KeyId } = await stage.kms.decrypt({ CiphertextBlob: moved.CiphertextBlob });
      return new TextDecoder().decode(Plaintext) === 'hello' && (KeyId ?? '').endsWith(to);
    },
    refused: [
      'InvalidCiphertextException',
      async (stage) =>
        stage.kms.reEncrypt({ CiphertextBlob: text('no ciphertext'), DestinationKeyId: await stage.key() }),
    ],
  },
  ReplicateKey: {
    succeeds: async (stage) => {
      const KeyId = await stage.replicated();
      return (
        (await stage.elsewhere.describeKey({ KeyId })).KeyMetadata?.MultiRegionConfiguration?.MultiRegionKeyType ===
        'REPLICA'
      );
    },
    refused: [
      'UnsupportedOperationException',
      async (stage) => stage.kms.replicateKey({ KeyId: await stage.key(), ReplicaRegion: stage.otherRegion }),
    ],
  },
  RetireGrant: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      const { GrantToken } = await grantOn(stage, KeyId);
      await stage.kms.retireGrant({ GrantToken });
      return (await stage.kms.listGrants({ KeyId })).Grants?.length === 0;
    },
    refused: ['InvalidGrantTokenException', (stage) => stage.kms.retireGrant({ GrantToken: 'no token' })],
  },
  RevokeGrant: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      const { GrantId } = await grantOn(stage, KeyId);
      await stage.kms.revokeGrant({ KeyId, GrantId });
      return (await stage.kms.listGrants({ KeyId })).Grants?.length === 0;
    },
    refused: notFound(async (stage) => stage.kms.revokeGrant({ KeyId: await stage.key(), GrantId: 'a'.repeat(64) })),
  },
  RotateKeyOnDemand: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.rotateKeyOnDemand({ KeyId });
      await stage.wait();
      return (await stage.kms.listKeyRotations({ KeyId })).Rotations?.[0]?.RotationType === 'ON_DEMAND';
    },
    refused: [
      'UnsupportedOperationException',
      async (stage) => stage.kms.rotateKeyOnDemand({ KeyId: await stage.hmac() }),
    ],
  },
  ScheduleKeyDeletion: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      const { DeletionDate, KeyState } = await stage.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
      return DeletionDate instanceof Date && KeyState === 'PendingDeletion';
    },
    refused: [
      'ValidationException',
      async (stage) => stage.kms.scheduleKeyDeletion({ KeyId: await stage.key(), PendingWindowInDays: 6 }),
    ],
  },
  Sign: {
    succeeds: async (stage) => bytes((await stage.kms.sign({ KeyId: await stage.signer(), ...message })).Signature),
    refused: ['InvalidKeyUsageException', async (stage) => stage.kms.sign({ KeyId: await stage.key(), ...message })],
  },
  TagResource: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] });
      return (await stage.kms.listResourceTags({ KeyId })).Tags?.[0]?.TagKey === 'a';
    },
    refused: [
      'TagException',
      async (stage) => stage.kms.tagResource({ KeyId: await stage.key(), Tags: [{ TagKey: 'aws:a', TagValue: 'b' }] }),
    ],
  },
  UntagResource: {
    succeeds: async (stage) => {
      const KeyId = await stage.key({ Tags: [{ TagKey: 'a', TagValue: 'b' }] });
      await stage.kms.untagResource({ KeyId, TagKeys: ['a'] });
      return (await stage.kms.listResourceTags({ KeyId })).Tags?.length === 0;
    },
    refused: notFound((stage) => stage.kms.untagResource({ KeyId: nobody, TagKeys: ['a'] })),
  },
  UpdateAlias: {
    succeeds: async (stage) => {
      const [AliasName, TargetKeyId] = [await stage.alias(), await stage.key()];
      await stage.kms.updateAlias({ AliasName, TargetKeyId });
      await stage.wait();
      return (await stage.kms.describeKey({ KeyId: AliasName })).KeyMetadata?.KeyId === TargetKeyId;
    },
    refused: notFound(async (stage) =>
      stage.kms.updateAlias({ AliasName: 'alias/nothing', TargetKeyId: await stage.key() }),
    ),
  },
  UpdateCustomKeyStore: {
    succeeds: async (stage) => {
      const [CustomKeyStoreId, NewCustomKeyStoreName] = [await stage.store(), stage.name('renamed')];
      await stage.kms.updateCustomKeyStore({ CustomKeyStoreId, NewCustomKeyStoreName });
      const { CustomKeyStores = [] } = await stage.kms.describeCustomKeyStores({ CustomKeyStoreId });
      return CustomKeyStores[0]?.CustomKeyStoreName === NewCustomKeyStoreName;
    },
    refused: noSuchStore((stage) =>
      stage.kms.updateCustomKeyStore({ CustomKeyStoreId: noStore, NewCustomKeyStoreName: 'other' }),
    ),
  },
  UpdateKeyDescription: {
    succeeds: async (stage) => {
      const KeyId = await stage.key();
      await stage.kms.updateKeyDescription({ KeyId, Description: 'ünïcode ✓' });
      return (await stage.kms.describeKey({ KeyId })).KeyMetadata?.Description === 'ünïcode ✓';
    },
    refused: [
      'KMSInvalidStateException',
      async (stage) => stage.kms.updateKeyDescription({ KeyId: await stage.doomed(), Description: '' }),
    ],
  },
  UpdatePrimaryRegion: {
    succeeds: async (stage) => {
      const KeyId = await stage.replicated();
      await stage.kms.updatePrimaryRegion({ KeyId, PrimaryRegion: stage.otherRegion });
      await stage.wait();
      return (
        (await stage.kms.describeKey({ KeyId })).KeyMetadata?.MultiRegionConfiguration?.MultiRegionKeyType === 'REPLICA'
      );
    },
    refused: notFound((stage) => stage.kms.updatePrimaryRegion({ KeyId: nobody, PrimaryRegion: stage.otherRegion })),
  },
  Verify: {
    succeeds: async (stage) => {
      const KeyId = await stage.signer();
      const { Signature } = await stage.kms.sign({ KeyId, ...message });
      return (await stage.kms.verify({ KeyId, Signature, ...message })).SignatureValid === true;
    },
    refused: [
      'KMSInvalidSignatureException',
      async (stage) => stage.kms.verify({ KeyId: await stage.signer(), Signature: new Uint8Array(70), ...message }),
    ],
  },
  VerifyMac: {
    succeeds: async (stage) => {
      const input = { KeyId: await stage.hmac(), Message: text('m'), MacAlgorithm: 'HMAC_SHA_256' } as const;
      const { Mac } = await stage.kms.generateMac(input);
      return (await stage.kms.verifyMac({ ...input, Mac })).MacValid === true;
    },
    refused: [
      'KMSInvalidMacException',
      async (stage) =>
        stage.kms.verifyMac({
          KeyId: await stage.hmac(),
          Message: text('m'),
          MacAlgorithm: 'HMAC_SHA_256',
          Mac: new Uint8Array(32),
        }),
    ],
  },
};
