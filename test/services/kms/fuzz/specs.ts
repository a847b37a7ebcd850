// Which signing algorithm goes with which key spec, and what a message of it looks like. Written down again, on purpose.
const rsa = ['PSS', 'PKCS1_V1_5'].flatMap((way) => [256, 384, 512].map((bits) => `RSASSA_${way}_SHA_${bits}`));

export const signingSpecs: Readonly<Record<string, readonly string[]>> = {
  RSA_2048: rsa,
  ECC_NIST_P256: ['ECDSA_SHA_256'],
  ECC_NIST_P384: ['ECDSA_SHA_384'],
  ECC_NIST_P521: ['ECDSA_SHA_512'],
  ECC_SECG_P256K1: ['ECDSA_SHA_256'],
  ECC_NIST_EDWARDS25519: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'],
  ML_DSA_44: ['ML_DSA_SHAKE_256'],
};

export const messageTypeOf = (algorithm: string): string => (algorithm === 'ED25519_PH_SHA_512' ? 'DIGEST' : 'RAW');

export function digestLength(algorithm: string): number {
  if (algorithm === 'ML_DSA_SHAKE_256') return 64;
  return Number(algorithm.slice(-3)) / 8;
}
