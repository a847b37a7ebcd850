// All kinds of material, and what each of those that sign can do: the key spec reference of AWS KMS once more, so that
// the tests do not lean on the table that they test.
import type {
  AsymmetricSpec,
  EccSpec,
  HmacSpec,
  MacAlgorithm,
  MaterialSpec,
  MessageType,
  MlDsaSpec,
  RsaSpec,
  SigningAlgorithm,
} from '../../src/hsm/types.ts';

export const rsaSpecs: readonly RsaSpec[] = ['RSA_2048', 'RSA_3072', 'RSA_4096'];
export const eccSpecs: readonly EccSpec[] = [
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'ECC_NIST_EDWARDS25519',
];
export const mlDsaSpecs: readonly MlDsaSpec[] = ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'];
export const hmacSpecs: readonly (readonly [HmacSpec, MacAlgorithm, string, number])[] = [
  ['HMAC_224', 'HMAC_SHA_224', 'sha224', 28],
  ['HMAC_256', 'HMAC_SHA_256', 'sha256', 32],
  ['HMAC_384', 'HMAC_SHA_384', 'sha384', 48],
  ['HMAC_512', 'HMAC_SHA_512', 'sha512', 64],
];
export const allSpecs: readonly MaterialSpec[] = [
  'SYMMETRIC_DEFAULT',
  ...hmacSpecs.map(([spec]) => spec),
  ...rsaSpecs,
  ...eccSpecs,
  ...mlDsaSpecs,
];

type Way = readonly [SigningAlgorithm, ...MessageType[]];

const rsaWays: readonly Way[] = ([256, 384, 512] as const).flatMap((bits): Way[] => [
  [`RSASSA_PSS_SHA_${bits}`, 'RAW', 'DIGEST'],
  [`RSASSA_PKCS1_V1_5_SHA_${bits}`, 'RAW', 'DIGEST'],
]);
const mlDsaWays: readonly Way[] = [['ML_DSA_SHAKE_256', 'RAW', 'EXTERNAL_MU']];

const waysOf: Readonly<Record<AsymmetricSpec, readonly Way[]>> = {
  RSA_2048: rsaWays,
  RSA_3072: rsaWays,
  RSA_4096: rsaWays,
  ECC_NIST_P256: [['ECDSA_SHA_256', 'RAW', 'DIGEST']],
  ECC_NIST_P384: [['ECDSA_SHA_384', 'RAW', 'DIGEST']],
  ECC_NIST_P521: [['ECDSA_SHA_512', 'RAW', 'DIGEST']],
  ECC_SECG_P256K1: [['ECDSA_SHA_256', 'RAW', 'DIGEST']],
  ECC_NIST_EDWARDS25519: [
    ['ED25519_SHA_512', 'RAW'],
    ['ED25519_PH_SHA_512', 'DIGEST'],
  ],
  ML_DSA_44: mlDsaWays,
  ML_DSA_65: mlDsaWays,
  ML_DSA_87: mlDsaWays,
};

export interface SigningCase {
  readonly spec: AsymmetricSpec;
  readonly algorithm: SigningAlgorithm;
  readonly messageType: MessageType;
}

/** Everything that can be asked of material that signs. */
export const signingCases: readonly SigningCase[] = (Object.keys(waysOf) as AsymmetricSpec[]).flatMap((spec) =>
  waysOf[spec].flatMap(([algorithm, ...types]) => types.map((messageType) => ({ spec, algorithm, messageType }))),
);
