// Sign and Verify. Which algorithm a key spec has, and what each message type means to it: AWS KMS Developer Guide,
// "Key spec reference"; AWS KMS API Reference, Sign. KMS checks what callers ask for before it comes here: what does not
// go together here is a mistake of the house.
import { utf8, type Bytes } from '../base/bytes.ts';
import { assertNever } from '../base/assert.ts';
import { digest } from '../crypto/digest.ts';
import type { Ed25519Variant } from '../crypto/ed25519.ts';
import type { RsaSignatureScheme } from '../crypto/rsa.ts';
import { openPublicKey, type CurveSpec, type OpenPrivateKey } from './asymmetric.ts';
import { freshFor } from './derive.ts';
import { HsmError } from './error.ts';
import type { EntropySource, MessageToSign, MessageType, SigningAlgorithm } from './types.ts';

type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512';
type Scheme = Pick<RsaSignatureScheme, 'scheme' | 'hash'>;

const hashBytes: Readonly<Record<Hash, number>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };
const HEDGE_BYTES = 32;

const rsaSchemes: Partial<Record<SigningAlgorithm, Scheme>> = {
  RSASSA_PSS_SHA_256: { scheme: 'PSS', hash: 'SHA-256' },
  RSASSA_PSS_SHA_384: { scheme: 'PSS', hash: 'SHA-384' },
  RSASSA_PSS_SHA_512: { scheme: 'PSS', hash: 'SHA-512' },
  RSASSA_PKCS1_V1_5_SHA_256: { scheme: 'PKCS1', hash: 'SHA-256' },
  RSASSA_PKCS1_V1_5_SHA_384: { scheme: 'PKCS1', hash: 'SHA-384' },
  RSASSA_PKCS1_V1_5_SHA_512: { scheme: 'PKCS1', hash: 'SHA-512' },
};
const ecdsaOf: Readonly<Record<CurveSpec, { readonly algorithm: SigningAlgorithm; readonly hash: Hash }>> = {
  ECC_NIST_P256: { algorithm: 'ECDSA_SHA_256', hash: 'SHA-256' },
  ECC_NIST_P384: { algorithm: 'ECDSA_SHA_384', hash: 'SHA-384' },
  ECC_NIST_P521: { algorithm: 'ECDSA_SHA_512', hash: 'SHA-512' },
  ECC_SECG_P256K1: { algorithm: 'ECDSA_SHA_256', hash: 'SHA-256' },
};

function mismatch({ spec, algorithm, messageType }: MessageToSign): HsmError {
  return new HsmError(`${spec} material does not do ${algorithm} over ${messageType}.`);
}

function rsaScheme(message: MessageToSign): RsaSignatureScheme {
  const scheme = rsaSchemes[message.algorithm];
  if (scheme === undefined || message.messageType === 'EXTERNAL_MU') throw mismatch(message);
  return { ...scheme, prehashed: message.messageType === 'DIGEST' };
}

function ecdsaDigest(spec: CurveSpec, message: MessageToSign): Bytes {
  const { algorithm, hash } = ecdsaOf[spec];
  if (message.algorithm !== algorithm || message.messageType === 'EXTERNAL_MU') throw mismatch(message);
  return message.messageType === 'RAW' ? digest(hash, message.message) : new Uint8Array(message.message);
}

const variants: Partial<Record<`${SigningAlgorithm} ${MessageType}`, Ed25519Variant>> = {
  'ED25519_SHA_512 RAW': 'pure',
  'ED25519_PH_SHA_512 DIGEST': 'prehashed',
};

function ed25519Variant(message: MessageToSign): Ed25519Variant {
  const variant = variants[`${message.algorithm} ${message.messageType}`];
  if (variant === undefined) throw mismatch(message);
  return variant;
}

function mlDsaInput(message: MessageToSign): 'message' | 'mu' {
  if (message.algorithm !== 'ML_DSA_SHAKE_256' || message.messageType === 'DIGEST') throw mismatch(message);
  return message.messageType === 'RAW' ? 'message' : 'mu';
}

/** ECDSA as DER, RSA of the modulus' length, Ed25519 and ML-DSA raw. `message` is not changed by anyone meanwhile. */
export async function signWith(opened: OpenPrivateKey, message: MessageToSign, entropy: EntropySource): Promise<Bytes> {
  if (opened.spec !== message.spec) throw mismatch(message);
  const { algorithm, messageType } = message;
  const bytes = new Uint8Array(message.message);
  const fresh = (length: number): Bytes =>
    freshFor(entropy, length, 'keyroom signature 1', opened.key.publicKey, utf8(algorithm), utf8(messageType), bytes);
  switch (opened.kind) {
    case 'RSA': {
      const scheme = rsaScheme(message);
      // WebCrypto signs a message with a salt of its own: that is a sandbox's chance, and no seeded world's.
      const salted = scheme.scheme === 'PSS' && (scheme.prehashed || entropy.deterministic);
      return opened.key.sign(scheme, bytes, salted ? fresh(hashBytes[scheme.hash]) : undefined);
    }
    case 'EC':
      return opened.key.signDigest(ecdsaDigest(opened.spec, message), fresh(HEDGE_BYTES));
    case 'ED25519':
      return opened.key.sign(ed25519Variant(message), bytes);
    case 'ML_DSA':
      return opened.key.sign(mlDsaInput(message), bytes, fresh(HEDGE_BYTES));
    default:
      return assertNever(opened);
  }
}

export async function signatureIsOf(spki: Bytes, message: MessageToSign, signature: Bytes): Promise<boolean> {
  const opened = openPublicKey(message.spec, spki);
  if (opened === undefined) throw new HsmError(`This is no public key of ${message.spec} material.`);
  const bytes = new Uint8Array(message.message);
  switch (opened.kind) {
    case 'RSA':
      return opened.key.verify(rsaScheme(message), bytes, signature);
    case 'EC':
      return opened.key.verifyDigest(ecdsaDigest(opened.spec, message), signature);
    case 'ED25519':
      return opened.key.verify(ed25519Variant(message), bytes, signature);
    case 'ML_DSA':
      return opened.key.verify(mlDsaInput(message), bytes, signature);
    default:
      return assertNever(opened);
  }
}
