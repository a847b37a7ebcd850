// The functions of any output length that this openssl has: `openssl dgst -shake256 -xoflen 64`, as AWS's documentation
// makes the μ of an ML-DSA signature with it. FIPS 202; openssl-dgst(1).
import type { Bytes } from '../../../base/bytes.ts';
import { shake } from '../../../crypto/digest.ts';
import type { ShakeName } from '../../../crypto/digest.ts';
import { OpensslError } from './arguments.ts';

export interface ShakeInfo {
  readonly title: ShakeName;
  /** How much OpenSSL 3.0 puts out where nobody says how much. */
  readonly usualBytes: number;
}

const MOST_BYTES = 1_048_576;

const table: Readonly<Record<string, ShakeInfo>> = {
  shake128: { title: 'SHAKE-128', usualBytes: 16 },
  shake256: { title: 'SHAKE-256', usualBytes: 32 },
};

/** shake256, SHAKE-256. */
export function findShake(name: string): ShakeInfo | undefined {
  const plain = name.toLowerCase().replace(/^shake-/, 'shake');
  return Object.hasOwn(table, plain) ? table[plain] : undefined;
}

export const shakeNames = Object.keys(table);

/** What makes its output, of as many bytes as -xoflen says. */
export function shaking({ title, usualBytes }: ShakeInfo, length: string | undefined): (bytes: Bytes) => Bytes {
  const count = length === undefined ? usualBytes : Number(length);
  if (count > MOST_BYTES) throw new OpensslError('This openssl gives 1 MiB of a SHAKE at most.');
  return (bytes) => shake(title, bytes, count);
}
