// Whether the primes of an RSA key are prime: Miller and Rabin's test (FIPS 186-5, B.3.1). For keys from outside: a key
// whose numbers fit together but whose primes are none makes signatures that its own public key does not verify.
import { assert } from '../base/assert.ts';
import { modulo, powerModulo } from './big-integers.ts';

/** Odd numbers that are not prime pass a test with one of these at most one time in four; two such, hardly ever. */
const BASES = [2n, 3n, 5n, 7n, 11n] as const;

export function isProbablyPrime(candidate: bigint): boolean {
  assert(candidate > 11n, 'a prime of RSA is a long one');
  let [odd, halvings] = [candidate - 1n, 0];
  while ((odd & 1n) === 0n) [odd, halvings] = [odd >> 1n, halvings + 1];
  return BASES.every((base) => passes(candidate, base, odd, halvings));
}

function passes(candidate: bigint, base: bigint, odd: bigint, halvings: number): boolean {
  let power = powerModulo(base, odd, candidate);
  if (power === 1n) return true;
  for (let squaring = 0; squaring < halvings; squaring += 1) {
    if (power === candidate - 1n) return true;
    power = modulo(power * power, candidate);
  }
  return false;
}
