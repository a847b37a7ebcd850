import * as node from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { ALGORITHM, type KeyAlgorithm } from '../../src/crypto/algorithm-identifiers.ts';
import { contextTag } from '../../src/crypto/der.ts';
import {
  derBitString,
  derElement,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSetOf,
  derUnsigned,
} from '../../src/crypto/der-writer.ts';
import {
  readPrivateKeyInfo,
  readPublicKeyInfo,
  writePrivateKeyInfo,
  writePublicKeyInfo,
} from '../../src/crypto/key-info.ts';
import { openRsaPrivateKey, openRsaPublicKey, rsaPrimesArePrime } from '../../src/crypto/rsa.ts';
import { rsaFixture } from '../hsm/rsa-fixtures.ts';
import { bytesOf } from './wycheproof.ts';

const ec = (namedCurve: string) => () => node.generateKeyPairSync('ec', { namedCurve });
const nodePairs: readonly [KeyAlgorithm, () => node.KeyPairKeyObjectResult][] = [
  ['rsa', () => node.generateKeyPairSync('rsa', { modulusLength: 1024 })],
  ['p256', ec('P-256')],
  ['p384', ec('P-384')],
  ['p521', ec('P-521')],
  ['secp256k1', ec('secp256k1')],
  ['ed25519', () => node.generateKeyPairSync('ed25519')],
];

describe('keys as Node writes them', () => {
  it.each(nodePairs)('%s', (name, generate) => {
    const pair = generate();
    const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
    const pkcs8 = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
    const publicInfo = readPublicKeyInfo(spki)!;
    const privateInfo = readPrivateKeyInfo(pkcs8)!;
    expect(publicInfo.algorithm).toEqual(ALGORITHM[name]);
    expect(privateInfo.algorithm).toEqual(ALGORITHM[name]);
    expect(writePublicKeyInfo(publicInfo.algorithm, publicInfo.key)).toEqual(spki);
    expect(writePrivateKeyInfo(privateInfo.algorithm, privateInfo.key)).toEqual(pkcs8);
  });
});

describe('algorithm identifiers', () => {
  // RFC 9881, 2: id-ml-dsa-44, -65 and -87, without parameters.
  it.each([
    ['mlDsa44', '300b0609608648016503040311'],
    ['mlDsa65', '300b0609608648016503040312'],
    ['mlDsa87', '300b0609608648016503040313'],
  ] as const)('%s is %s', (name, hex) => {
    expect(toHex(ALGORITHM[name])).toBe(hex);
  });
});

describe('readPrivateKeyInfo', () => {
  const key = bytesOf('0420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842');
  const start = [derUnsigned(1n), ALGORITHM.ed25519, derOctetString(key)] as const;
  const publicBits = bytesOf('19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1');
  const publicKey = derElement(contextTag(1, 'primitive'), bytesOf('00'), publicBits);
  const attribute = derSequence(derObjectIdentifier('1.2.840.113549.1.9.9.20'), derSetOf(derNull()));
  const attributes = derElement(contextTag(0, 'constructed'), attribute);
  const version = (value: bigint, ...rest: readonly Bytes[]) =>
    derSequence(derUnsigned(value), ALGORITHM.ed25519, derOctetString(key), ...rest);

  it('reads the example of RFC 8410, 10.3, which has attributes and a public key', () => {
    const example =
      '3072020101300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842a01f301d060a2a864886f70d01090914310f0c0d437572646c6520436861697273812100' +
      '19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1';
    expect(readPrivateKeyInfo(bytesOf(example))).toEqual({ algorithm: ALGORITHM.ed25519, key, publicKey: publicBits });
  });

  it('takes attributes in either version, and a public key in the second', () => {
    const plain = { algorithm: ALGORITHM.ed25519, key };
    expect(readPrivateKeyInfo(version(0n))).toEqual(plain);
    expect(readPrivateKeyInfo(version(0n, attributes))).toEqual(plain);
    expect(readPrivateKeyInfo(version(1n))).toEqual(plain);
    expect(readPrivateKeyInfo(version(1n, publicKey))).toEqual({ ...plain, publicKey: publicBits });
    expect(readPrivateKeyInfo(version(1n, attributes, publicKey))).toEqual({ ...plain, publicKey: publicBits });
  });

  it.each([
    ['a public key in the first version', version(0n, publicKey)],
    ['a version that there is not', version(2n)],
    ['a negative version', derSequence(bytesOf('0201ff'), ALGORITHM.ed25519, derOctetString(key))],
    ['attributes behind the public key', version(1n, publicKey, attributes)],
    ['two public keys', version(1n, publicKey, publicKey)],
    ['attributes twice', version(1n, attributes, attributes)],
    ['attributes that are not DER', version(0n, derElement(contextTag(0, 'constructed'), bytesOf('3080')))],
    ['a public key of no whole bytes', version(1n, derElement(contextTag(1, 'primitive'), bytesOf('0180')))],
    ['an empty public key', version(1n, derElement(contextTag(1, 'primitive')))],
    ['something else behind', version(1n, derNull())],
    ['no key', derSequence(derUnsigned(0n), ALGORITHM.ed25519)],
    ['a key of another type', derSequence(derUnsigned(0n), ALGORITHM.ed25519, derBitString(key))],
    ['no version', derSequence(ALGORITHM.ed25519, derOctetString(key))],
    ['an algorithm that is none', derSequence(derUnsigned(0n), derSequence(derNull()), derOctetString(key))],
    [
      'an algorithm of three parts',
      derSequence(start[0], derSequence(derObjectIdentifier('1.3'), derNull(), derNull()), start[2]),
    ],
    ['an empty algorithm', derSequence(start[0], derSequence(), start[2])],
  ])('refuses %s', (_, der) => {
    expect(readPrivateKeyInfo(der)).toBeUndefined();
  });

  it('refuses what OpenSSL encrypts', () => {
    const { privateKey } = node.generateKeyPairSync('ed25519');
    const encrypted = privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' });
    expect(readPrivateKeyInfo(new Uint8Array(encrypted))).toBeUndefined();
  });
});

describe('readPublicKeyInfo', () => {
  const bits = derBitString(bytesOf('00'));
  it.each([
    ['no key', derSequence(ALGORITHM.rsa)],
    ['a key of another type', derSequence(ALGORITHM.rsa, derOctetString(bytesOf('00')))],
    ['a key of no whole bytes', derSequence(ALGORITHM.rsa, bytesOf('03020780'))],
    ['something behind the key', derSequence(ALGORITHM.rsa, bits, derNull())],
    ['a private key', rsaFixture(2048)],
    ['nothing', bytesOf('')],
  ])('refuses %s', (_, der) => {
    expect(readPublicKeyInfo(der)).toBeUndefined();
  });
});

describe('keys in which a byte was changed', () => {
  const pkcs8 = rsaFixture(2048);
  const spki = openRsaPrivateKey(pkcs8, 2048)!.publicKey;
  const changed = (bytes: Bytes, at: number, change: number) =>
    bytes.map((byte, index) => (index === at % bytes.length ? byte ^ change : byte));
  const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));

  it('never make the readers throw, and are never a private key', () => {
    fc.assert(
      fc.property(change, ([at, by]) => {
        const damaged = changed(pkcs8, at, by);
        readPrivateKeyInfo(damaged);
        // The other version is the one change that leaves all as it was.
        const otherVersion = at % pkcs8.length === 6 && by === 1;
        expect(openRsaPrivateKey(damaged, 2048) !== undefined).toBe(otherVersion);
        if (!otherVersion) expect(rsaPrimesArePrime(damaged)).toBe(false);
        const damagedSpki = changed(spki, at, by);
        readPublicKeyInfo(damagedSpki);
        openRsaPublicKey(damagedSpki);
      }),
      { numRuns: 1500 },
    );
  });

  it('nor are they where bytes are missing, or too many', () => {
    for (let length = 0; length < spki.length; length += 1) {
      expect(openRsaPublicKey(spki.slice(0, length))).toBeUndefined();
      expect(openRsaPrivateKey(pkcs8.slice(0, 4 * length), 2048)).toBeUndefined();
    }
    expect(openRsaPublicKey(new Uint8Array([...spki, 0]))).toBeUndefined();
    expect(openRsaPrivateKey(new Uint8Array([...pkcs8, 0]), 2048)).toBeUndefined();
  });
});
