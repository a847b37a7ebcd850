// AES key wrap, AES-KW (RFC 3394), and with padding, AES-KWP (RFC 5649): NIST SP 800-38F. KWP is noble's, because
// WebCrypto has none; KW is noble's as well, because WebCrypto wraps CryptoKeys, which takes the lengths of AES keys only,
// and Chromium has no 192-bit keys to wrap with.
import { aeskw, aeskwp } from '@noble/ciphers/aes.js';
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';

const SEMIBLOCK = 8;

function checkKey(wrappingKey: Bytes): void {
  assert([16, 24, 32].includes(wrappingKey.length), 'an AES key is of 16, 24 or 32 bytes');
}

/** What the unwrapping gives, or undefined where noble refuses it: an error is its one way to say so. */
function undefinedIfThrown(unwrap: () => Bytes): Bytes | undefined {
  try {
    // A copy: noble gives a view of what it worked in.
    return unwrap().slice();
  } catch {
    return undefined;
  }
}

/** Wraps two or more semiblocks of 8 bytes. Eight bytes more than went in. */
export function aesWrap(wrappingKey: Bytes, key: Bytes): Bytes {
  checkKey(wrappingKey);
  assert(key.length >= 2 * SEMIBLOCK && key.length % SEMIBLOCK === 0, 'AES-KW wraps two or more semiblocks');
  return aeskw(wrappingKey).encrypt(key);
}

/** Undefined where this was not wrapped with this key. */
export function aesUnwrap(wrappingKey: Bytes, wrapped: Bytes): Bytes | undefined {
  checkKey(wrappingKey);
  return undefinedIfThrown(() => aeskw(wrappingKey).decrypt(wrapped));
}

/** Wraps any number of bytes but none: padded to whole semiblocks, and eight bytes more. */
export function aesWrapPadded(wrappingKey: Bytes, key: Bytes): Bytes {
  checkKey(wrappingKey);
  assert(key.length > 0, 'AES-KWP wraps at least one byte');
  return aeskwp(wrappingKey).encrypt(key);
}

/** Undefined where this was not wrapped with this key. */
export function aesUnwrapPadded(wrappingKey: Bytes, wrapped: Bytes): Bytes | undefined {
  checkKey(wrappingKey);
  return undefinedIfThrown(() => aeskwp(wrappingKey).decrypt(wrapped));
}
