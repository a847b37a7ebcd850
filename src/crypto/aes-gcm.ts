// AES-GCM with a 16-byte tag (NIST SP 800-38D), on WebCrypto. Who calls sees to it that no IV is used twice with a key.
import type { Bytes } from '../base/bytes.ts';
import { undefinedIfRefused } from './refusal.ts';

export const GCM_TAG_BYTES = 16;
export const GCM_IV_BYTES = 12;

/** A key that can do this one thing and cannot be taken out again. */
export const importAesGcmKey = (key: Bytes, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage]);

const parameters = (iv: Bytes, additionalData: Bytes) => ({ name: 'AES-GCM', iv, additionalData, tagLength: 128 });

/** The ciphertext and, behind it, the tag. */
export const aesGcmSeal = async (key: CryptoKey, iv: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.encrypt(parameters(iv, aad), key, plaintext));

/** Undefined where key, IV, AAD, ciphertext and tag do not belong together in every bit. */
export async function aesGcmOpen(key: CryptoKey, iv: Bytes, aad: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  if (sealed.length < GCM_TAG_BYTES) return undefined;
  return undefinedIfRefused(crypto.subtle.decrypt(parameters(iv, aad), key, sealed));
}
