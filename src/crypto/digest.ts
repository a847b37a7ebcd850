// Digests and HMAC by name, at once and without a promise: noble's, because WebCrypto has neither SHA-224 nor MD5 and
// answers later. FIPS 180-4 (SHA), RFC 1321 (MD5), RFC 2104 (HMAC). MD5 and SHA-1 are here for what asks for them by
// name, such as `openssl dgst`; nothing of ours rests on them. SHAKE, of any length, is FIPS 202's.
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256 as nobleSha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { shake128, shake256 } from '@noble/hashes/sha3.js';
import type { Bytes } from '../base/bytes.ts';

const hashes = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': nobleSha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
} as const;

export type DigestName = keyof typeof hashes;

export const isDigestName = (name: string): name is DigestName => Object.hasOwn(hashes, name);

export const digest = (name: DigestName, bytes: Uint8Array): Bytes => hashes[name](bytes);

const shakes = { 'SHAKE-128': shake128, 'SHAKE-256': shake256 } as const;

export type ShakeName = keyof typeof shakes;

export const shake = (name: ShakeName, bytes: Uint8Array, outputBytes: number): Bytes =>
  shakes[name](bytes, { dkLen: outputBytes });

export const sha256 = (bytes: Uint8Array): Bytes => digest('SHA-256', bytes);

/** HMAC-SHA256 under one key, again and again: the key is taken in once. */
export function keyedHmacSha256(key: Uint8Array): (bytes: Uint8Array) => Bytes {
  const keyed = nobleHmac.create(nobleSha256, key);
  return (bytes) => keyed.clone().update(bytes).digest();
}

/** Any length of key, the empty one included, as RFC 2104 has it. */
export const hmac = (name: DigestName, key: Uint8Array, bytes: Uint8Array): Bytes =>
  nobleHmac(hashes[name], key, bytes);
