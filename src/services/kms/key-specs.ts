// What each key spec is good for: key usages, and the algorithms of each. The one table of it.
// Source: AWS KMS Developer Guide, "Key spec reference"; the order of algorithms is DescribeKey's.
import { assertNever } from '../../base/assert.ts';
import type {
  AsymmetricSpec,
  DataKeyPairSpec,
  HmacSpec,
  MacAlgorithm,
  MlDsaSpec,
  NistCurveSpec,
  RsaEncryptionAlgorithm,
  RsaSpec,
  SigningAlgorithm,
} from '../../hsm/types.ts';
import type { KeySpec, KeyUsage } from './records.ts';

export type EncryptionAlgorithm = 'SYMMETRIC_DEFAULT' | RsaEncryptionAlgorithm;
export type KeyAgreementAlgorithm = 'ECDH';

/** The three types of KMS keys. An alias keeps to one of them. */
export type KeyType = 'symmetric' | 'asymmetric' | 'HMAC';

export interface AlgorithmOfUsage {
  readonly ENCRYPT_DECRYPT: EncryptionAlgorithm;
  readonly SIGN_VERIFY: SigningAlgorithm;
  readonly KEY_AGREEMENT: KeyAgreementAlgorithm;
  readonly GENERATE_VERIFY_MAC: MacAlgorithm;
}

/** A usage that is missing is one that keys of this spec cannot have. */
type Algorithms = { readonly [Usage in KeyUsage]?: readonly AlgorithmOfUsage[Usage][] };

const RSA: Algorithms = {
  ENCRYPT_DECRYPT: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
  SIGN_VERIFY: [
    'RSASSA_PKCS1_V1_5_SHA_256',
    'RSASSA_PKCS1_V1_5_SHA_384',
    'RSASSA_PKCS1_V1_5_SHA_512',
    'RSASSA_PSS_SHA_256',
    'RSASSA_PSS_SHA_384',
    'RSASSA_PSS_SHA_512',
  ],
};
const ML_DSA: Algorithms = { SIGN_VERIFY: ['ML_DSA_SHAKE_256'] };
const KEY_AGREEMENT: readonly KeyAgreementAlgorithm[] = ['ECDH'];

const algorithms: Readonly<Record<KeySpec, Algorithms>> = {
  SYMMETRIC_DEFAULT: { ENCRYPT_DECRYPT: ['SYMMETRIC_DEFAULT'] },
  RSA_2048: RSA,
  RSA_3072: RSA,
  RSA_4096: RSA,
  ECC_NIST_P256: { SIGN_VERIFY: ['ECDSA_SHA_256'], KEY_AGREEMENT },
  ECC_NIST_P384: { SIGN_VERIFY: ['ECDSA_SHA_384'], KEY_AGREEMENT },
  ECC_NIST_P521: { SIGN_VERIFY: ['ECDSA_SHA_512'], KEY_AGREEMENT },
  ECC_SECG_P256K1: { SIGN_VERIFY: ['ECDSA_SHA_256'] },
  ECC_NIST_EDWARDS25519: { SIGN_VERIFY: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] },
  ML_DSA_44: ML_DSA,
  ML_DSA_65: ML_DSA,
  ML_DSA_87: ML_DSA,
  HMAC_224: { GENERATE_VERIFY_MAC: ['HMAC_SHA_224'] },
  HMAC_256: { GENERATE_VERIFY_MAC: ['HMAC_SHA_256'] },
  HMAC_384: { GENERATE_VERIFY_MAC: ['HMAC_SHA_384'] },
  HMAC_512: { GENERATE_VERIFY_MAC: ['HMAC_SHA_512'] },
};

/** Only the China Regions have it, and no Region of Keyroom is one. */
export const SM2 = 'SM2';
const usagesOfSm2: readonly string[] = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'];

export const isKeySpec = (name: string): name is KeySpec => Object.hasOwn(algorithms, name);

/** Whether keys of this spec may have this usage; SM2 is judged as where it is offered. */
export const hasUsage = (spec: KeySpec | typeof SM2, usage: string): usage is KeyUsage =>
  spec === SM2 ? usagesOfSm2.includes(usage) : Object.hasOwn(algorithms[spec], usage);

/** What keys of this spec and usage can do; empty for usages that they cannot have. */
export const algorithmsOf = <Usage extends KeyUsage>(spec: KeySpec, usage: Usage): readonly AlgorithmOfUsage[Usage][] =>
  algorithms[spec][usage] ?? [];

export function keyTypeOf(spec: KeySpec): KeyType {
  if (spec === 'SYMMETRIC_DEFAULT') return 'symmetric';
  return isAsymmetric(spec) ? 'asymmetric' : 'HMAC';
}

const isHmac = (spec: KeySpec): spec is HmacSpec => spec.startsWith('HMAC_');
const isMlDsa = (spec: KeySpec): spec is MlDsaSpec => spec.startsWith('ML_DSA_');
export const isRsa = (spec: KeySpec): spec is RsaSpec => spec.startsWith('RSA_');
export const isNistCurve = (spec: KeySpec): spec is NistCurveSpec => spec.startsWith('ECC_NIST_P');
export const isAsymmetric = (spec: KeySpec): spec is AsymmetricSpec => spec !== 'SYMMETRIC_DEFAULT' && !isHmac(spec);

/** Whether keys of this spec can be made without key material, for import. */
export const isImportable = (spec: KeySpec): boolean => !isMlDsa(spec);

/** Whether GenerateDataKeyPair makes such pairs here. */
export const isDataKeyPairSpec = (name: string): name is DataKeyPairSpec =>
  isKeySpec(name) && isAsymmetric(name) && !isMlDsa(name);

const modulusBytes: Readonly<Record<RsaSpec, number>> = { RSA_2048: 256, RSA_3072: 384, RSA_4096: 512 };
const oaepHashBytes: Readonly<Record<RsaEncryptionAlgorithm, number>> = {
  RSAES_OAEP_SHA_1: 20,
  RSAES_OAEP_SHA_256: 32,
};

/** How many bytes RSAES-OAEP takes (RFC 8017, section 7.1.1). */
export const mostRsaPlaintextBytes = (spec: RsaSpec, algorithm: RsaEncryptionAlgorithm): number =>
  modulusBytes[spec] - 2 * oaepHashBytes[algorithm] - 2;

/** Which message types an algorithm takes. */
export function messageTypesOf(algorithm: SigningAlgorithm): readonly string[] {
  switch (algorithm) {
    case 'ED25519_SHA_512':
      return ['RAW'];
    case 'ED25519_PH_SHA_512':
      return ['DIGEST'];
    case 'ML_DSA_SHAKE_256':
      return ['RAW', 'EXTERNAL_MU'];
    default:
      return ['RAW', 'DIGEST'];
  }
}

/** How long a digest for this algorithm is, and an external µ. */
export function digestBytesOf(algorithm: SigningAlgorithm): number {
  switch (algorithm) {
    case 'RSASSA_PSS_SHA_256':
    case 'RSASSA_PKCS1_V1_5_SHA_256':
    case 'ECDSA_SHA_256':
      return 32;
    case 'RSASSA_PSS_SHA_384':
    case 'RSASSA_PKCS1_V1_5_SHA_384':
    case 'ECDSA_SHA_384':
      return 48;
    case 'RSASSA_PSS_SHA_512':
    case 'RSASSA_PKCS1_V1_5_SHA_512':
    case 'ECDSA_SHA_512':
    case 'ED25519_SHA_512':
    case 'ED25519_PH_SHA_512':
    case 'ML_DSA_SHAKE_256':
      return 64;
    default:
      return assertNever(algorithm);
  }
}
