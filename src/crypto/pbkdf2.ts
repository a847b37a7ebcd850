// PBKDF2 (RFC 8018, NIST SP 800-132), on WebCrypto.
import type { Bytes } from '../base/bytes.ts';

export type Pbkdf2Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** `iterations` is at least 1. */
export async function pbkdf2(
  hash: Pbkdf2Hash,
  password: Bytes,
  salt: Bytes,
  iterations: number,
  length: number,
): Promise<Bytes> {
  // Deriving no bits at all is an error to some WebCryptos and not to others.
  if (length === 0) return new Uint8Array(0);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, key, length * 8));
}
