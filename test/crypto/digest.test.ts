import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { digest, hmac, isDigestName, sha256, shake, type DigestName, type ShakeName } from '../../src/crypto/digest.ts';
import { byteArrays } from './byte-arrays.ts';
import { bytesOf, describeVectors } from './wycheproof.ts';

const names: readonly DigestName[] = ['MD5', 'SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'];
const inNode = (name: DigestName) => name.replace('-', '').toLowerCase();

describe('digest', () => {
  // RFC 1321, A.5, and the examples that NIST gives for FIPS 180-4: the digest of "abc".
  it.each<[DigestName, string]>([
    ['MD5', '900150983cd24fb0d6963f7d28e17f72'],
    ['SHA-1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['SHA-224', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
    ['SHA-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA-384', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
    [
      'SHA-512',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
  ])('%s of "abc" is as the standard says', (name, expected) => {
    expect(toHex(digest(name, utf8('abc')))).toBe(expected);
  });

  it.each(names)('%s agrees with Node on any bytes', (name) => {
    fc.assert(
      fc.property(byteArrays({ maxLength: 300 }), (bytes) => {
        expect(toHex(digest(name, bytes))).toBe(createHash(inNode(name)).update(bytes).digest('hex'));
      }),
    );
  });

  it('has SHA-256 under a name of its own', () => {
    expect(sha256(utf8('abc'))).toEqual(digest('SHA-256', utf8('abc')));
  });

  it('knows its names, and no other', () => {
    expect(names.every(isDigestName)).toBe(true);
    for (const name of ['', 'sha-256', 'SHA256', 'SHA-3', 'toString', '__proto__', 'constructor']) {
      expect(isDigestName(name)).toBe(false);
    }
  });
});

describe('hmac', () => {
  it.each(names)('with %s agrees with Node on any key and bytes, no key included', (name) => {
    fc.assert(
      fc.property(byteArrays({ maxLength: 200 }), byteArrays({ maxLength: 300 }), (key, bytes) => {
        expect(toHex(hmac(name, key, bytes))).toBe(createHmac(inNode(name), key).update(bytes).digest('hex'));
      }),
      { examples: [[new Uint8Array(0), new Uint8Array(0)]] },
    );
  });
});

describe.each<[DigestName, string]>([
  ['SHA-224', 'hmac_sha224_test.json'],
  ['SHA-256', 'hmac_sha256_test.json'],
  ['SHA-384', 'hmac_sha384_test.json'],
  ['SHA-512', 'hmac_sha512_test.json'],
])('hmac with %s', (name, file) => {
  describeVectors<'key' | 'msg' | 'tag', { readonly tagSize: number }>({
    file,
    backends: {
      noble: ({ key, msg, tag }, { tagSize }) => {
        const mac = hmac(name, bytesOf(key), bytesOf(msg)).subarray(0, tagSize / 8);
        return toHex(mac) === tag ? 'accepted' : 'refused';
      },
    },
  });
});

describe('shake', () => {
  it.each<[ShakeName, string]>([
    ['SHAKE-128', 'shake128'],
    ['SHAKE-256', 'shake256'],
  ])('%s puts out as much as is asked for, as Node does', (name, nodeName) => {
    fc.assert(
      fc.property(byteArrays(), fc.integer({ min: 1, max: 400 }), (bytes, outputLength) => {
        const expected = createHash(nodeName, { outputLength }).update(bytes).digest('hex');
        expect(toHex(shake(name, bytes, outputLength))).toBe(expected);
      }),
    );
  });
});
