// Somebody who imports key material: wraps it with Node's OpenSSL, as AWS's guide has its readers do.
import {
  constants,
  createCipheriv,
  createPublicKey,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { toBase64 } from '../../../src/base/encodings.ts';
import { rsaFixture } from '../../hsm/rsa-fixtures.ts';
import { DAY_IN_MS, openKmsWorld, type KmsWorld, type TestKey, type Where } from './world.ts';

export type WrappingAlgorithm =
  'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'RSA_AES_KEY_WRAP_SHA_1' | 'RSA_AES_KEY_WRAP_SHA_256';

export function wrap(algorithm: WrappingAlgorithm, publicKey: Uint8Array, material: Uint8Array): Uint8Array {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  const oaepHash = algorithm.endsWith('SHA_256') ? 'sha256' : 'sha1';
  const oaep = (bytes: Uint8Array) =>
    publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);
  if (algorithm.startsWith('RSAES')) return new Uint8Array(oaep(material));
  // RFC 5649: AES key wrap with padding. The wrapped AES key comes first.
  const aesKey = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', aesKey, Buffer.from('A65959A6', 'hex'));
  return new Uint8Array(Buffer.concat([oaep(aesKey), cipher.update(material), cipher.final()]));
}

export interface Asked {
  readonly algorithm?: WrappingAlgorithm;
  readonly spec?: 'RSA_2048' | 'RSA_3072' | 'RSA_4096';
  /** Besides key, token and material. Material that does not expire, unless this says otherwise. */
  readonly input?: object;
  readonly where?: Where;
}

/** What ImportKeyMaterial is called with, after a call of GetParametersForImport. */
export async function importInput(kms: KmsWorld, key: TestKey, material: Uint8Array, asked: Asked = {}) {
  const { algorithm = 'RSAES_OAEP_SHA_256', spec = 'RSA_2048', input = forever, where } = asked;
  const parameters = await kms.call(
    'GetParametersForImport',
    { KeyId: key.id, WrappingAlgorithm: algorithm, WrappingKeySpec: spec },
    where,
  );
  return {
    KeyId: key.id,
    ImportToken: parameters['ImportToken'] as Uint8Array,
    EncryptedKeyMaterial: wrap(algorithm, parameters['PublicKey'] as Uint8Array, material),
    ...input,
  };
}

export const forever = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };

export const importMaterial = async (kms: KmsWorld, key: TestKey, material: Uint8Array, asked: Asked = {}) =>
  kms.call('ImportKeyMaterial', await importInput(kms, key, material, asked), asked.where);

export const importRefusal = async (kms: KmsWorld, key: TestKey, material: Uint8Array, asked: Asked = {}) =>
  kms.refusal('ImportKeyMaterial', await importInput(kms, key, material, asked), asked.where);

/** Always the same for the same number. */
export const symmetricMaterial = (number = 0): Uint8Array => new Uint8Array(32).fill(number + 1);

const hmacBytes: Readonly<Record<string, number>> = { HMAC_224: 28, HMAC_256: 32, HMAC_384: 48, HMAC_512: 64 };
const curves: Readonly<Record<string, string>> = {
  ECC_NIST_P256: 'P-256',
  ECC_NIST_P384: 'P-384',
  ECC_NIST_P521: 'P-521',
  ECC_SECG_P256K1: 'secp256k1',
};

/** Other material of this key spec each time (of RSA: by number). */
export function materialFor(keySpec: string, number = 0): Uint8Array {
  if (keySpec === 'SYMMETRIC_DEFAULT') return new Uint8Array(randomBytes(32));
  if (keySpec in hmacBytes) return new Uint8Array(randomBytes(hmacBytes[keySpec]!));
  if (keySpec.startsWith('RSA_')) return rsaFixture(Number(keySpec.slice(4)) as 2048, number);
  const { privateKey } = curves[keySpec]
    ? generateKeyPairSync('ec', { namedCurve: curves[keySpec] })
    : generateKeyPairSync('ed25519');
  return pkcs8(privateKey);
}

const pkcs8 = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));

/** Base64 of the SubjectPublicKeyInfo that belongs to a private key. */
export const publicKeyOf = (privateKey: Uint8Array): string =>
  toBase64(
    new Uint8Array(
      createPublicKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' } as never).export({
        format: 'der',
        type: 'spki',
      }),
    ),
  );

export const external = (input: object = {}) => ({ Origin: 'EXTERNAL', ...input });
export const metadata = async (kms: KmsWorld, key: TestKey) =>
  (await kms.call('DescribeKey', { KeyId: key.id }))['KeyMetadata'] as Record<string, unknown>;
export const state = async (kms: KmsWorld, key: TestKey) => (await metadata(kms, key))['KeyState'];
export const listed = async (kms: KmsWorld, key: TestKey) =>
  (await kms.call('ListKeyRotations', { KeyId: key.id, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }))[
    'Rotations'
  ] as Record<string, unknown>[];
export const advance = (kms: KmsWorld, days: number) => kms.world.group().advance(days * DAY_IN_MS);
export const inDays = (kms: KmsWorld, days: number) => Math.round(kms.world.nowMs() / 1000) + days * 86_400;
export const asNew = { ...forever, ImportType: 'NEW_KEY_MATERIAL' };

export async function imported(material = symmetricMaterial(), input: object = forever) {
  const kms = await openKmsWorld({ kind: 'sandbox' });
  const key = await kms.createKey(external());
  const answer = await importMaterial(kms, key, material, { input });
  return { kms, key, id: answer['KeyMaterialId'] as string };
}

export async function rotate(kms: KmsWorld, key: TestKey): Promise<void> {
  await kms.call('RotateKeyOnDemand', { KeyId: key.id });
  await kms.world.group().advance(180_000);
}
