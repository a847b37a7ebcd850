import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { bigIntOf, bytesOfBigInt } from '../../src/crypto/big-integers.ts';
import { contextTag, readDerSequence, unsignedOf } from '../../src/crypto/der.ts';
import { derBitString, derElement, derOctetString, derSequence, derUnsigned } from '../../src/crypto/der-writer.ts';
import { digest, type DigestName } from '../../src/crypto/digest.ts';
import { newEcKey, openEcPrivateKey, openEcPublicKey, type EcCurve } from '../../src/crypto/ecdsa.ts';
import { readPrivateKeyInfo, writePrivateKeyInfo, writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import { byteArrays } from './byte-arrays.ts';
import { ecPrivateKey, ecPublicKey } from './keys-of-examples.ts';
import { bytesOf } from './wycheproof.ts';

interface CurveCase {
  readonly curve: EcCurve;
  readonly hash: DigestName;
  /** The curve's name in Node. */
  readonly inNode: string;
  readonly order: bigint;
}

const P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const P384 = 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n;
const P521 =
  0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n;
const SECP256K1 = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const cases: readonly CurveCase[] = [
  { curve: 'P-256', hash: 'SHA-256', inNode: 'prime256v1', order: P256 },
  { curve: 'P-384', hash: 'SHA-384', inNode: 'secp384r1', order: P384 },
  { curve: 'P-521', hash: 'SHA-512', inNode: 'secp521r1', order: P521 },
  { curve: 'secp256k1', hash: 'SHA-256', inNode: 'secp256k1', order: SECP256K1 },
];

/** Bytes that look like chance and are the same in every run. */
function chance(seed: string): (length: number) => Bytes {
  let count = 0;
  return (length) => {
    count += 1;
    return new Uint8Array(createHash('shake256', { outputLength: length }).update(`${seed} ${count}`).digest());
  };
}

const nodePrivateKey = (pkcs8: Bytes) => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
const nodePublicKey = (spki: Bytes) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });

function valuesOf(signature: Bytes): readonly [bigint, bigint] {
  const [r, s] = (readDerSequence(signature) ?? []).map(unsignedOf);
  return [r!, s!];
}

const signatureOf = (r: bigint, s: bigint): Bytes => derSequence(derUnsigned(r), derUnsigned(s));

describe('signDigest', () => {
  // RFC 6979, A.2.5 to A.2.7, of the message "sample".
  it.each<[EcCurve, DigestName, string, string, string]>([
    [
      'P-256',
      'SHA-256',
      'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
      'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
      'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    ],
    [
      'P-384',
      'SHA-384',
      '6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5',
      '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46',
      '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
    ],
    [
      'P-521',
      'SHA-512',
      '0fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538',
      'c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa',
      '617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a',
    ],
  ])('on %s is as RFC 6979 has it', (curve, hash, secret, r, s) => {
    const key = openEcPrivateKey(curve, ecPrivateKey(curve, secret))!;
    const [signedR, signedS] = valuesOf(key.signDigest(digest(hash, utf8('sample'))));
    expect([signedR.toString(16), signedS.toString(16)]).toEqual([r, s]);
  });

  it.each(cases)('on $curve with other additional bytes gives another signature, which is one', ({ curve, hash }) => {
    const key = openEcPrivateKey(curve, newEcKey(curve, chance('additional')))!;
    const message = digest(hash, utf8('message'));
    const signatures = ['a', 'b', 'a'].map((text) => key.signDigest(message, utf8(text)));
    expect(signatures[0]).not.toEqual(signatures[1]);
    expect(signatures[0]).toEqual(signatures[2]);
    const publicKey = openEcPublicKey(curve, key.publicKey)!;
    expect(signatures.every((signature) => publicKey.verifyDigest(message, signature))).toBe(true);
  });

  it('on secp256k1 gives high values of s too, as KMS does', () => {
    const key = openEcPrivateKey('secp256k1', newEcKey('secp256k1', chance('high')))!;
    const messages = Array.from({ length: 32 }, (_, index) => digest('SHA-256', utf8(String(index))));
    const high = messages.filter((message) => valuesOf(key.signDigest(message))[1] > SECP256K1 / 2n);
    expect(high.length).toBeGreaterThan(0);
    expect(high.length).toBeLessThan(messages.length);
  });
});

describe.each(cases)('ECDSA on $curve', ({ curve, hash, inNode, order }) => {
  const pkcs8 = newEcKey(curve, chance(curve));
  const key = openEcPrivateKey(curve, pkcs8)!;
  const publicKey = openEcPublicKey(curve, key.publicKey)!;
  const hashInNode = hash.replace('-', '').toLowerCase();

  it('agrees with Node in both directions', () => {
    fc.assert(
      fc.property(byteArrays({ maxLength: 200 }), (message) => {
        const digested = digest(hash, message);
        expect(verify(hashInNode, message, nodePublicKey(key.publicKey), key.signDigest(digested))).toBe(true);
        const byNode = new Uint8Array(sign(hashInNode, message, nodePrivateKey(pkcs8)));
        expect(publicKey.verifyDigest(digested, byNode)).toBe(true);
        expect(publicKey.verifyDigest(digest(hash, utf8(`${toHex(message)}!`)), byNode)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('writes private keys as Node does, byte for byte, and reads Node’s', () => {
    expect(new Uint8Array(nodePrivateKey(pkcs8).export({ format: 'der', type: 'pkcs8' }))).toEqual(pkcs8);
    const pair = generateKeyPairSync('ec', { namedCurve: inNode });
    const opened = openEcPrivateKey(curve, new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' })));
    expect(opened?.publicKey).toEqual(new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })));
  });

  it('makes the same key from the same chance, another from another, and always a valid one', () => {
    expect(newEcKey(curve, chance(curve))).toEqual(pkcs8);
    expect(newEcKey(curve, chance('other'))).not.toEqual(pkcs8);
    for (const byte of [0, 0xff]) {
      const extreme = newEcKey(curve, (length) => new Uint8Array(length).fill(byte));
      expect(openEcPrivateKey(curve, extreme)).toBeDefined();
    }
  });

  it('takes either value of s, and neither 0 nor what is not below the order', () => {
    const message = digest(hash, utf8('message'));
    const [r, s] = valuesOf(key.signDigest(message));
    expect(publicKey.verifyDigest(message, signatureOf(r, order - s))).toBe(true);
    const wrong = [
      [0n, s],
      [r, 0n],
      [r + order, s],
      [r, s + order],
      [order, s],
      [r, order],
      [s, r],
    ] as const;
    for (const [a, b] of wrong) expect(publicKey.verifyDigest(message, signatureOf(a, b))).toBe(false);
  });

  it('takes no signature that is not DER', () => {
    const message = digest(hash, utf8('message'));
    const signature = key.signDigest(message);
    const [r, s] = valuesOf(signature);
    const bytes = Math.ceil(order.toString(16).length / 2);
    const compact = concatBytes(bytesOfBigInt(r, bytes), bytesOfBigInt(s, bytes));
    const long = concatBytes(signature.subarray(0, 1), Uint8Array.of(0x82, 0), signature.subarray(1));
    const wrong = [
      new Uint8Array(0),
      compact,
      long,
      concatBytes(signature, Uint8Array.of(0)),
      signature.subarray(0, -1),
      derElement(0x31, signature.subarray(2)),
      new Uint8Array(6000),
    ];
    for (const bad of wrong) expect(publicKey.verifyDigest(message, bad)).toBe(false);
  });

  it('opens no public key of another curve, off the curve, compressed, at infinity, or in a longer form', () => {
    const { algorithm, point } = { algorithm: ALGORITHM, point: key.publicKey };
    for (const other of cases.filter((each) => each.curve !== curve)) {
      expect(openEcPublicKey(other.curve, key.publicKey)).toBeUndefined();
    }
    const named = {
      'P-256': algorithm.p256,
      'P-384': algorithm.p384,
      'P-521': algorithm.p521,
      secp256k1: algorithm.secp256k1,
    };
    const bytes = Math.ceil(order.toString(16).length / 2);
    const uncompressed = point.slice(point.length - 2 * bytes - 1);
    const [off, hybrid] = [uncompressed.slice(), uncompressed.slice()];
    off[off.length - 1]! ^= 1;
    hybrid[0] = 6 + (hybrid.at(-1)! & 1);
    const compressed = concatBytes(Uint8Array.of(2 + (uncompressed.at(-1)! & 1)), uncompressed.subarray(1, 1 + bytes));
    for (const bad of [off, hybrid, compressed, Uint8Array.of(0), new Uint8Array(0), uncompressed.subarray(1)]) {
      expect(openEcPublicKey(curve, writePublicKeyInfo(named[curve], bad))).toBeUndefined();
    }
    expect(openEcPublicKey(curve, writePublicKeyInfo(named[curve], uncompressed))).toBeDefined();
    expect(openEcPublicKey(curve, concatBytes(key.publicKey, Uint8Array.of(0)))).toBeUndefined();
  });

  it('opens no private key that is 0, not below the order, of another curve, or beside another’s public key', () => {
    const bytes = Math.ceil(order.toString(16).length / 2);
    const { algorithm } = readPrivateKeyInfo(pkcs8)!;
    const other = openEcPrivateKey(curve, newEcKey(curve, chance('other')))!;
    const otherPoint = other.publicKey.slice(other.publicKey.length - 2 * bytes - 1);
    const ownPoint = key.publicKey.slice(key.publicKey.length - 2 * bytes - 1);
    const one = bytesOfBigInt(1n, bytes);
    const secret = readDerSequence(readPrivateKeyInfo(pkcs8)!.key)![1]!.content;
    const wrapped = (...parts: Bytes[]) => writePrivateKeyInfo(algorithm, derSequence(...parts));
    const [named, carried] = [contextTag(0, 'constructed'), contextTag(1, 'constructed')];
    const curveName = readDerSequence(algorithm)![1]!.der;
    const good = [
      wrapped(derUnsigned(1n), derOctetString(one)),
      wrapped(derUnsigned(1n), derOctetString(secret), derElement(named, curveName)),
      wrapped(derUnsigned(1n), derOctetString(secret), derElement(carried, derBitString(ownPoint))),
    ];
    const bad = [
      wrapped(derUnsigned(1n), derOctetString(new Uint8Array(bytes))),
      wrapped(derUnsigned(1n), derOctetString(bytesOfBigInt(order, bytes))),
      wrapped(derUnsigned(1n), derOctetString(concatBytes(Uint8Array.of(0), secret))),
      wrapped(derUnsigned(0n), derOctetString(secret)),
      wrapped(derUnsigned(1n)),
      wrapped(derUnsigned(1n), derOctetString(secret), derElement(carried, derBitString(otherPoint))),
      wrapped(derUnsigned(1n), derOctetString(secret), derElement(named, algorithm)),
      wrapped(derUnsigned(1n), derOctetString(secret), derElement(carried, derBitString(ownPoint)), derUnsigned(1n)),
      wrapped(derUnsigned(1n), derOctetString(secret), derElement(contextTag(2, 'constructed'), curveName)),
      concatBytes(pkcs8, Uint8Array.of(0)),
      new Uint8Array(0),
    ];
    for (const key of good) expect(openEcPrivateKey(curve, key)).toBeDefined();
    for (const key of bad) expect(openEcPrivateKey(curve, key)).toBeUndefined();
    for (const each of cases) expect(openEcPrivateKey(each.curve, pkcs8) !== undefined).toBe(each.curve === curve);
  });
});

describe('sharedSecret', () => {
  // RFC 5903, 8.1 to 8.3.
  it.each<[EcCurve, string, string, string]>([
    [
      'P-256',
      'c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433',
      'c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53',
      'd6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de',
    ],
    [
      'P-384',
      '099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194',
      '41cb0779b4bdb85d47846725fbec3c9430fab46cc8dc5060855cc9bda0aa2942e0308312916b8ed2960e4bd55a7448fc',
      '11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746',
    ],
    [
      'P-521',
      '0037ade9319a89f4dabdb3ef411aaccca5123c61acab57b5393dce47608172a095aa85a30fe1c2952c6771d937ba9777f5957b2639bab072462f68c27a57382d4a52',
      '0145ba99a847af43793fdd0e872e7cdfa16be30fdc780f97bccc3f078380201e9c677d600b343757a3bdbf2a3163e4c2f869cca7458aa4a4effc311f5cb151685eb9',
      '01144c7d79ae6956bc8edb8e7c787c4521cb086fa64407f97894e5e6b2d79b04d1427e73ca4baa240a34786859810c06b3c715a3a8cc3151f2bee417996d19f3ddea',
    ],
  ])('on %s is as RFC 5903 has it, for either side', (curve, initiator, responder, shared) => {
    const [left, right] = [initiator, responder].map((secret) => openEcPrivateKey(curve, ecPrivateKey(curve, secret))!);
    expect(toHex(left!.sharedSecret(right!.publicKey)!)).toBe(shared);
    expect(toHex(right!.sharedSecret(left!.publicKey)!)).toBe(shared);
  });

  it('reads a point as RFC 5903 prints it', () => {
    const key = openEcPrivateKey(
      'P-256',
      ecPrivateKey('P-256', 'c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433'),
    )!;
    const [x, y] = [
      'd12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63',
      '56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab',
    ];
    expect(toHex(key.sharedSecret(ecPublicKey('P-256', x, y))!)).toBe(
      'd6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de',
    );
  });

  it.each(cases)('on $curve agrees with Node', ({ curve, inNode }) => {
    const pkcs8 = newEcKey(curve, chance('shared'));
    const key = openEcPrivateKey(curve, pkcs8)!;
    for (let round = 0; round < 5; round += 1) {
      const peer = generateKeyPairSync('ec', { namedCurve: inNode });
      const expected = diffieHellman({ privateKey: nodePrivateKey(pkcs8), publicKey: peer.publicKey });
      const shared = key.sharedSecret(new Uint8Array(peer.publicKey.export({ format: 'der', type: 'spki' })));
      expect(shared).toEqual(new Uint8Array(expected));
    }
  });

  it('has none with a key of another curve or with no key at all', () => {
    const key = openEcPrivateKey('P-256', newEcKey('P-256', chance('none')))!;
    const other = openEcPrivateKey('secp256k1', newEcKey('secp256k1', chance('none')))!;
    expect(key.sharedSecret(other.publicKey)).toBeUndefined();
    expect(key.sharedSecret(bytesOf('3000'))).toBeUndefined();
    expect(bigIntOf(key.sharedSecret(key.publicKey)!)).toBeGreaterThan(0n);
  });
});
