// All kinds of KMS keys and what each can do: the "Key spec reference" of the AWS KMS Developer Guide once more, so that
// the tests do not lean on the table that they test.

const rsa = `RSASSA_PKCS1_V1_5_SHA_256 RSASSA_PKCS1_V1_5_SHA_384 RSASSA_PKCS1_V1_5_SHA_512
  RSASSA_PSS_SHA_256 RSASSA_PSS_SHA_384 RSASSA_PSS_SHA_512`;
const oaep = 'RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256';

const table: readonly (readonly [keySpec: string, keyUsage: string, algorithms: string])[] = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'SYMMETRIC_DEFAULT'],
  ['RSA_2048', 'ENCRYPT_DECRYPT', oaep],
  ['RSA_2048', 'SIGN_VERIFY', rsa],
  ['RSA_3072', 'ENCRYPT_DECRYPT', oaep],
  ['RSA_3072', 'SIGN_VERIFY', rsa],
  ['RSA_4096', 'ENCRYPT_DECRYPT', oaep],
  ['RSA_4096', 'SIGN_VERIFY', rsa],
  ['ECC_NIST_P256', 'SIGN_VERIFY', 'ECDSA_SHA_256'],
  ['ECC_NIST_P256', 'KEY_AGREEMENT', 'ECDH'],
  ['ECC_NIST_P384', 'SIGN_VERIFY', 'ECDSA_SHA_384'],
  ['ECC_NIST_P384', 'KEY_AGREEMENT', 'ECDH'],
  ['ECC_NIST_P521', 'SIGN_VERIFY', 'ECDSA_SHA_512'],
  ['ECC_NIST_P521', 'KEY_AGREEMENT', 'ECDH'],
  ['ECC_SECG_P256K1', 'SIGN_VERIFY', 'ECDSA_SHA_256'],
  ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', 'ED25519_SHA_512 ED25519_PH_SHA_512'],
  ['ML_DSA_44', 'SIGN_VERIFY', 'ML_DSA_SHAKE_256'],
  ['ML_DSA_65', 'SIGN_VERIFY', 'ML_DSA_SHAKE_256'],
  ['ML_DSA_87', 'SIGN_VERIFY', 'ML_DSA_SHAKE_256'],
  ['HMAC_224', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_224'],
  ['HMAC_256', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_256'],
  ['HMAC_384', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_384'],
  ['HMAC_512', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_512'],
];

export interface KeyKind {
  readonly KeySpec: string;
  readonly KeyUsage: string;
  readonly algorithms: readonly string[];
}

export const kinds: readonly KeyKind[] = table.map(([KeySpec, KeyUsage, algorithms]) => ({
  KeySpec,
  KeyUsage,
  algorithms: algorithms.split(/\s+/),
}));

export const specs: readonly string[] = [...new Set(kinds.map(({ KeySpec }) => KeySpec))];
export const usages: readonly string[] = [...new Set(kinds.map(({ KeyUsage }) => KeyUsage))];
export const algorithmsWith = (usage: string): readonly string[] => [
  ...new Set(kinds.filter(({ KeyUsage }) => KeyUsage === usage).flatMap(({ algorithms }) => algorithms)),
];

/** What the operations of a usage call the algorithm. */
export const algorithmsMember: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  KEY_AGREEMENT: 'KeyAgreementAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
};

export const isAsymmetric = (spec: string): boolean => spec !== 'SYMMETRIC_DEFAULT' && !spec.startsWith('HMAC_');
