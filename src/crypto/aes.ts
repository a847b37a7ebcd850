// AES in the modes that do not authenticate: CBC with PKCS#7 padding and CTR (NIST SP 800-38A), for `openssl enc`.
// On WebCrypto; but Chromium's has no 192-bit keys, so those are noble's, everywhere alike.
import { cbc as nobleCbc, ctr as nobleCtr } from '@noble/ciphers/aes.js';
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { undefinedIfRefused } from './refusal.ts';

const BLOCK = 16;

const forNoble = (key: Bytes) => key.length === 24;

function checkSizes(key: Bytes, block: Bytes): void {
  assert(key.length === 16 || key.length === 24 || key.length === 32, 'an AES key is of 16, 24 or 32 bytes');
  assert(block.length === BLOCK, 'an IV or counter block of AES is of 16 bytes');
}

const importKey = (key: Bytes, mode: 'AES-CBC' | 'AES-CTR', usage: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key, mode, false, [usage]);

export async function aesCbcEncrypt(key: Bytes, iv: Bytes, plaintext: Bytes): Promise<Bytes> {
  checkSizes(key, iv);
  if (forNoble(key)) return nobleCbc(key, iv).encrypt(plaintext);
  const imported = await importKey(key, 'AES-CBC', 'encrypt');
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, imported, plaintext));
}

/** Undefined where these are not whole blocks that end in PKCS#7 padding. */
export async function aesCbcDecrypt(key: Bytes, iv: Bytes, ciphertext: Bytes): Promise<Bytes | undefined> {
  checkSizes(key, iv);
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0) return undefined;
  if (forNoble(key)) {
    const padded = nobleCbc(key, iv, { disablePadding: true }).decrypt(ciphertext);
    return withoutPadding(padded);
  }
  const imported = await importKey(key, 'AES-CBC', 'decrypt');
  return undefinedIfRefused(crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, ciphertext));
}

function withoutPadding(padded: Bytes): Bytes | undefined {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > BLOCK) return undefined;
  const end = padded.length - count;
  return padded.subarray(end).every((byte) => byte === count) ? padded.slice(0, end) : undefined;
}

/** Encrypts and decrypts. The whole block counts, big-endian, as in OpenSSL. */
export async function aesCtr(key: Bytes, counterBlock: Bytes, bytes: Bytes): Promise<Bytes> {
  checkSizes(key, counterBlock);
  if (forNoble(key)) return nobleCtr(key, counterBlock).encrypt(bytes);
  const imported = await importKey(key, 'AES-CTR', 'encrypt');
  const algorithm = { name: 'AES-CTR', counter: counterBlock, length: 8 * BLOCK };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, bytes));
}
