// WebCrypto's RSA keys. Each does one thing with one hash, so a key of ours may need several: they are imported when
// they are first asked for, and kept.
import type { Bytes } from '../base/bytes.ts';

export type RsaHash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
export type RsaName = 'RSA-OAEP' | 'RSA-PSS' | 'RSASSA-PKCS1-v1_5';
export type RsaUsage = 'encrypt' | 'decrypt' | 'sign' | 'verify';

export type RsaWebKeys = (name: RsaName, hash: RsaHash, usage: RsaUsage) => Promise<CryptoKey>;

/** `der` is a public key in SubjectPublicKeyInfo or a private one in PKCS #8. */
export function rsaWebKeys(format: 'spki' | 'pkcs8', der: Bytes): RsaWebKeys {
  const imported = new Map<string, Promise<CryptoKey>>();
  return (name, hash, usage) => {
    const which = `${name} ${hash} ${usage}`;
    const known = imported.get(which);
    if (known) return known;
    const key = crypto.subtle.importKey(format, der, { name, hash }, false, [usage]);
    imported.set(which, key);
    return key;
  };
}
