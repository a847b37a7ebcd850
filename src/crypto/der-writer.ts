// Writes DER (ITU-T X.690): each function gives one whole element.
import { assert } from '../base/assert.ts';
import { concatBytes, type Bytes } from '../base/bytes.ts';
import { bytesOfBigInt } from './big-integers.ts';
import { TAG } from './der-primitives.ts';

function lengthOctets(length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

/** An element of any type, with this content. */
export function derElement(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const whole = concatBytes(...content);
  return concatBytes(Uint8Array.of(tag), lengthOctets(whole.length), whole);
}

export const derSequence = (...elements: readonly Uint8Array[]): Bytes => derElement(TAG.sequence, ...elements);

function compareEncodings(a: Bytes, b: Bytes): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** SET OF: its elements stand in the order of their encodings (X.690, 11.6). */
export const derSetOf = (...elements: readonly Bytes[]): Bytes =>
  derElement(TAG.set, ...[...elements].sort(compareEncodings));

/** An INTEGER that is not negative. */
export function derUnsigned(value: bigint): Bytes {
  assert(value >= 0n, 'the integer is not negative');
  // One bit more than the number has: its sign.
  const bits = value.toString(2).length + 1;
  return derElement(TAG.integer, bytesOfBigInt(value, Math.ceil(bits / 8)));
}

export const derOctetString = (bytes: Uint8Array): Bytes => derElement(TAG.octetString, bytes);

/** A BIT STRING of whole bytes. */
export const derBitString = (bytes: Uint8Array): Bytes => derElement(TAG.bitString, Uint8Array.of(0), bytes);

export const derNull = (): Bytes => derElement(TAG.null);

function arcOctets(arc: bigint): readonly number[] {
  const septets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) septets.unshift(Number(rest & 0x7fn) | 0x80);
  return septets;
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function derObjectIdentifier(dotted: string): Bytes {
  assert(/^[012]\.\d+(\.\d+)*$/.test(dotted), `${dotted} is an object identifier`);
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  assert(root === 2n || second < 40n, `${dotted} is an object identifier`);
  return derElement(TAG.objectIdentifier, Uint8Array.from([root * 40n + second, ...rest].flatMap(arcOctets)));
}
