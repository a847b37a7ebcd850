// The encryption context's canonical bytes, which are authenticated with every ciphertext (AAD).
// Source: AWS KMS Developer Guide, "Encryption context": string pairs, any order, compared exactly; none equals absent.
import { framed, utf8, type Bytes } from '../base/bytes.ts';
import type { EncryptionContext } from './types.ts';

/** The same bytes for equal contexts, and for no others: pairs sorted by the bytes of their keys, each part length-framed. */
export function canonicalContext(context: EncryptionContext): Bytes {
  const pairs = Object.entries(context).map(([key, value]) => [exactBytes(key), exactBytes(value)] as const);
  pairs.sort(([a], [b]) => compareBytes(a, b));
  return framed(...pairs.flat());
}

/**
 * UTF-8; but TextEncoder turns every lone surrogate into U+FFFD, and two different texts would become one. A text that
 * has any (a JSON request can) is written in WTF-8, where a lone surrogate has three bytes that UTF-8 never has.
 */
function exactBytes(text: string): Bytes {
  return /\p{Surrogate}/u.test(text) ? Uint8Array.from(Array.from(text).flatMap(wtf8)) : utf8(text);
}

function wtf8(character: string): number[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0xd800 || code > 0xdfff) return [...utf8(character)];
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}

function compareBytes(a: Bytes, b: Bytes): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
