// What a word for a blob means: base64 by default, raw text under raw-in-base64-out, bytes from fileb://.
// Source: AWS CLI User Guide, "cli_binary_format"; base64 is read as leniently as Python's b64decode reads it.
import type { Bytes } from '../../base/bytes.ts';
import { utf8 } from '../../base/bytes.ts';
import { failure } from './errors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function blobFromText(text: string, format: string): Bytes {
  if (format === 'raw-in-base64-out') return utf8(text);
  if (/[^\0-\x7f]/.test(text)) throw failure('string argument should contain only ASCII characters');
  const bytes = lenientBase64(text);
  if (bytes === undefined) throw failure(`Invalid base64: "${text}"`);
  return bytes;
}

/** Characters outside the alphabet are passed over; what follows the padding is not read. */
function lenientBase64(text: string): Bytes | undefined {
  const bytes: number[] = [];
  let pending = 0;
  let digits = 0;
  let padding = 0;
  for (const character of text) {
    if (character === '=') {
      padding += 1;
      if (digits >= 2 && digits + padding >= 4) return new Uint8Array(bytes);
      continue;
    }
    const digit = ALPHABET.indexOf(character);
    if (digit === -1) continue;
    padding = 0;
    pending = ((pending << 6) | digit) & 0xffffff;
    if (digits === 1) bytes.push((pending >> 4) & 0xff);
    if (digits === 2) bytes.push((pending >> 2) & 0xff);
    if (digits === 3) bytes.push(pending & 0xff);
    digits = (digits + 1) % 4;
  }
  return digits === 0 ? new Uint8Array(bytes) : undefined;
}
