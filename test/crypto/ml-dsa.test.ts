import { shake128, shake256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { derElement } from '../../src/crypto/der-writer.ts';
import { sha256 } from '../../src/crypto/digest.ts';
import { writePrivateKeyInfo } from '../../src/crypto/key-info.ts';
import { newMlDsaKey, openMlDsaPrivateKey, openMlDsaPublicKey, type MlDsaParameters } from '../../src/crypto/ml-dsa.ts';

const sets: readonly MlDsaParameters[] = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const counting = Uint8Array.from({ length: 32 }, (_, at) => at);

const keyOf = (parameters: MlDsaParameters, seed: Bytes) =>
  openMlDsaPrivateKey(
    parameters,
    newMlDsaKey(parameters, () => seed),
  )!;

const rawKey = (spki: Bytes): Bytes => spki.slice(22);

/** µ of a message without a context (FIPS 204, algorithms 2 and 7). */
const muOf = (publicKey: Bytes, message: Bytes): Bytes =>
  shake256(concatBytes(shake256(rawKey(publicKey), { dkLen: 64 }), Uint8Array.of(0, 0), message), { dkLen: 64 });

describe('ML-DSA', () => {
  // RFC 9881, appendix C: the public keys of the seed 00 01 … 1f, here as their SHA-256.
  it.each<[MlDsaParameters, number, string]>([
    ['ML-DSA-44', 1312, '9f107644c1084526af3bc8098680b05499a2325a644e388fb4f970e058d19d46'],
    ['ML-DSA-65', 1952, 'd666806e11cee19a7c989f7445f90dd419cf4d2d51db8c0fdb4c0f0a542238c9'],
    ['ML-DSA-87', 2592, '91dc389cfaa01470b7f66eee45a4ae9026d154817c754dfe22298b3fa241ffcd'],
  ])('%s has the public key of RFC 9881', (parameters, length, hash) => {
    const key = rawKey(keyOf(parameters, counting).publicKey);
    expect(key).toHaveLength(length);
    expect(toHex(sha256(key))).toBe(hash);
  });

  // C2SP’s CCTV, ML-DSA/accumulated: a hundred keys from one stream, and the deterministic signature of each on nothing.
  it.each<[MlDsaParameters, string]>([
    ['ML-DSA-44', 'd51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4'],
    ['ML-DSA-65', '8358a1843220194417cadbc2651295cd8fc65125b5a5c1a239a16dc8b57ca199'],
    ['ML-DSA-87', '8c3ad714777622b8f21ce31bb35f71394f23bc0fcf3c78ace5d608990f3b061b'],
  ])('%s has the hundred keys and signatures of CCTV', { timeout: 120_000 }, (parameters, expected) => {
    const [stream, all] = [shake128.create({}), shake128.create({ dkLen: 32 })];
    const nothing = new Uint8Array(0);
    for (let count = 0; count < 100; count += 1) {
      const key = keyOf(parameters, stream.xof(32));
      const signature = key.sign('message', nothing);
      all.update(rawKey(key.publicKey)).update(signature);
      if (count % 20 === 0) {
        expect(openMlDsaPublicKey(parameters, key.publicKey)!.verify('message', nothing, signature)).toBe(true);
      }
    }
    expect(toHex(all.digest())).toBe(expected);
  });

  it.each(sets)('%s signs a message and its µ alike', (parameters) => {
    const key = keyOf(parameters, counting);
    const publicKey = openMlDsaPublicKey(parameters, key.publicKey)!;
    const message = utf8('message');
    const mu = muOf(key.publicKey, message);
    const signature = key.sign('message', message);
    expect(key.sign('mu', mu)).toEqual(signature);
    expect(publicKey.verify('message', message, signature)).toBe(true);
    expect(publicKey.verify('mu', mu, signature)).toBe(true);
    expect(publicKey.verify('message', mu, signature)).toBe(false);
    expect(publicKey.verify('message', utf8('massage'), signature)).toBe(false);
  });

  it.each(sets)('%s hedges with the chance that it is given', (parameters) => {
    const key = keyOf(parameters, counting);
    const message = utf8('message');
    const signatures = [1, 2, 1].map((byte) => key.sign('message', message, new Uint8Array(32).fill(byte)));
    expect(signatures[0]).not.toEqual(signatures[1]);
    expect(signatures[0]).toEqual(signatures[2]);
    expect(signatures[0]).not.toEqual(key.sign('message', message));
    const publicKey = openMlDsaPublicKey(parameters, key.publicKey)!;
    for (const signature of signatures) expect(publicKey.verify('message', message, signature)).toBe(true);
  });

  it.each(sets)('%s takes no signature, µ or key of another length or set', (parameters) => {
    const key = keyOf(parameters, counting);
    const publicKey = openMlDsaPublicKey(parameters, key.publicKey)!;
    const mu = muOf(key.publicKey, utf8('message'));
    const signature = key.sign('mu', mu);
    for (const bad of [new Uint8Array(0), signature.subarray(1), concatBytes(signature, Uint8Array.of(0))]) {
      expect(publicKey.verify('mu', mu, bad)).toBe(false);
    }
    expect(publicKey.verify('mu', mu.subarray(1), signature)).toBe(false);
    const pkcs8 = newMlDsaKey(parameters, () => counting);
    for (const other of sets.filter((each) => each !== parameters)) {
      expect(openMlDsaPrivateKey(other, pkcs8)).toBeUndefined();
      expect(openMlDsaPublicKey(other, key.publicKey)).toBeUndefined();
    }
    for (const bad of [new Uint8Array(0), key.publicKey.subarray(1), key.publicKey.slice(0, -1)]) {
      expect(openMlDsaPublicKey(parameters, bad)).toBeUndefined();
    }
    const seed = (bytes: Bytes) => writePrivateKeyInfo(ALGORITHM.mlDsa44, derElement(0x80, bytes));
    for (const bad of [new Uint8Array(0), seed(new Uint8Array(31)), seed(new Uint8Array(33))]) {
      expect(openMlDsaPrivateKey('ML-DSA-44', bad)).toBeUndefined();
    }
  });
});
