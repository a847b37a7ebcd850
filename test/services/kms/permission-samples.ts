// Requests that fill in all that an operation can ask the authorizer about, and the world that they are of.
import type { Structure } from '../../../src/world/model.ts';
import { account, bytes, openKmsWorld, otherRegion, type TestKey } from './world.ts';

const blob = bytes('text');
const EncryptionContext = { purpose: 'test' };
const grantee = { GranteePrincipal: `arn:aws:iam::${account}:role/app`, Operations: ['Decrypt'] };
const sourceArn = { SourceArn: 'arn:aws:ec2:us-east-1:111122223333:volume/vol-1' };
const tags = { Tags: [{ TagKey: 'team', TagValue: 'red' }] };
const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
const imported = { ImportToken: blob, EncryptedKeyMaterial: blob, ExpirationModel: 'KEY_MATERIAL_EXPIRES' };

/** A multi-Region key of each kind that operations need, each with an alias and a tag; one has a replica, and grants. */
export async function everyKind() {
  const kms = await openKmsWorld();
  const made = async (alias: string, input: object): Promise<TestKey> => {
    const key = await kms.createKey({ MultiRegion: true, Tags: [{ TagKey: 'team', TagValue: 'blue' }], ...input });
    await kms.call('CreateAlias', { AliasName: `alias/${alias}`, TargetKeyId: key.id });
    return key;
  };
  const symmetric = await made('symmetric', {});
  const keys: Record<string, TestKey> = {
    symmetric,
    sign: await made('sign', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
    mac: await made('mac', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    agree: await made('agree', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }),
    external: await made('external', { Origin: 'EXTERNAL' }),
  };
  await kms.call('ReplicateKey', { KeyId: symmetric.id, ReplicaRegion: otherRegion });
  await kms.world.group().advance(60_000);
  const Constraints = { EncryptionContextSubset: EncryptionContext, ...sourceArn };
  const grant = await kms.call('CreateGrant', { KeyId: symmetric.id, ...grantee, Constraints });
  const ciphertext = await kms.encrypt(symmetric.id, 'text', EncryptionContext);
  return { kms, keys, grant: grant as Record<string, string>, ciphertext };
}
export type World = Awaited<ReturnType<typeof everyKind>>;

export interface Sample {
  /** The kind of key that `KeyId` (or what the operation has for it) names. */
  readonly kind?: string;
  readonly input?: Structure;
}

/** Together, an operation's samples fill in every condition key that it has. */
export const samples = ({ kms, keys, grant, ciphertext }: World): Record<string, readonly Sample[]> => {
  const mac = { MacAlgorithm: 'HMAC_SHA_256', Message: blob };
  const signing = { SigningAlgorithm: 'ECDSA_SHA_256', Message: blob };
  const alias = { AliasName: 'alias/symmetric' };
  const { id } = keys['symmetric']!;
  return {
    CreateAlias: [{ input: { AliasName: 'alias/new', TargetKeyId: id } }],
    UpdateAlias: [{ input: { ...alias, TargetKeyId: id } }],
    DeleteAlias: [{ input: alias }],
    CreateKey: [{ input: { ...tags, MultiRegion: true, BypassPolicyLockoutSafetyCheck: false } }],
    CreateCustomKeyStore: [
      {
        input: {
          CustomKeyStoreName: 'store',
          CloudHsmClusterId: 'cluster-1234567890a',
          TrustAnchorCertificate: 'certificate',
          KeyStorePassword: 'kmsPswd',
        },
      },
    ],
    ...Object.fromEntries(
      ['Connect', 'Disconnect', 'Update', 'Delete'].map((verb) => [
        `${verb}CustomKeyStore`,
        [{ input: { CustomKeyStoreId: 'cks-1234567890abcdef0' } }],
      ]),
    ),
    CreateGrant: [
      {
        input: {
          ...grantee,
          RetiringPrincipal: `arn:aws:iam::${account}:role/app`,
          Constraints: { EncryptionContextEquals: EncryptionContext, ...sourceArn },
        },
      },
      {
        input: {
          GranteeServicePrincipal: 's3.amazonaws.com',
          RetiringServicePrincipal: 's3.amazonaws.com',
          Operations: ['Decrypt'],
          Constraints: sourceArn,
        },
      },
    ],
    RetireGrant: [{ input: { GrantId: grant['GrantId']! } }],
    RevokeGrant: [{ input: { GrantId: grant['GrantId']! } }],
    ListRetirableGrants: [{ input: { RetiringPrincipal: grantee.GranteePrincipal } }],
    Decrypt: [{ input: { CiphertextBlob: ciphertext, EncryptionContext } }],
    Encrypt: [{ input: { Plaintext: blob, EncryptionContext } }],
    ReEncrypt: [
      {
        input: {
          CiphertextBlob: ciphertext,
          SourceEncryptionContext: EncryptionContext,
          DestinationEncryptionContext: EncryptionContext,
        },
      },
    ],
    GenerateDataKey: [{ input: { KeySpec: 'AES_256', EncryptionContext } }],
    GenerateDataKeyWithoutPlaintext: [{ input: { KeySpec: 'AES_256', EncryptionContext } }],
    GenerateDataKeyPair: [{ input: { KeyPairSpec: 'ECC_NIST_P256', EncryptionContext } }],
    GenerateDataKeyPairWithoutPlaintext: [{ input: { KeyPairSpec: 'ECC_NIST_P256', EncryptionContext } }],
    GenerateRandom: [{ input: { NumberOfBytes: 1 } }],
    GenerateMac: [{ kind: 'mac', input: mac }],
    VerifyMac: [{ kind: 'mac', input: { ...mac, Mac: blob } }],
    Sign: [{ kind: 'sign', input: signing }],
    Verify: [{ kind: 'sign', input: { ...signing, Signature: blob } }],
    GetPublicKey: [{ kind: 'sign' }],
    DeriveSharedSecret: [{ kind: 'agree', input: { KeyAgreementAlgorithm: 'ECDH', PublicKey: blob } }],
    GetParametersForImport: [{ kind: 'external', input: wrapping }],
    ImportKeyMaterial: [{ kind: 'external', input: { ...imported, ValidTo: kms.world.nowMs() / 1000 + 3600 } }],
    DeleteImportedKeyMaterial: [{ kind: 'external' }],
    ReplicateKey: [{ input: { ReplicaRegion: 'eu-west-1', ...tags } }],
    UpdatePrimaryRegion: [{ input: { PrimaryRegion: otherRegion } }],
    PutKeyPolicy: [{ input: { Policy: '{}', BypassPolicyLockoutSafetyCheck: true } }],
    TagResource: [{ input: tags }],
    UntagResource: [{ input: { TagKeys: ['team'] } }],
    UpdateKeyDescription: [{ input: { Description: '' } }],
  };
};
