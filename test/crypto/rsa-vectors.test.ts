// RSA on Wycheproof's vectors. Verification goes over both ways that there are: WebCrypto, which gets the message, and the
// numbers, which get its digest.
import { expect } from 'vitest';
import { toHex } from '../../src/base/encodings.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { digest } from '../../src/crypto/digest.ts';
import { writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import type { RsaSignatureHash } from '../../src/crypto/rsa-encodings.ts';
import { openRsaPrivateKey, openRsaPublicKey, type RsaPublicKey } from '../../src/crypto/rsa.ts';
import { bytesOf, describeVectors, type Judge } from './wycheproof.ts';

interface KeyGroup {
  readonly sha: RsaSignatureHash;
  /** SubjectPublicKeyInfo, and RSAPublicKey. */
  readonly publicKeyDer: string;
  readonly publicKeyAsn: string;
}

const opened = new Map<string, RsaPublicKey>();

function openOnce(spki: string): RsaPublicKey {
  const key = opened.get(spki) ?? openRsaPublicKey(bytesOf(spki));
  if (key === undefined) throw new Error('the key was not opened');
  opened.set(spki, key);
  return key;
}

const verifier =
  (scheme: 'PSS' | 'PKCS1', prehashed: boolean, spkiOf: (group: KeyGroup) => string): Judge<'msg' | 'sig', KeyGroup> =>
  async ({ msg, sig }, group) => {
    const message = prehashed ? digest(group.sha, bytesOf(msg)) : bytesOf(msg);
    const key = openOnce(spkiOf(group));
    const verified = await key.verify({ scheme, hash: group.sha, prehashed }, message, bytesOf(sig));
    return verified ? 'accepted' : 'refused';
  };

const bothWays = (scheme: 'PSS' | 'PKCS1', spkiOf: (group: KeyGroup) => string) => ({
  WebCrypto: verifier(scheme, false, spkiOf),
  numbers: verifier(scheme, true, spkiOf),
});

for (const parameters of [
  '2048_sha256_mgf1_32',
  '2048_sha384_mgf1_48',
  '3072_sha256_mgf1_32',
  '4096_sha256_mgf1_32',
  '4096_sha384_mgf1_48',
  '4096_sha512_mgf1_64',
]) {
  describeVectors<'msg' | 'sig', KeyGroup>({
    file: `rsa_pss_${parameters}_test.json`,
    backends: bothWays('PSS', ({ publicKeyDer }) => publicKeyDer),
  });
}

// Keys that are for PSS alone and carry its parameters. KMS has no such keys: all its RSA keys say rsaEncryption. So they
// are refused as they are, and their numbers are tried as KMS would hold them.
for (const parameters of ['2048_sha256_mgf1_32', '3072_sha256_mgf1_32', '4096_sha512_mgf1_64']) {
  describeVectors<'msg' | 'sig', KeyGroup>({
    file: `rsa_pss_${parameters}_params_test.json`,
    backends: bothWays('PSS', ({ publicKeyDer, publicKeyAsn }) => {
      expect(openRsaPublicKey(bytesOf(publicKeyDer))).toBeUndefined();
      return toHex(writePublicKeyInfo(ALGORITHM.rsa, bytesOf(publicKeyAsn)));
    }),
  });
}

// Acceptable is one signature in each file whose DigestInfo lacks the NULL of its algorithm. RFC 8017 has it written and
// lets verifiers take both; here the whole encoding is made again and compared, as WebCrypto's makers do, so it is refused.
for (const size of [2048, 3072, 4096]) {
  for (const hash of ['sha256', 'sha384', 'sha512']) {
    describeVectors<'msg' | 'sig', KeyGroup>({
      file: `rsa_signature_${size}_${hash}_test.json`,
      backends: bothWays('PKCS1', ({ publicKeyDer }) => publicKeyDer),
      acceptable: 'refused',
    });
  }
}

interface DecryptGroup {
  readonly keySize: number;
  readonly sha: 'SHA-1' | 'SHA-256';
  readonly privateKeyPkcs8: string;
}

// KMS has no labels: what was sealed with one must not open.
for (const parameters of [
  '2048_sha1_mgf1sha1',
  '2048_sha256_mgf1sha256',
  '3072_sha256_mgf1sha256',
  '4096_sha256_mgf1sha256',
]) {
  describeVectors<'msg' | 'ct' | 'label', DecryptGroup>({
    file: `rsa_oaep_${parameters}_test.json`,
    expected: ({ label }) => (label === '' ? undefined : 'refused'),
    backends: {
      WebCrypto: async ({ msg, ct }, { keySize, sha, privateKeyPkcs8 }) => {
        const key = openRsaPrivateKey(bytesOf(privateKeyPkcs8), keySize);
        if (key === undefined) throw new Error('the key was not opened');
        const plaintext = await key.decryptOaep(sha, bytesOf(ct));
        if (plaintext === undefined) return 'refused';
        expect(toHex(plaintext)).toBe(msg);
        return 'accepted';
      },
    },
  });
}
