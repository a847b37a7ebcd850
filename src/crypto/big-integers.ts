// Whole numbers of hundreds of digits: as bytes and back, and powers and inverses modulo another number. On BigInt, whose
// running time depends on the numbers: a page that holds real secrets should not let others time it.
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { fromHex, toHex } from '../base/encodings.ts';

/** OS2IP (RFC 8017, 4.2): most significant byte first. No bytes are 0. */
export const bigIntOf = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`));

/** I2OSP (RFC 8017, 4.1): in exactly so many bytes. */
export function bytesOfBigInt(value: bigint, length: number): Bytes {
  const bytes = fromHex(value.toString(16).padStart(2 * length, '0'));
  assert(value >= 0n && bytes?.length === length, `the number is not negative and fits into ${length} bytes`);
  return bytes;
}

export const bitLength = (value: bigint): number => (value === 0n ? 0 : value.toString(2).length);

const WINDOW_BITS = 4;

/** base^exponent mod modulus, four bits of the exponent at a time. */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  assert(modulus > 0n && exponent >= 0n, 'the modulus is positive, the exponent not negative');
  const powers = [1n % modulus];
  for (let power = 1; power < 2 ** WINDOW_BITS; power += 1) powers.push(((powers[power - 1] ?? 0n) * base) % modulus);
  let result = 1n % modulus;
  for (const digit of exponent.toString(16)) {
    for (let bit = 0; bit < WINDOW_BITS; bit += 1) result = (result * result) % modulus;
    const window = Number.parseInt(digit, 16);
    if (window !== 0) result = (result * (powers[window] ?? 0n)) % modulus;
  }
  return result;
}

/** The remainder that is not negative. */
export const modulo = (value: bigint, modulus: bigint): bigint => {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
};
