import * as node from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { digest } from '../../src/crypto/digest.ts';
import { DIGEST_BYTES, pkcs1Encoding, pssEncodes, pssEncoding } from '../../src/crypto/rsa-encodings.ts';
import { openRsaPrivateKey, openRsaPublicKey } from '../../src/crypto/rsa.ts';
import { byteArrays } from './byte-arrays.ts';

const hashes = ['SHA-256', 'SHA-384', 'SHA-512'] as const;

describe('EMSA-PKCS1-v1_5', () => {
  // RFC 8017, 9.2, note 1.
  it.each([
    ['SHA-256', '3031300d060960864801650304020105000420'],
    ['SHA-384', '3041300d060960864801650304020205000430'],
    ['SHA-512', '3051300d060960864801650304020305000440'],
  ] as const)('with %s has the prefix %s', (hash, prefix) => {
    const messageDigest = digest(hash, utf8('x'));
    const padding = 'ff'.repeat(256 - 3 - prefix.length / 2 - DIGEST_BYTES[hash]);
    expect(toHex(pkcs1Encoding(hash, messageDigest, 256))).toBe(`0001${padding}00${prefix}${toHex(messageDigest)}`);
  });
});

describe('EMSA-PSS', () => {
  const make = (hash: (typeof hashes)[number], bits: number) => {
    const messageDigest = digest(hash, utf8('encoded'));
    const salt = new Uint8Array(node.randomBytes(DIGEST_BYTES[hash]));
    return { messageDigest, encoding: pssEncoding(hash, messageDigest, salt, bits) };
  };

  it.each(hashes.flatMap((hash) => [2048, 3072, 4096, 2041, 2047, 2049].map((bits) => ({ hash, bits }))))(
    '$hash for $bits bits is recognized, and nothing in which a bit was changed is',
    ({ hash, bits }) => {
      const { messageDigest, encoding } = make(hash, bits);
      expect(encoding).toHaveLength(Math.ceil((bits - 1) / 8));
      expect(pssEncodes(encoding, hash, messageDigest, bits)).toBe(true);
      expect(pssEncodes(encoding, hash, digest(hash, utf8('another')), bits)).toBe(false);
      expect(pssEncodes(encoding.slice(1), hash, messageDigest, bits)).toBe(false);
      // Each bit on its own: those of the padding, of the octet 01, of salt, hash and trailer, and those that are to be 0.
      for (let bit = 0; bit < 8 * encoding.length; bit += 1) {
        encoding[bit >> 3] = (encoding[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        expect(pssEncodes(encoding, hash, messageDigest, bits)).toBe(false);
        encoding[bit >> 3] = (encoding[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      }
    },
  );

  it('fits into no number that is too short for salt and hash', () => {
    expect(pssEncodes(new Uint8Array(64).fill(0xbc), 'SHA-256', new Uint8Array(32), 512)).toBe(false);
  });
});

describe('a modulus of 1025 bits, whose PSS encoding is a byte shorter than it', () => {
  const { privateKey, publicKey } = node.generateKeyPairSync('rsa', { modulusLength: 1025 });
  const ours = openRsaPrivateKey(new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })), 1025)!;
  const ourPublic = openRsaPublicKey(ours.publicKey)!;
  const padding = { padding: node.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const scheme = { scheme: 'PSS', hash: 'SHA-256', prehashed: true } as const;
  const message = utf8('odd');

  it('signs as Node verifies, and verifies as Node signs', async () => {
    const signature = await ours.sign(scheme, digest('SHA-256', message), new Uint8Array(32));
    expect(node.verify('sha256', message, { key: publicKey, ...padding }, signature)).toBe(true);
    const nodes: Bytes = new Uint8Array(node.sign('sha256', message, { key: privateKey, ...padding }));
    expect(await ourPublic.verify(scheme, digest('SHA-256', message), nodes)).toBe(true);
  });

  it('verifies no other bytes of its length, and never throws', () =>
    fc.assert(
      fc.asyncProperty(byteArrays({ minLength: 128, maxLength: 128 }), async (bytes) => {
        const signature = new Uint8Array([0, ...bytes]);
        expect(await ourPublic.verify(scheme, digest('SHA-256', message), signature)).toBe(false);
      }),
    ));
});
