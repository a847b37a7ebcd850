// RSA keys as numbers: RSAPublicKey and RSAPrivateKey in DER, and the primitives on them (RFC 8017, 3, 5 and A.1).
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { bitLength, modulo, powerModulo } from './big-integers.ts';
import { readDerSequence, unsignedOf } from './der.ts';
import { derSequence, derUnsigned } from './der-writer.ts';

export interface RsaPublicNumbers {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

export interface RsaPrivateNumbers extends RsaPublicNumbers {
  readonly privateExponent: bigint;
  readonly prime1: bigint;
  readonly prime2: bigint;
  /** The private exponent modulo each prime less one, and the inverse of the second prime modulo the first. */
  readonly exponent1: bigint;
  readonly exponent2: bigint;
  readonly coefficient: bigint;
}

// A longer exponent than 32 bits is nobody's, and WebCryptos differ over it.
const LONGEST_EXPONENT_BITS = 32;
const SHORTEST_MODULUS_BITS = 1024;
const LONGEST_MODULUS_BITS = 8192;

function publicNumbersFit({ modulus, exponent }: RsaPublicNumbers): boolean {
  const bits = bitLength(modulus);
  const odd = (modulus & 1n) === 1n && (exponent & 1n) === 1n;
  const modulusFits = bits >= SHORTEST_MODULUS_BITS && bits <= LONGEST_MODULUS_BITS;
  return odd && modulusFits && exponent >= 3n && bitLength(exponent) <= LONGEST_EXPONENT_BITS;
}

/** RSAPublicKey; undefined where it is none that could be used. */
export function readRsaPublicKey(der: Bytes): RsaPublicNumbers | undefined {
  const parts = readDerSequence(der);
  if (parts?.length !== 2) return undefined;
  const [modulus, exponent] = parts.map(unsignedOf);
  if (modulus === undefined || exponent === undefined) return undefined;
  const numbers = { modulus, exponent };
  return publicNumbersFit(numbers) ? numbers : undefined;
}

export const writeRsaPublicKey = ({ modulus, exponent }: RsaPublicNumbers): Bytes =>
  derSequence(derUnsigned(modulus), derUnsigned(exponent));

/** RSAPrivateKey of two primes; undefined where its numbers are not each other's. Says nothing of whether the primes are. */
export function readRsaPrivateKey(der: Bytes): RsaPrivateNumbers | undefined {
  const parts = readDerSequence(der);
  if (parts?.length !== 9) return undefined;
  // What is no unsigned integer becomes 0, which none of these can be.
  const values = parts.map(unsignedOf);
  const [version, modulus = 0n, exponent = 0n, privateExponent = 0n, prime1 = 0n, prime2 = 0n, ...crt] = values;
  const [exponent1 = 0n, exponent2 = 0n, coefficient = 0n] = crt;
  const numbers = { modulus, exponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient };
  return version === 0n && publicNumbersFit(numbers) && privateNumbersFit(numbers) ? numbers : undefined;
}

function privateNumbersFit(key: RsaPrivateNumbers): boolean {
  const { modulus, exponent, privateExponent, prime1, prime2 } = key;
  if (prime1 * prime2 !== modulus || prime1 < 3n || prime2 < 3n) return false;
  if (privateExponent >= modulus) return false;
  return (
    modulo(exponent * privateExponent, prime1 - 1n) === 1n &&
    modulo(exponent * privateExponent, prime2 - 1n) === 1n &&
    key.exponent1 === modulo(privateExponent, prime1 - 1n) &&
    key.exponent2 === modulo(privateExponent, prime2 - 1n) &&
    key.coefficient < prime1 &&
    modulo(key.coefficient * prime2, prime1) === 1n
  );
}

/** RSAVP1 and RSAEP (RFC 8017, 5.2.2 and 5.1.1). */
export function rsaPublicOperation(key: RsaPublicNumbers, value: bigint): bigint {
  assert(value >= 0n && value < key.modulus, 'the value is below the modulus');
  return powerModulo(value, key.exponent, key.modulus);
}

/**
 * RSASP1 (RFC 8017, 5.2.1) by the Chinese remainder theorem. One wrong half would give away a prime, so the result is
 * tried with the public key before anybody sees it.
 */
export function rsaPrivateOperation(key: RsaPrivateNumbers, value: bigint): bigint {
  assert(value >= 0n && value < key.modulus, 'the value is below the modulus');
  const half1 = powerModulo(value, key.exponent1, key.prime1);
  const half2 = powerModulo(value, key.exponent2, key.prime2);
  const result = half2 + key.prime2 * modulo((half1 - half2) * key.coefficient, key.prime1);
  assert(rsaPublicOperation(key, result) === value, 'the public key undoes what the private key did');
  return result;
}
