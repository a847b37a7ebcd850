// RSA: OAEP, PSS and PKCS #1 v1.5 signatures (RFC 8017). WebCrypto does all that begins with the message; what begins
// with a ready digest it cannot do, so that is done here, on the numbers.
import { assert } from '../base/assert.ts';
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { ALGORITHM } from './algorithm-identifiers.ts';
import { bigIntOf, bitLength, bytesOfBigInt } from './big-integers.ts';
import { digest } from './digest.ts';
import { readPrivateKeyInfo, readPublicKeyInfo, writePrivateKeyInfo, writePublicKeyInfo } from './key-info.ts';
import { undefinedIfRefused } from './refusal.ts';
import { DIGEST_BYTES, pkcs1Encoding, pssEncodes, pssEncoding, type RsaSignatureHash } from './rsa-encodings.ts';
import {
  readRsaPrivateKey,
  readRsaPublicKey,
  rsaPrivateOperation,
  rsaPublicOperation,
  writeRsaPublicKey,
  type RsaPublicNumbers,
} from './rsa-numbers.ts';
import { isProbablyPrime } from './rsa-primes.ts';
import { rsaWebKeys, type RsaHash } from './rsa-web-keys.ts';

export type RsaModulusBits = 2048 | 3072 | 4096;

export interface RsaSignatureScheme {
  /** PSS has MGF1 with the same hash, and a salt as long as its digest. */
  readonly scheme: 'PSS' | 'PKCS1';
  readonly hash: RsaSignatureHash;
  /** Whether what is signed is not the message but its digest. */
  readonly prehashed: boolean;
}

export interface RsaPublicKey {
  readonly modulusBits: number;
  /** OAEP with MGF1 of the same hash and no label. Who calls sees to it that the plaintext is short enough. */
  encryptOaep(hash: RsaHash, plaintext: Bytes): Promise<Bytes>;
  verify(scheme: RsaSignatureScheme, message: Bytes, signature: Bytes): Promise<boolean>;
}

export interface RsaPrivateKey {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** Undefined where it does not open. */
  decryptOaep(hash: RsaHash, ciphertext: Bytes): Promise<Bytes | undefined>;
  /**
   * PSS over a digest needs a salt as long as the digest, which nobody could guess. Where a salt is given it is used;
   * without one, over a message, it is WebCrypto's own.
   */
  sign(scheme: RsaSignatureScheme, message: Bytes, salt?: Bytes): Promise<Bytes>;
}

const webAlgorithm = ({ scheme, hash }: RsaSignatureScheme): { name: string; saltLength?: number } =>
  scheme === 'PSS' ? { name: 'RSA-PSS', saltLength: DIGEST_BYTES[hash] } : { name: 'RSASSA-PKCS1-v1_5' };

const webName = ({ scheme }: RsaSignatureScheme) => (scheme === 'PSS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5');

/** A new key pair as PKCS #8, with the public exponent 65537. */
export async function generateRsaKey(modulusBits: RsaModulusBits): Promise<Bytes> {
  const algorithm = {
    name: 'RSA-OAEP',
    modulusLength: modulusBits,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['encrypt', 'decrypt']);
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
}

/** Undefined where this is no SubjectPublicKeyInfo of rsaEncryption with a modulus of 1024 to 8192 bits. */
export function openRsaPublicKey(spki: Bytes): RsaPublicKey | undefined {
  const info = readPublicKeyInfo(spki);
  // A key that is for PSS alone (id-RSASSA-PSS, RFC 4055) is none of KMS's, nor does WebCrypto import it.
  if (info === undefined || !equalBytes(info.algorithm, ALGORITHM.rsa)) return undefined;
  const numbers = readRsaPublicKey(info.key);
  return numbers && publicKeyOf(numbers, spki);
}

function publicKeyOf(numbers: RsaPublicNumbers, spki: Bytes): RsaPublicKey {
  const modulusBits = bitLength(numbers.modulus);
  const webKey = rsaWebKeys('spki', spki);
  return {
    modulusBits,
    encryptOaep: async (hash, plaintext) => {
      const key = await webKey('RSA-OAEP', hash, 'encrypt');
      return new Uint8Array(await crypto.subtle.encrypt('RSA-OAEP', key, plaintext));
    },
    verify: async (scheme, message, signature) => {
      if (scheme.prehashed) return verifyDigest(numbers, scheme, message, signature);
      if (signature.length !== Math.ceil(modulusBits / 8)) return false;
      const key = await webKey(webName(scheme), scheme.hash, 'verify');
      return crypto.subtle.verify(webAlgorithm(scheme), key, signature, message);
    },
  };
}

/** RSASSA-PSS-VERIFY and RSASSA-PKCS1-V1_5-VERIFY (RFC 8017, 8.1.2 and 8.2.2), from the digest on. */
function verifyDigest(
  numbers: RsaPublicNumbers,
  { scheme, hash }: RsaSignatureScheme,
  messageDigest: Bytes,
  signature: Bytes,
): boolean {
  const modulusBits = bitLength(numbers.modulus);
  const length = Math.ceil(modulusBits / 8);
  const value = bigIntOf(signature);
  if (messageDigest.length !== DIGEST_BYTES[hash] || signature.length !== length || value >= numbers.modulus) {
    return false;
  }
  const encoded = rsaPublicOperation(numbers, value);
  if (scheme === 'PKCS1') {
    return equalBytes(bytesOfBigInt(encoded, length), pkcs1Encoding(hash, messageDigest, length));
  }
  // The encoding has a bit less than the modulus: where that is a byte less, a longer number is none.
  const encodingBytes = Math.ceil((modulusBits - 1) / 8);
  if (bitLength(encoded) > 8 * encodingBytes) return false;
  return pssEncodes(bytesOfBigInt(encoded, encodingBytes), hash, messageDigest, modulusBits);
}

function readPkcs8(pkcs8: Bytes) {
  const info = readPrivateKeyInfo(pkcs8);
  if (info === undefined || !equalBytes(info.algorithm, ALGORITHM.rsa)) return undefined;
  const numbers = readRsaPrivateKey(info.key);
  return numbers && { numbers, der: info.key };
}

/**
 * Whether this is an RSA key in PKCS #8 whose primes are prime, as far as anybody can tell. It takes as long as several
 * signatures: for keys that come from outside, once.
 */
export function rsaPrimesArePrime(pkcs8: Bytes): boolean {
  const key = readPkcs8(pkcs8);
  return key !== undefined && isProbablyPrime(key.numbers.prime1) && isProbablyPrime(key.numbers.prime2);
}

/**
 * Undefined where this is no PKCS #8 of rsaEncryption whose numbers are each other's, with two primes and a modulus of
 * exactly so many bits. Whether the primes are prime is not looked into: see rsaPrimesArePrime.
 */
export function openRsaPrivateKey(pkcs8: Bytes, modulusBits: number): RsaPrivateKey | undefined {
  const key = readPkcs8(pkcs8);
  if (key === undefined || bitLength(key.numbers.modulus) !== modulusBits) return undefined;
  const { numbers } = key;
  // Written anew: not every WebCrypto takes attributes, or a public key beside the private one.
  const webKey = rsaWebKeys('pkcs8', writePrivateKeyInfo(ALGORITHM.rsa, key.der));
  const length = Math.ceil(modulusBits / 8);

  const signDigest = ({ scheme, hash }: RsaSignatureScheme, messageDigest: Bytes, salt?: Bytes): Bytes => {
    assert(scheme === 'PKCS1' || salt !== undefined, 'PSS over a digest is given its salt');
    const encoding =
      salt && scheme === 'PSS'
        ? pssEncoding(hash, messageDigest, salt, modulusBits)
        : pkcs1Encoding(hash, messageDigest, length);
    return bytesOfBigInt(rsaPrivateOperation(numbers, bigIntOf(encoding)), length);
  };

  return {
    publicKey: writePublicKeyInfo(ALGORITHM.rsa, writeRsaPublicKey(numbers)),
    decryptOaep: async (hash, ciphertext) => {
      // Not every WebCrypto looks: without its leading zero a ciphertext is still the same number (RFC 8017, 7.1.2).
      if (ciphertext.length !== length) return undefined;
      const key = await webKey('RSA-OAEP', hash, 'decrypt');
      return undefinedIfRefused(crypto.subtle.decrypt('RSA-OAEP', key, ciphertext));
    },
    sign: async (scheme, message, salt) => {
      if (scheme.prehashed) return signDigest(scheme, message, salt);
      if (scheme.scheme === 'PSS' && salt) return signDigest(scheme, digest(scheme.hash, message), salt);
      const key = await webKey(webName(scheme), scheme.hash, 'sign');
      return new Uint8Array(await crypto.subtle.sign(webAlgorithm(scheme), key, message));
    },
  };
}
