// The digests that this openssl has, by the names of its command line.
import { isDigestName } from '../../../crypto/digest.ts';
import type { DigestName } from '../../../crypto/digest.ts';

export interface DigestInfo {
  readonly digest: DigestName;
  /** How OpenSSL 3 shows it. */
  readonly title: string;
}

const table: Readonly<Record<string, DigestInfo>> = {
  md5: { digest: 'MD5', title: 'MD5' },
  sha1: { digest: 'SHA-1', title: 'SHA1' },
  sha224: { digest: 'SHA-224', title: 'SHA2-224' },
  sha256: { digest: 'SHA-256', title: 'SHA2-256' },
  sha384: { digest: 'SHA-384', title: 'SHA2-384' },
  sha512: { digest: 'SHA-512', title: 'SHA2-512' },
};

/** sha256, SHA256, sha2-256, SHA-256. */
export function findDigest(name: string): DigestInfo | undefined {
  const plain = name.toLowerCase().replace(/^sha2?-(?=\d)/, 'sha');
  const found = Object.hasOwn(table, plain) ? table[plain] : undefined;
  return found && isDigestName(found.digest) ? found : undefined;
}

export const digestNames = Object.keys(table);
