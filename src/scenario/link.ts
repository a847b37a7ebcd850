// A scenario as a link: its text, compressed, in the URL's fragment, which no server ever sees. Nothing is looked up and
// no key material is ever in it. A link may be damaged or hostile: reading one never throws, it says what is wrong.
//
// Version 1: #s=1.<base64url of: 6 bytes of SHA-256 of the text, then raw DEFLATE (RFC 1951) against a dictionary>
import { deflateSync, Inflate } from 'fflate';
import { concatBytes, equalBytes, fromUtf8, utf8 } from '../base/bytes.ts';
import type { Bytes } from '../base/bytes.ts';
import { fromBase64Url, toBase64Url } from '../base/encodings.ts';
import { limits } from './limits.ts';
import { dictionaryVersion1 } from './link-dictionary.ts';
import { ScenarioError } from './types.ts';

export type ReadLink = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const checksumLength = 6;

async function checksum(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, checksumLength);
}

/** The link's fragment, with its `#`. Throws a ScenarioError where the text is too long for any link. */
export async function encodeLink(text: string): Promise<string> {
  const bytes = utf8(text);
  const packed = deflateSync(bytes, { level: 9, dictionary: dictionaryVersion1 });
  const fragment = `#s=1.${toBase64Url(concatBytes(await checksum(bytes), packed))}`;
  if (fragment.length > limits.link || bytes.length > limits.text) {
    throw new ScenarioError('This is too much for a link: links carry about 40 pages of text at most.', 1);
  }
  return fragment;
}

/** Reads a fragment, with or without its `#`. */
export async function decodeLink(fragment: string): Promise<ReadLink> {
  const sorry = (message: string): ReadLink => ({ ok: false, message });
  if (fragment.length > limits.link)
    return sorry('This link is longer than any that Keyroom makes. It was not opened.');
  const match = /^#?s=(\d{1,6})\.(.*)$/s.exec(fragment.trim());
  if (!match) return sorry('This link carries no scenario.');
  const [, version, payload = ''] = match;
  if (version !== '1')
    return sorry('This link was made by a newer Keyroom than this one. Reload the page and open it again.');
  const damaged = 'This link is damaged: a part of it is missing or was changed on the way. Ask for it once more.';
  const bytes = fromBase64Url(payload);
  if (!bytes || bytes.length <= checksumLength) return sorry(damaged);
  const unpacked = inflate(bytes.subarray(checksumLength));
  if (unpacked === 'too long')
    return sorry('This link would unpack to more text than a scenario may have. It was not opened.');
  if (unpacked === 'damaged') return sorry(damaged);
  if (!equalBytes(await checksum(unpacked), bytes.subarray(0, checksumLength))) return sorry(damaged);
  try {
    return { ok: true, text: fromUtf8(unpacked) };
  } catch {
    return sorry(damaged);
  }
}

/** Small pieces go in one by one, so that a bomb is noticed after at most a piece's worth of output. */
function inflate(packed: Uint8Array): Bytes | 'too long' | 'damaged' {
  const pieceLength = 64;
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary: dictionaryVersion1 }, (part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let at = 0; at < packed.length; at += pieceLength) {
      stream.push(packed.slice(at, at + pieceLength), at + pieceLength >= packed.length);
      if (length > limits.text) return 'too long';
    }
  } catch {
    return 'damaged';
  }
  // A text that was cut off in its last block shows in the checksum.
  return concatBytes(...parts);
}
