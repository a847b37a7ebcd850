// The base64 of `openssl enc -a` and `openssl base64`: lines of 64, or with -A one line without an end.
import type { Bytes } from '../../../base/bytes.ts';
import { utf8 } from '../../../base/bytes.ts';
import { toBase64, toLatin1 } from '../../../base/encodings.ts';
import { decodeBase64, wrapped } from '../base64.ts';

export const encode = (bytes: Uint8Array, oneLine: boolean): Bytes =>
  utf8(oneLine ? toBase64(bytes) : wrapped(toBase64(bytes), 64));

/** What is no base64 ends it without a word, as in OpenSSL. With -A a second line makes it nothing, as there. */
export function decode(bytes: Uint8Array, oneLine: boolean): Bytes {
  const text = toLatin1(bytes).trim();
  if (oneLine && /\n/.test(text)) return new Uint8Array();
  const lines = text.split(/[ \t\r]*\n/);
  const first = lines.findIndex((line) => /^[A-Za-z0-9+/]+={0,2}$/.test(line));
  if (first === -1) return new Uint8Array();
  const { bytes: decoded, valid } = decodeBase64(lines.slice(first).join(''));
  return valid ? decoded : decoded.slice(0, decoded.length - (decoded.length % 3));
}
