// The ciphers that this openssl has: AES in CBC and CTR mode, and AES key wrap (RFC 3394; with padding RFC 5649). And those
// of the real one that `enc` itself refuses.
import { aesUnwrap, aesUnwrapPadded, aesWrap, aesWrapPadded } from '../../../crypto/aes-key-wrap.ts';
import { aesCbcDecrypt, aesCbcEncrypt, aesCtr } from '../../../crypto/aes.ts';
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes } from '../../../base/bytes.ts';
import { toHex } from '../../../base/encodings.ts';
import { OpensslError } from './arguments.ts';

export const BLOCK = 16;

export interface Cipher {
  readonly title: string;
  readonly mode: 'cbc' | 'ctr' | 'wrap' | 'wrap-pad';
  readonly keyBytes: 16 | 24 | 32;
}

const IV_BYTES = { cbc: BLOCK, ctr: BLOCK, wrap: 8, 'wrap-pad': 4 } as const;
export const ivBytes = ({ mode }: Cipher): number => IV_BYTES[mode];

const table: Readonly<Record<string, Cipher>> = Object.fromEntries(
  ([16, 24, 32] as const).flatMap((keyBytes) =>
    (['cbc', 'ctr', 'wrap', 'wrap-pad'] as const).map((mode) => {
      const bits = keyBytes * 8;
      const isWrap = mode === 'wrap' || mode === 'wrap-pad';
      const title = isWrap ? `id-aes${bits}-${mode}` : `AES-${bits}-${mode.toUpperCase()}`;
      return [title.toLowerCase(), { title, mode, keyBytes }] as const;
    }),
  ),
);

export const cipherNames = Object.keys(table).sort();

export function findCipher(name: string): Cipher | undefined {
  const lower = name.toLowerCase();
  // OpenSSL's own short names: aes256 is aes-256-cbc, aes256-wrap and aes-256-wrap are id-aes256-wrap.
  const full = lower
    .replace(/^aes(128|192|256)$/, 'aes-$1-cbc')
    .replace(/^aes-?(128|192|256)-(wrap(?:-pad)?)$/, 'id-aes$1-$2');
  return Object.hasOwn(table, full) ? table[full] : undefined;
}

export const isAead = (name: string): boolean =>
  /^(aes-?(128|192|256)-?(gcm|ccm|ocb)|id-aes(128|192|256)-(gcm|ccm))$/i.test(name);

/** Other ciphers of OpenSSL 3: not unknown, but not here either. */
export const isElsewhere = (name: string): boolean =>
  /^(aes-?(128|192|256)-?(ecb|cfb[18]?|ofb|xts)|(aria|camellia)-?(128|192|256).*|chacha20|des.*|sm4.*|bf.*|cast.*|rc[245].*|seed.*|idea.*)$/i.test(
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
  readonly trouble?: 'bad padding' | 'wrong length' | 'not unwrapped' | 'not to be wrapped' | 'not wrapped';
}

/** The first eight bytes of what is wrapped, before it is: other ones than these nobody expects. */
const WRAP_IV = { wrap: 'a6a6a6a6a6a6a6a6', 'wrap-pad': 'a65959a6' } as const;
/** What the real program wraps as one piece; longer input it would wrap in several, that nobody unwraps. */
const LONGEST_WRAPPED = 4096;

function wrapWork(mode: 'wrap' | 'wrap-pad', key: Bytes, iv: Bytes, text: Bytes, decrypts: boolean): Ciphered {
  const hex = WRAP_IV[mode];
  if (toHex(iv) !== hex) {
    throw new OpensslError(`This openssl does not have another IV to wrap keys with than ${hex.toUpperCase()}.`);
  }
  if (text.length > LONGEST_WRAPPED) throw new OpensslError(`This openssl wraps ${LONGEST_WRAPPED} bytes at most.`);
  if (text.length === 0) return { bytes: text };
  if (!decrypts) {
    if (mode === 'wrap-pad') return { bytes: aesWrapPadded(key, text) };
    const fits = text.length >= 16 && text.length % 8 === 0;
    return fits ? { bytes: aesWrap(key, text) } : { bytes: new Uint8Array(), trouble: 'not to be wrapped' };
  }
  const shortest = mode === 'wrap' ? 24 : 16;
  if (text.length < shortest || text.length % 8 !== 0) return { bytes: new Uint8Array(), trouble: 'not wrapped' };
  const opened = mode === 'wrap' ? aesUnwrap(key, text) : aesUnwrapPadded(key, text);
  return opened ? { bytes: opened } : { bytes: new Uint8Array(), trouble: 'not unwrapped' };
}

export async function encipher(cipher: Cipher, key: Bytes, iv: Bytes, text: Bytes, padded: boolean): Promise<Ciphered> {
  if (cipher.mode === 'wrap' || cipher.mode === 'wrap-pad') return wrapWork(cipher.mode, key, iv, text, false);
  if (cipher.mode === 'ctr') return { bytes: await aesCtr(key, iv, text) };
  if (padded) return { bytes: await aesCbcEncrypt(key, iv, text) };
  const whole = text.length - (text.length % BLOCK);
  const bytes = await bareCbcEncrypt(key, iv, text.slice(0, whole));
  return whole === text.length ? { bytes } : { bytes, trouble: 'wrong length' };
}

export async function decipher(cipher: Cipher, key: Bytes, iv: Bytes, text: Bytes, padded: boolean): Promise<Ciphered> {
  if (cipher.mode === 'wrap' || cipher.mode === 'wrap-pad') return wrapWork(cipher.mode, key, iv, text, true);
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
