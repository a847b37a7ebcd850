import { checkPrimeSync, generatePrimeSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { bigIntOf, bitLength, bytesOfBigInt, modulo, powerModulo } from '../../src/crypto/big-integers.ts';
import { derSequence, derUnsigned } from '../../src/crypto/der-writer.ts';
import { readPrivateKeyInfo, writePrivateKeyInfo, writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import { readRsaPrivateKey, rsaPrivateOperation, type RsaPrivateNumbers } from '../../src/crypto/rsa-numbers.ts';
import { isProbablyPrime } from '../../src/crypto/rsa-primes.ts';
import { openRsaPrivateKey, openRsaPublicKey, rsaPrimesArePrime } from '../../src/crypto/rsa.ts';
import { rsaFixture } from '../hsm/rsa-fixtures.ts';
import { byteArrays } from './byte-arrays.ts';
import { inverse, pkcs8Of, rsaKeyOfPrimes } from './rsa-known-answers.ts';
import { bytesOf } from './wycheproof.ts';

const fixture = rsaFixture(2048);
const numbers = readRsaPrivateKey(readPrivateKeyInfo(fixture)!.key)!;
const inOrder = (key: RsaPrivateNumbers) => [
  key.modulus,
  key.exponent,
  key.privateExponent,
  key.prime1,
  key.prime2,
  key.exponent1,
  key.exponent2,
  key.coefficient,
];
const opens = (changed: Partial<RsaPrivateNumbers>, bits = 2048): boolean =>
  openRsaPrivateKey(pkcs8Of(...inOrder({ ...numbers, ...changed })), bits) !== undefined;

describe('big integers', () => {
  it('are bytes and back', () => {
    fc.assert(
      fc.property(byteArrays({ minLength: 1, maxLength: 40 }), (bytes) => {
        expect(bytesOfBigInt(bigIntOf(bytes), bytes.length)).toEqual(bytes);
      }),
      { examples: [[Uint8Array.of(0, 0, 1)]] },
    );
    expect(bigIntOf(new Uint8Array(0))).toBe(0n);
    expect(() => bytesOfBigInt(256n, 1)).toThrow('fits into 1 bytes');
    expect(() => bytesOfBigInt(-1n, 1)).toThrow('not negative');
  });

  it('are raised to powers as they are by multiplying', () => {
    const small = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(small, fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (b, e, m) => {
        expect(powerModulo(b, e, m)).toBe(b ** e % m);
      }),
    );
    expect(() => powerModulo(2n, -1n, 5n)).toThrow();
    expect(() => powerModulo(2n, 1n, 0n)).toThrow();
    expect(modulo(-7n, 5n)).toBe(3n);
    expect([0n, 1n, 255n, 256n].map(bitLength)).toEqual([0, 1, 8, 9]);
  });
});

describe('openRsaPrivateKey', () => {
  it('takes the key as it was made, and no other length for it', () => {
    expect(opens({})).toBe(true);
    for (const bits of [0, 1024, 2047, 2049, 3072]) expect(opens({}, bits)).toBe(false);
  });

  it.each(Object.keys(numbers) as (keyof RsaPrivateNumbers)[])('refuses another %s', (name) => {
    for (const step of [-2n, -1n, 1n, 2n]) expect(opens({ [name]: numbers[name] + step })).toBe(false);
    for (const value of [0n, 1n]) expect(opens({ [name]: value })).toBe(false);
  });

  it('refuses numbers that are right but not as RFC 8017 has them', () => {
    const { prime1, prime2, coefficient, exponent1, exponent2 } = numbers;
    expect(opens({ prime1: prime2, prime2: prime1 })).toBe(false);
    expect(opens({ coefficient: coefficient + prime1 })).toBe(false);
    expect(opens({ exponent1: exponent1 + prime1 - 1n })).toBe(false);
    expect(opens({ exponent2: exponent2 + prime2 - 1n })).toBe(false);
    expect(opens({ privateExponent: numbers.privateExponent + (prime1 - 1n) * (prime2 - 1n) })).toBe(false);
  });

  it('refuses a private exponent that is not the public one’s, though the rest goes with it', () => {
    const { prime1, prime2, privateExponent } = numbers;
    const along = (exponent: bigint) => ({
      privateExponent: exponent,
      exponent1: modulo(exponent, prime1 - 1n),
      exponent2: modulo(exponent, prime2 - 1n),
    });
    expect(opens(along(privateExponent))).toBe(true);
    expect(opens(along(privateExponent + 2n))).toBe(false);
    // Right modulo one prime less one, wrong modulo the other.
    expect(opens(along(modulo(privateExponent + prime1 - 1n, numbers.modulus)))).toBe(false);
    expect(opens(along(modulo(privateExponent + prime2 - 1n, numbers.modulus)))).toBe(false);
  });

  it.each([1n, 0n])('refuses a prime that is %i, without a division by zero', (prime) => {
    const { modulus } = numbers;
    expect(opens({ prime1: prime, prime2: modulus })).toBe(false);
    expect(opens({ prime1: modulus, prime2: prime })).toBe(false);
  });

  it('refuses what is not all integers, or has one too many', () => {
    const parts = [0n, ...inOrder(numbers)].map(derUnsigned);
    const withParts = (...some: readonly Uint8Array[]) =>
      openRsaPrivateKey(writePrivateKeyInfo(ALGORITHM.rsa, derSequence(...some)), 2048);
    expect(withParts(...parts)).toBeDefined();
    expect(withParts(...parts, bytesOf('0201ff'))).toBeUndefined();
    expect(withParts(...parts.slice(0, 8))).toBeUndefined();
    for (const [at] of parts.entries()) expect(withParts(...parts.with(at, bytesOf('0201ff')))).toBeUndefined();
  });

  it('takes a private exponent that is the least, as some makers have it, and primes in either order', () => {
    const [p, q, e] = [numbers.prime2, numbers.prime1, numbers.exponent];
    expect(openRsaPrivateKey(rsaKeyOfPrimes(p, q, e), 2048)).toBeDefined();
    let [a, b] = [p - 1n, q - 1n];
    while (b !== 0n) [a, b] = [b, a % b];
    const least = modulo(numbers.privateExponent, ((p - 1n) * (q - 1n)) / a);
    expect(opens({ privateExponent: least })).toBe(true);
  });

  it.each([3n, 17n, 0xffff_fffbn])('takes the exponent %i, where it suits the primes', (e) => {
    const prime = (): bigint => {
      for (;;) {
        const found = generatePrimeSync(1024, { bigint: true, add: 4n, rem: 3n });
        if (modulo(found - 1n, e) !== 0n && bitLength(found) === 1024) return found;
      }
    };
    let [p, q] = [prime(), prime()];
    while (bitLength(p * q) !== 2048) [p, q] = [prime(), prime()];
    expect(openRsaPrivateKey(rsaKeyOfPrimes(p, q, e), 2048)).toBeDefined();
  });

  it('refuses keys of more than two primes, and of other versions', () => {
    const parts = inOrder(numbers).map(derUnsigned);
    const withVersion = (version: bigint, ...more: readonly bigint[]) =>
      writePrivateKeyInfo(ALGORITHM.rsa, derSequence(derUnsigned(version), ...parts, ...more.map(derUnsigned)));
    expect(openRsaPrivateKey(withVersion(0n), 2048)).toBeDefined();
    expect(openRsaPrivateKey(withVersion(1n), 2048)).toBeUndefined();
    expect(openRsaPrivateKey(withVersion(0n, 7n), 2048)).toBeUndefined();
  });
});

describe('openRsaPublicKey', () => {
  const spki = (modulus: bigint, exponent: bigint) =>
    writePublicKeyInfo(ALGORITHM.rsa, derSequence(derUnsigned(modulus), derUnsigned(exponent)));
  const { modulus } = numbers;

  it('takes odd exponents from 3 to 32 bits, and moduli from 1024 to 8192 bits', () => {
    const taken = (n: bigint, e: bigint) => openRsaPublicKey(spki(n, e)) !== undefined;
    expect([3n, 65537n, 2n ** 32n - 1n].map((e) => taken(modulus, e))).toEqual([true, true, true]);
    expect([0n, 1n, 2n, 65536n, 2n ** 32n + 1n].map((e) => taken(modulus, e))).not.toContain(true);
    const odd = (bits: bigint) => 2n ** (bits - 1n) + 1n;
    expect([1024n, 8192n].map((bits) => taken(odd(bits), 3n))).toEqual([true, true]);
    expect([1023n, 8193n].map((bits) => taken(odd(bits), 3n))).toEqual([false, false]);
    expect(taken(modulus - 1n, 3n)).toBe(false);
  });
});

describe('rsaPrivateOperation', () => {
  it('is undone by the public exponent, and gives nothing out that is not', () => {
    const value = 12345678901234567890n;
    const result = rsaPrivateOperation(numbers, value);
    expect(powerModulo(result, numbers.exponent, numbers.modulus)).toBe(value);
    expect(result).toBe(powerModulo(value, numbers.privateExponent, numbers.modulus));
    const faulty = { ...numbers, exponent1: numbers.exponent1 ^ 2n };
    expect(() => rsaPrivateOperation(faulty, value)).toThrow('the public key undoes what the private key did');
    expect(() => rsaPrivateOperation(numbers, numbers.modulus)).toThrow('below the modulus');
  });
});

describe('primes', () => {
  it('are told from other numbers as Node tells them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 12n, max: 2n ** 64n }), (candidate) => {
        expect(isProbablyPrime(candidate)).toBe(checkPrimeSync(candidate));
      }),
      { numRuns: 1000 },
    );
    for (let candidate = 12n; candidate < 2000n; candidate += 1n) {
      expect(isProbablyPrime(candidate)).toBe(checkPrimeSync(candidate));
    }
  });

  // Carmichael numbers, which pass Fermat's test, and strong pseudoprimes to the base 2 and to 2, 3 and 5.
  it.each([561n, 41041n, 825265n, 2047n, 3215031751n, 25326001n])('%i is none', (candidate) => {
    expect(isProbablyPrime(candidate)).toBe(false);
  });

  it('are those of a key', () => {
    expect(rsaPrimesArePrime(fixture)).toBe(true);
    // Numbers that are each other's in every way, over a product of two primes in place of one.
    const half = () => generatePrimeSync(512, { bigint: true });
    let key: Uint8Array<ArrayBuffer> | undefined;
    while (key === undefined) {
      const [p, q] = [half() * half(), numbers.prime1];
      if (
        bitLength(p * q) === 2048 &&
        modulo(inverse(65537n, (p - 1n) * (q - 1n)) * 65537n, (p - 1n) * (q - 1n)) === 1n
      ) {
        key = rsaKeyOfPrimes(p, q, 65537n);
      }
    }
    expect(openRsaPrivateKey(key, 2048)).toBeDefined();
    expect(rsaPrimesArePrime(key)).toBe(false);
    expect(rsaPrimesArePrime(new Uint8Array(3))).toBe(false);
  });
});
