// HKDF with SHA-256 (RFC 5869), at once and without a promise.
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../base/bytes.ts';

/** At most 255 × 32 bytes, which is the most that HKDF gives: beyond that it throws. Without a salt it is 32 zero bytes. */
export const hkdfSha256 = (secret: Uint8Array, info: Uint8Array, length: number, salt?: Uint8Array): Bytes =>
  hkdf(sha256, secret, salt, info, length);
