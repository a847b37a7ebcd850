// Keys for the table of key states: one that the operation is about, of each kind that the table tells apart.
import { assembleMemoryWorld } from '../../../src/host/assemble.ts';
import { fixtureRsa } from '../../hsm/rsa-fixtures.ts';
import { importing, MESSAGE } from './fuzz/pool.ts';
import { simulatedStores } from './fuzz/stores.ts';
import { bytes, KmsWorld, otherRegion, type TestKey } from './world.ts';

export type Kind = 'KMS’s material' | 'imported material' | 'custom key store';

export interface Subject {
  readonly key: TestKey;
  readonly other: TestKey;
  readonly alias: string;
  readonly otherAlias: string;
  /** Under `key`: a ciphertext, a signature, a MAC, a grant. */
  readonly made: Readonly<Record<string, unknown>>;
}

export interface Subjects {
  readonly kms: KmsWorld;
  subject(operation: string, kind: Kind): Promise<Subject>;
  /** What CreateKey says to a key of the operation's kind in a custom key store. */
  inKeyStore(operation: string): Promise<string>;
}

const IMPORTS = ['GetParametersForImport', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial'];
const SIGNS = ['Sign', 'Verify', 'GetPublicKey'];
const MACS = ['GenerateMac', 'VerifyMac'];
const MULTI_REGION = ['ReplicateKey', 'UpdatePrimaryRegion'];
const DECRYPTS = ['Decrypt', 'ReEncrypt'];

/** The kind of key that an operation is about, in the table's terms. */
export const kindOf = (operation: string): Kind =>
  IMPORTS.includes(operation) ? 'imported material' : 'KMS’s material';

function specOf(operation: string): Record<string, unknown> {
  if (SIGNS.includes(operation)) return { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
  if (MACS.includes(operation)) return { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
  if (operation === 'DeriveSharedSecret') return { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' };
  if (MULTI_REGION.includes(operation)) return { MultiRegion: true };
  return {};
}

const signing = { Message: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256' };
const macking = { Message: MESSAGE, MacAlgorithm: 'HMAC_SHA_256' };

export async function subjects(): Promise<Subjects> {
  const world = await assembleMemoryWorld({ kind: { kind: 'seeded', seed: 'states' }, generateRsa: fixtureRsa() });
  const kms = new KmsWorld(world);
  const { stores } = await simulatedStores(kms);
  const [store = ''] = stores.connected;
  let aliases = 0;

  async function keyOf(operation: string, kind: Kind): Promise<TestKey> {
    if (kind === 'custom key store') return kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: store });
    const Origin = kind === 'imported material' ? 'EXTERNAL' : 'AWS_KMS';
    return kms.createKey({ ...specOf(operation), Origin });
  }

  async function madeUnder(operation: string, { id }: TestKey, kind: Kind): Promise<Record<string, unknown>> {
    if (operation === 'ImportKeyMaterial') {
      return kind === 'imported material'
        ? importing(kms, id)
        : { ImportToken: bytes('none'), EncryptedKeyMaterial: bytes('none') };
    }
    if (DECRYPTS.includes(operation)) return { blob: await kms.encrypt(id, 'text') };
    if (operation === 'Verify') return kms.call('Sign', { KeyId: id, ...signing });
    if (operation === 'VerifyMac') return kms.call('GenerateMac', { KeyId: id, ...macking });
    if (operation === 'RetireGrant' || operation === 'RevokeGrant') {
      const GranteePrincipal = 'arn:aws:iam::111122223333:role/Grantee';
      return kms.call('CreateGrant', { KeyId: id, GranteePrincipal, Operations: ['Encrypt'] });
    }
    if (operation === 'DeriveSharedSecret') {
      const { id: wrapping } = await kms.createKey();
      return kms.call('GenerateDataKeyPair', { KeyId: wrapping, KeyPairSpec: 'ECC_NIST_P256' });
    }
    if (operation === 'UpdatePrimaryRegion') {
      await kms.call('ReplicateKey', { KeyId: id, ReplicaRegion: otherRegion });
      await kms.world.group().advance(600_000);
    }
    return {};
  }

  return {
    kms,
    async subject(operation, kind) {
      const key = await keyOf(operation, kind);
      const other = await kms.createKey(kind === 'custom key store' ? {} : specOf(operation));
      const alias = `alias/of-key-${(aliases += 1)}`;
      const otherAlias = `${alias}-other`;
      await kms.call('CreateAlias', { AliasName: alias, TargetKeyId: key.id });
      await kms.call('CreateAlias', { AliasName: otherAlias, TargetKeyId: other.id });
      const made = await madeUnder(operation, key, kind);
      return { key, other, alias, otherAlias, made };
    },
    inKeyStore: (operation) =>
      kms.refusal('CreateKey', {
        ...specOf(operation),
        Origin: IMPORTS.includes(operation) ? 'EXTERNAL' : 'AWS_CLOUDHSM',
        CustomKeyStoreId: store,
      }),
  };
}

const policy = JSON.stringify({
  Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
});

const inputs: Readonly<Record<string, (subject: Subject) => object>> = {
  UpdateKeyDescription: () => ({ Description: 'new' }),
  Encrypt: () => ({ Plaintext: bytes('text') }),
  Decrypt: ({ made }) => ({ KeyId: undefined, CiphertextBlob: made['blob'] }),
  ReEncrypt: ({ made, other }) => ({ KeyId: undefined, CiphertextBlob: made['blob'], DestinationKeyId: other.id }),
  GenerateDataKey: () => ({ KeySpec: 'AES_256' }),
  GenerateDataKeyWithoutPlaintext: () => ({ KeySpec: 'AES_256' }),
  GenerateDataKeyPair: () => ({ KeyPairSpec: 'ECC_NIST_P256' }),
  GenerateDataKeyPairWithoutPlaintext: () => ({ KeyPairSpec: 'ECC_NIST_P256' }),
  Sign: () => signing,
  Verify: ({ made }) => ({ ...signing, Signature: made['Signature'] }),
  GenerateMac: () => macking,
  VerifyMac: ({ made }) => ({ ...macking, Mac: made['Mac'] }),
  DeriveSharedSecret: ({ made }) => ({ KeyAgreementAlgorithm: 'ECDH', PublicKey: made['PublicKey'] }),
  CreateAlias: ({ key, alias }) => ({ KeyId: undefined, TargetKeyId: key.id, AliasName: `${alias}-second` }),
  UpdateAlias: ({ key, otherAlias }) => ({ KeyId: undefined, TargetKeyId: key.id, AliasName: otherAlias }),
  DeleteAlias: ({ alias }) => ({ KeyId: undefined, AliasName: alias }),
  TagResource: () => ({ Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  UntagResource: () => ({ TagKeys: ['a'] }),
  PutKeyPolicy: () => ({ Policy: policy }),
  CreateGrant: () => ({ GranteePrincipal: 'arn:aws:iam::111122223333:role/Grantee', Operations: ['DescribeKey'] }),
  RevokeGrant: ({ made }) => ({ GrantId: made['GrantId'] }),
  RetireGrant: ({ key, made }) => ({ KeyId: key.arn, GrantId: made['GrantId'] }),
  ReplicateKey: () => ({ ReplicaRegion: otherRegion }),
  UpdatePrimaryRegion: () => ({ PrimaryRegion: otherRegion }),
  GetParametersForImport: () => ({ WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }),
  ImportKeyMaterial: ({ made }) => ({ ...made, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
};

export function inputOf(operation: string, subject: Subject): object {
  const input: Record<string, unknown> = { KeyId: subject.key.id, ...inputs[operation]?.(subject) };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
