import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { derOctetString } from '../../src/crypto/der-writer.ts';
import { digest } from '../../src/crypto/digest.ts';
import { newEd25519Key, openEd25519PrivateKey, openEd25519PublicKey } from '../../src/crypto/ed25519.ts';
import { writePrivateKeyInfo, writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import { byteArrays } from './byte-arrays.ts';
import { ed25519PrivateKey, ed25519PublicKey } from './keys-of-examples.ts';
import { bytesOf } from './wycheproof.ts';

const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PH_SEED = '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42';
const PH_POINT = 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf';
const PH_SIGNATURE =
  '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406';

describe('Ed25519', () => {
  // RFC 8032, 7.1: tests 1, 2 and 3.
  it.each([
    [
      SEED,
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('with the seed %s is as RFC 8032 has it', (seed, point, message, signature) => {
    const key = openEd25519PrivateKey(ed25519PrivateKey(seed))!;
    expect(key.publicKey).toEqual(ed25519PublicKey(point));
    expect(toHex(key.sign('pure', bytesOf(message)))).toBe(signature);
    expect(openEd25519PublicKey(key.publicKey)!.verify('pure', bytesOf(message), bytesOf(signature))).toBe(true);
  });

  it('agrees with Node in both directions, keys included', () => {
    const pair = generateKeyPairSync('ed25519');
    const pkcs8 = new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' }));
    const key = openEd25519PrivateKey(pkcs8)!;
    expect(key.publicKey).toEqual(new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })));
    const publicKey = openEd25519PublicKey(key.publicKey)!;
    fc.assert(
      fc.property(byteArrays({ maxLength: 200 }), (message) => {
        expect(verify(null, message, pair.publicKey, key.sign('pure', message))).toBe(true);
        const byNode = new Uint8Array(sign(null, message, pair.privateKey));
        expect(publicKey.verify('pure', message, byNode)).toBe(true);
        expect(publicKey.verify('pure', concatBytes(message, Uint8Array.of(0)), byNode)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('makes keys that Node writes alike', () => {
    const pkcs8 = newEd25519Key((length) => new Uint8Array(length).fill(7));
    const inNode = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    expect(new Uint8Array(inNode.export({ format: 'der', type: 'pkcs8' }))).toEqual(pkcs8);
    const spki = createPublicKey(inNode).export({ format: 'der', type: 'spki' });
    expect(openEd25519PrivateKey(pkcs8)!.publicKey).toEqual(new Uint8Array(spki));
  });

  it('takes no signature of another length, and no s that is not below the order', () => {
    const key = openEd25519PrivateKey(ed25519PrivateKey(SEED))!;
    const publicKey = openEd25519PublicKey(key.publicKey)!;
    const signature = key.sign('pure', utf8('message'));
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = [...signature.subarray(32)].reverse().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) + order;
    const high = signature.slice();
    for (let at = 0; at < 32; at += 1) high[32 + at] = Number((s >> BigInt(8 * at)) & 0xffn);
    for (const bad of [new Uint8Array(0), signature.subarray(1), concatBytes(signature, signature), high]) {
      expect(publicKey.verify('pure', utf8('message'), bad)).toBe(false);
    }
  });

  it('opens nothing else', () => {
    const { ed25519, p256 } = ALGORITHM;
    const seed = bytesOf(SEED);
    const privateKeys = [
      writePrivateKeyInfo(p256, derOctetString(seed)),
      writePrivateKeyInfo(ed25519, seed),
      writePrivateKeyInfo(ed25519, derOctetString(seed.subarray(1))),
      new Uint8Array(0),
    ];
    for (const bad of privateKeys) expect(openEd25519PrivateKey(bad)).toBeUndefined();
    const point = bytesOf(PH_POINT);
    const publicKeys = [
      writePublicKeyInfo(p256, point),
      writePublicKeyInfo(ed25519, point.subarray(1)),
      // The y coordinate 2 is on no point of the curve.
      writePublicKeyInfo(
        ed25519,
        Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 2 : 0)),
      ),
      new Uint8Array(0),
    ];
    for (const bad of publicKeys) expect(openEd25519PublicKey(bad)).toBeUndefined();
  });

  it('opens no private key beside another’s public key (RFC 8410’s second version)', () => {
    const [own, other] = [SEED, PH_SEED].map((seed) =>
      openEd25519PrivateKey(ed25519PrivateKey(seed))!.publicKey.slice(-32),
    );
    const carrying = (point: Uint8Array) => bytesOf(`3051020101300506032b657004220420${SEED}812100${toHex(point)}`);
    expect(openEd25519PrivateKey(carrying(own!))).toBeDefined();
    expect(openEd25519PrivateKey(carrying(other!))).toBeUndefined();
  });
});

describe('Ed25519ph', () => {
  const key = openEd25519PrivateKey(ed25519PrivateKey(PH_SEED))!;

  it('is as RFC 8032, 7.3, has it', () => {
    expect(key.publicKey).toEqual(ed25519PublicKey(PH_POINT));
    expect(toHex(key.sign('prehashed', utf8('abc')))).toBe(PH_SIGNATURE);
    expect(openEd25519PublicKey(key.publicKey)!.verify('prehashed', utf8('abc'), bytesOf(PH_SIGNATURE))).toBe(true);
  });

  it('hashes what it is given, a digest too: the digest of the message is another message', () => {
    const publicKey = openEd25519PublicKey(key.publicKey)!;
    const digested = digest('SHA-512', utf8('abc'));
    expect(publicKey.verify('prehashed', digested, bytesOf(PH_SIGNATURE))).toBe(false);
    expect(publicKey.verify('prehashed', digested, key.sign('prehashed', digested))).toBe(true);
  });

  it('is not Ed25519', () => {
    const publicKey = openEd25519PublicKey(key.publicKey)!;
    expect(publicKey.verify('pure', utf8('abc'), key.sign('prehashed', utf8('abc')))).toBe(false);
    expect(publicKey.verify('prehashed', utf8('abc'), key.sign('pure', utf8('abc')))).toBe(false);
  });
});
