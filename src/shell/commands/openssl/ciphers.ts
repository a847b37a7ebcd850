// The ciphers that this openssl has: AES in CBC and CTR mode. And those of the real one that `enc` itself refuses.
import { aesCbcDecrypt, aesCbcEncrypt, aesCtr } from '../../../crypto/aes.ts';
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes } from '../../../base/bytes.ts';

export const BLOCK = 16;

export interface Cipher {
  readonly title: string;
  readonly mode: 'cbc' | 'ctr';
  readonly keyBytes: 16 | 24 | 32;
}

const table: Readonly<Record<string, Cipher>> = Object.fromEntries(
  ([16, 24, 32] as const).flatMap((keyBytes) =>
    (['cbc', 'ctr'] as const).map((mode) => {
      const title = `AES-${keyBytes * 8}-${mode.toUpperCase()}`;
      return [title.toLowerCase(), { title, mode, keyBytes }] as const;
    }),
  ),
);

export const cipherNames = Object.keys(table).sort();

export function findCipher(name: string): Cipher | undefined {
  const lower = name.toLowerCase();
  // OpenSSL's own short names: aes256 is aes-256-cbc.
  const full = /^aes(128|192|256)$/.test(lower) ? `aes-${lower.slice(3)}-cbc` : lower;
  return Object.hasOwn(table, full) ? table[full] : undefined;
}

export const isAead = (name: string): boolean =>
  /^(aes-?(128|192|256)-?(gcm|ccm|ocb)|id-aes(128|192|256)-(gcm|ccm))$/i.test(name);

/** Other ciphers of OpenSSL 3: not unknown, but not here either. */
export const isElsewhere = (name: string): boolean =>
  /^(aes-?(128|192|256)-?(ecb|cfb[18]?|ofb|xts|wrap)|id-aes(128|192|256)-wrap(-pad)?|(aria|camellia)-?(128|192|256).*|chacha20|des.*|sm4.*|bf.*|cast.*|rc[245].*|seed.*|idea.*)$/i.test(
    name,
  );

/** CBC of whole blocks, and no padding. aes.ts only has CBC with padding, and its last block is not needed here. */
async function bareCbcEncrypt(key: Bytes, iv: Bytes, plaintext: Bytes): Promise<Bytes> {
  return (await aesCbcEncrypt(key, iv, plaintext)).slice(0, plaintext.length);
}

/** With one more block, made so that it decrypts to nothing but padding, every text has its padding. */
async function bareCbcDecrypt(key: Bytes, iv: Bytes, ciphertext: Bytes): Promise<Bytes> {
  if (ciphertext.length === 0) return new Uint8Array();
  const padding = await aesCbcEncrypt(key, ciphertext.slice(-BLOCK), new Uint8Array());
  return (await aesCbcDecrypt(key, iv, concatBytes(ciphertext, padding))) ?? new Uint8Array();
}

export interface Ciphered {
  readonly bytes: Bytes;
  /** Why the end of it is not there. What came before it is, as the real program has written it by then. */
  readonly trouble?: 'bad padding' | 'wrong length';
}

export async function encipher(cipher: Cipher, key: Bytes, iv: Bytes, text: Bytes, padded: boolean): Promise<Ciphered> {
  if (cipher.mode === 'ctr') return { bytes: await aesCtr(key, iv, text) };
  if (padded) return { bytes: await aesCbcEncrypt(key, iv, text) };
  const whole = text.length - (text.length % BLOCK);
  const bytes = await bareCbcEncrypt(key, iv, text.slice(0, whole));
  return whole === text.length ? { bytes } : { bytes, trouble: 'wrong length' };
}

export async function decipher(cipher: Cipher, key: Bytes, iv: Bytes, text: Bytes, padded: boolean): Promise<Ciphered> {
  if (cipher.mode === 'ctr') return { bytes: await aesCtr(key, iv, text) };
  const whole = text.length - (text.length % BLOCK);
  if (padded && whole === text.length && whole > 0) {
    const opened = await aesCbcDecrypt(key, iv, text);
    if (opened) return { bytes: opened };
    return { bytes: (await bareCbcDecrypt(key, iv, text)).slice(0, -BLOCK), trouble: 'bad padding' };
  }
  const bytes = await bareCbcDecrypt(key, iv, text.slice(0, whole));
  if (!padded && whole === text.length) return { bytes };
  return { bytes, trouble: 'wrong length' };
}
