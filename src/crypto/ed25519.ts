// Ed25519 and Ed25519ph (RFC 8032, FIPS 186-5). Keys are SubjectPublicKeyInfo and PKCS #8 as RFC 8410 has them.
// On noble: not every browser's WebCrypto has Ed25519 yet, and none has Ed25519ph.
// For KMS's ED25519_PH_SHA_512 the message of Ed25519ph is what the caller sends as the digest: KMS hashes it once more.
import { ed25519, ed25519ph } from '@noble/curves/ed25519.js';
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { ALGORITHM } from './algorithm-identifiers.ts';
import { octetStringOf, readDer } from './der.ts';
import { derOctetString } from './der-writer.ts';
import { readPrivateKeyInfo, readPublicKeyInfo, writePrivateKeyInfo, writePublicKeyInfo } from './key-info.ts';

/** Pure: the message itself. Prehashed: Ed25519ph, which hashes it with SHA-512 before. */
export type Ed25519Variant = 'pure' | 'prehashed';

interface Ed25519PublicKey {
  verify(variant: Ed25519Variant, message: Uint8Array, signature: Uint8Array): boolean;
}

export interface Ed25519PrivateKey {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** 64 bytes, always the same for the same message. */
  sign(variant: Ed25519Variant, message: Uint8Array): Bytes;
}

const SEED_BYTES = 32;
const POINT_BYTES = 32;
const SIGNATURE_BYTES = 64;

const variants = { pure: ed25519, prehashed: ed25519ph } as const;

/** A new key pair as PKCS #8: its seed is the bytes that `random` gives. */
export const newEd25519Key = (random: (length: number) => Bytes): Bytes =>
  writePrivateKeyInfo(ALGORITHM.ed25519, derOctetString(random(SEED_BYTES)));

/** Undefined where this is not the PKCS #8 of such a key, or the public key that it carries is another's. */
export function openEd25519PrivateKey(pkcs8: Bytes): Ed25519PrivateKey | undefined {
  const info = readPrivateKeyInfo(pkcs8);
  if (info === undefined || !equalBytes(info.algorithm, ALGORITHM.ed25519)) return undefined;
  const seed = octetStringOf(readDer(info.key));
  if (seed?.length !== SEED_BYTES) return undefined;
  const point = ed25519.getPublicKey(seed);
  if (info.publicKey && !equalBytes(info.publicKey, point)) return undefined;
  return {
    publicKey: writePublicKeyInfo(ALGORITHM.ed25519, point),
    sign: (variant, message) => variants[variant].sign(message, seed),
  };
}

/** Undefined where this is not the SubjectPublicKeyInfo of such a key. */
export function openEd25519PublicKey(spki: Bytes): Ed25519PublicKey | undefined {
  const info = readPublicKeyInfo(spki);
  if (info === undefined || !equalBytes(info.algorithm, ALGORITHM.ed25519)) return undefined;
  const point = info.key;
  if (point.length !== POINT_BYTES || !ed25519.utils.isValidPublicKey(point, false)) return undefined;
  return {
    verify: (variant, message, signature) =>
      signature.length === SIGNATURE_BYTES && variants[variant].verify(signature, message, point, { zip215: false }),
  };
}
