// Keys on the short Weierstrass curves (NIST SP 800-186; SEC 2 for secp256k1): ECDSA over a digest that is given (FIPS
// 186-5, with RFC 6979's nonces), and ECDH (NIST SP 800-56A, 5.7.1.2). Public keys are SubjectPublicKeyInfo (RFC 5480),
// private ones PKCS #8 around RFC 5915's ECPrivateKey, both with uncompressed points, as OpenSSL writes them.
// All on noble: WebCrypto hashes what it signs, so it cannot sign a digest; it has no secp256k1; and it makes its nonces
// itself, so that no seeded world could be replayed.
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { ALGORITHM } from './algorithm-identifiers.ts';
import { bitStringOf, contextTag, octetStringOf, readDer, readDerSequence, unsignedOf } from './der.ts';
import { TAG } from './der-primitives.ts';
import { derBitString, derElement, derOctetString, derSequence, derUnsigned } from './der-writer.ts';
import { readPrivateKeyInfo, readPublicKeyInfo, writePrivateKeyInfo, writePublicKeyInfo } from './key-info.ts';

export type EcCurve = 'P-256' | 'P-384' | 'P-521' | 'secp256k1';

interface EcPublicKey {
  /** `signature` is the DER of an Ecdsa-Sig-Value (RFC 3279, 2.2.3). Either of the two values of s is one. */
  verifyDigest(digest: Uint8Array, signature: Uint8Array): boolean;
}

export interface EcPrivateKey {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /**
   * The DER of an Ecdsa-Sig-Value; s may be high, as KMS's may. With `additional` bytes the nonce depends on them too
   * (RFC 6979, 3.6): the same digest then has other signatures.
   */
  signDigest(digest: Uint8Array, additional?: Bytes): Bytes;
  /** The x coordinate that both sides can compute; undefined where the other key is not one of this curve. */
  sharedSecret(peerPublicKey: Bytes): Bytes | undefined;
}

/** `bytes`: of a coordinate, and of a secret number. */
const curves = {
  'P-256': { noble: p256, algorithm: ALGORITHM.p256, bytes: 32 },
  'P-384': { noble: p384, algorithm: ALGORITHM.p384, bytes: 48 },
  'P-521': { noble: p521, algorithm: ALGORITHM.p521, bytes: 66 },
  secp256k1: { noble: secp256k1, algorithm: ALGORITHM.secp256k1, bytes: 32 },
} as const;

const SIGNATURE = { format: 'der', prehash: false, lowS: false } as const;
const PARAMETERS = contextTag(0, 'constructed');
const PUBLIC_KEY = contextTag(1, 'constructed');
const UNCOMPRESSED = 4;

/** An uncompressed point of the curve, and not the one at infinity. */
const isPoint = (curve: EcCurve, point: Bytes): boolean =>
  point[0] === UNCOMPRESSED && curves[curve].noble.utils.isValidPublicKey(point, false);

const pointOf = (curve: EcCurve, secret: Bytes): Bytes => curves[curve].noble.getPublicKey(secret, false);

/** The curve's OBJECT IDENTIFIER, as it stands behind id-ecPublicKey. */
const curveName = (curve: EcCurve): Bytes | undefined => readDerSequence(curves[curve].algorithm)?.[1]?.der;

/** A new key pair as PKCS #8, the public key within. It is a function of the bytes that `random` gives (FIPS 186-5, A.2.1). */
export function newEcKey(curve: EcCurve, random: (length: number) => Bytes): Bytes {
  const { noble, algorithm, bytes } = curves[curve];
  // Half as long again as the order: more than the standard's 64 extra bits.
  const secret = noble.utils.randomSecretKey(random(Math.ceil(1.5 * bytes)));
  const publicKey = derElement(PUBLIC_KEY, derBitString(pointOf(curve, secret)));
  return writePrivateKeyInfo(algorithm, derSequence(derUnsigned(1n), derOctetString(secret), publicKey));
}

/** The secret number of an ECPrivateKey of this curve, and the public keys that it carries, which are still to be checked. */
function readEcPrivateKey(curve: EcCurve, der: Bytes): { secret: Bytes; claims: readonly Bytes[] } | undefined {
  const [version, key, ...more] = readDerSequence(der) ?? [];
  const secret = octetStringOf(key);
  if (unsignedOf(version) !== 1n || secret === undefined) return undefined;
  if (more[0]?.tag === PARAMETERS) {
    const named = readDer(more.shift()?.content ?? new Uint8Array(0));
    if (named?.tag !== TAG.objectIdentifier || !equalBytes(named.der, curveName(curve) ?? named.content))
      return undefined;
  }
  const [last, ...surplus] = more;
  if (last === undefined) return { secret, claims: [] };
  const claim = last.tag === PUBLIC_KEY ? bitStringOf(readDer(last.content)) : undefined;
  return claim === undefined || surplus.length > 0 ? undefined : { secret, claims: [claim] };
}

/** Undefined where this is not the PKCS #8 of a key of this curve, or the public key that it carries is another's. */
export function openEcPrivateKey(curve: EcCurve, pkcs8: Bytes): EcPrivateKey | undefined {
  const { noble, algorithm, bytes } = curves[curve];
  const info = readPrivateKeyInfo(pkcs8);
  if (info === undefined || !equalBytes(info.algorithm, algorithm)) return undefined;
  const key = readEcPrivateKey(curve, info.key);
  if (key === undefined || !noble.utils.isValidSecretKey(key.secret)) return undefined;
  const { secret } = key;
  const point = pointOf(curve, secret);
  const compressed = noble.getPublicKey(secret, true);
  const claims = info.publicKey === undefined ? key.claims : [...key.claims, info.publicKey];
  if (!claims.every((claim) => equalBytes(claim, point) || equalBytes(claim, compressed))) return undefined;
  return {
    publicKey: writePublicKeyInfo(algorithm, point),
    signDigest: (digest, additional) =>
      noble.sign(digest, secret, additional ? { ...SIGNATURE, extraEntropy: additional } : SIGNATURE),
    sharedSecret: (peerPublicKey) => {
      const peer = readPoint(curve, peerPublicKey);
      return peer && noble.getSharedSecret(secret, peer, false).slice(1, 1 + bytes);
    },
  };
}

/** The point in a SubjectPublicKeyInfo; undefined where it is not one of this curve, named, uncompressed. */
function readPoint(curve: EcCurve, spki: Bytes): Bytes | undefined {
  const info = readPublicKeyInfo(spki);
  if (info === undefined || !equalBytes(info.algorithm, curves[curve].algorithm)) return undefined;
  return isPoint(curve, info.key) ? info.key : undefined;
}

/** Undefined where this is not the SubjectPublicKeyInfo of a key of this curve. */
export function openEcPublicKey(curve: EcCurve, spki: Bytes): EcPublicKey | undefined {
  const point = readPoint(curve, spki);
  if (point === undefined) return undefined;
  const { noble } = curves[curve];
  return { verifyDigest: (digest, signature) => verified(() => noble.verify(signature, digest, point, SIGNATURE)) };
}

/** noble throws at a signature whose length no signature of the curve has. */
function verified(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
