// How `openssl enc` makes key and IV of a passphrase: EVP_BytesToKey (its manual page), or PBKDF2 (RFC 8018).
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes } from '../../../base/bytes.ts';
import { digest, hmac } from '../../../crypto/digest.ts';
import type { DigestName } from '../../../crypto/digest.ts';
import { pbkdf2 } from '../../../crypto/pbkdf2.ts';

export function bytesToKey(name: DigestName, password: Bytes, salt: Bytes, length: number): Bytes {
  let last: Bytes = new Uint8Array();
  let all: Bytes = new Uint8Array();
  while (all.length < length) {
    last = digest(name, concatBytes(last, password, salt));
    all = concatBytes(all, last);
  }
  return all.slice(0, length);
}

/** For the digests that WebCrypto's PBKDF2 has not: MD5 and SHA-224. */
function slowPbkdf2(name: DigestName, password: Bytes, salt: Bytes, iterations: number, length: number): Bytes {
  const parts: Bytes[] = [];
  for (let block = 1, made = 0; made < length; block += 1) {
    let u = hmac(name, password, concatBytes(salt, new Uint8Array([block >>> 24, block >>> 16, block >>> 8, block])));
    const sum = u.slice();
    for (let round = 1; round < iterations; round += 1) {
      u = hmac(name, password, u);
      for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) ^ (u[at] ?? 0);
    }
    parts.push(sum);
    made += sum.length;
  }
  return concatBytes(...parts).slice(0, length);
}

export async function pbkdf2Key(
  name: DigestName,
  password: Bytes,
  salt: Bytes,
  iterations: number,
  length: number,
): Promise<Bytes> {
  if (name === 'MD5' || name === 'SHA-224') return slowPbkdf2(name, password, salt, iterations, length);
  return pbkdf2(name, password, salt, iterations, length);
}
