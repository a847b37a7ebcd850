import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { aesCbcDecrypt, aesCbcEncrypt, aesCtr } from '../../src/crypto/aes.ts';
import { byteArrays } from './byte-arrays.ts';
import { bytesOf } from './wycheproof.ts';

// NIST SP 800-38A, appendix F: the same keys and four blocks for every mode.
const keys = {
  128: '2b7e151628aed2a6abf7158809cf4f3c',
  192: '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
  256: '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
} as const;
type KeyBits = keyof typeof keys;
const blocks =
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710';

const key = fc.constantFrom(16, 24, 32).chain((length) => byteArrays({ minLength: length, maxLength: length }));
const block = byteArrays({ minLength: 16, maxLength: 16 });

describe('AES-CBC', () => {
  it.each<[KeyBits, string]>([
    [
      128,
      '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7',
    ],
    [
      192,
      '4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd',
    ],
    [
      256,
      'f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b',
    ],
  ])('with %i bits gives the blocks of SP 800-38A, and one of padding', async (bits, expected) => {
    const iv = bytesOf('000102030405060708090a0b0c0d0e0f');
    const ciphertext = await aesCbcEncrypt(bytesOf(keys[bits]), iv, bytesOf(blocks));
    expect(ciphertext).toHaveLength(80);
    expect(toHex(ciphertext.subarray(0, 64))).toBe(expected);
    expect(toHex((await aesCbcDecrypt(bytesOf(keys[bits]), iv, ciphertext))!)).toBe(blocks);
  });

  it('agrees with Node, whatever the size of the key', () =>
    fc.assert(
      fc.asyncProperty(key, block, byteArrays({ maxLength: 100 }), async (key, iv, plaintext) => {
        const cipher = createCipheriv(`aes-${8 * key.length}-cbc`, key, iv);
        const node = concatBytes(cipher.update(plaintext), cipher.final());
        expect(await aesCbcEncrypt(key, iv, plaintext)).toEqual(node);
        expect(await aesCbcDecrypt(key, iv, node)).toEqual(plaintext);
      }),
    ));

  it('refuses exactly the bytes that Node refuses: not whole blocks, or padding that is none', () =>
    fc.assert(
      fc.asyncProperty(key, block, byteArrays({ maxLength: 48 }), fc.boolean(), async (key, iv, bytes, padBadly) => {
        // Random blocks almost never end in padding that is nearly right; encrypted without padding, they do.
        const cipher = createCipheriv(`aes-${8 * key.length}-cbc`, key, iv).setAutoPadding(false);
        const ciphertext = padBadly && bytes.length % 16 === 0 ? new Uint8Array(cipher.update(bytes)) : bytes;
        const decipher = createDecipheriv(`aes-${8 * key.length}-cbc`, key, iv);
        let node: Uint8Array | undefined;
        try {
          node = concatBytes(decipher.update(ciphertext), decipher.final());
        } catch {
          node = undefined;
        }
        expect(await aesCbcDecrypt(key, iv, ciphertext)).toEqual(node);
      }),
    ));

  it.each([16, 24, 32])('with a key of %i bytes reads padding strictly', async (keyLength) => {
    const key = new Uint8Array(keyLength);
    const iv = new Uint8Array(16);
    const decryptEnding = (...end: number[]) => {
      const padded = new Uint8Array(32).fill(0x41);
      padded.set(end, 32 - end.length);
      const cipher = createCipheriv(`aes-${8 * keyLength}-cbc`, key, iv).setAutoPadding(false);
      return aesCbcDecrypt(key, iv, new Uint8Array(cipher.update(padded)));
    };
    expect(await decryptEnding(1)).toHaveLength(31);
    expect(await decryptEnding(3, 3, 3)).toHaveLength(29);
    expect(await decryptEnding(...new Array<number>(16).fill(16))).toHaveLength(16);
    expect(await decryptEnding(0)).toBeUndefined();
    expect(await decryptEnding(17)).toBeUndefined();
    expect(await decryptEnding(3, 2, 3)).toBeUndefined();
    expect(await decryptEnding(...new Array<number>(17).fill(17))).toBeUndefined();
  });
});

describe('AES-CTR', () => {
  it.each<[KeyBits, string]>([
    [
      128,
      '874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee',
    ],
    [
      192,
      '1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e941e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050',
    ],
    [
      256,
      '601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6',
    ],
  ])('with %i bits gives the blocks of SP 800-38A', async (bits, expected) => {
    const counter = bytesOf('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
    expect(toHex(await aesCtr(bytesOf(keys[bits]), counter, bytesOf(blocks)))).toBe(expected);
  });

  it('agrees with Node, also where the counter runs over its end', () =>
    fc.assert(
      fc.asyncProperty(key, block, byteArrays({ maxLength: 100 }), async (key, counter, bytes) => {
        const node = new Uint8Array(createCipheriv(`aes-${8 * key.length}-ctr`, key, counter).update(bytes));
        expect(await aesCtr(key, counter, bytes)).toEqual(node);
        expect(await aesCtr(key, counter, node)).toEqual(bytes);
      }),
      {
        examples: [16, 24, 32].map((length) => [
          new Uint8Array(length),
          new Uint8Array(16).fill(0xff),
          new Uint8Array(40),
        ]),
      },
    ));
});

describe('AES', () => {
  it.each([
    [15, 16, 'an AES key is of 16, 24 or 32 bytes'],
    [33, 16, 'an AES key is of 16, 24 or 32 bytes'],
    [0, 16, 'an AES key is of 16, 24 or 32 bytes'],
    [16, 12, 'an IV or counter block of AES is of 16 bytes'],
    [24, 17, 'an IV or counter block of AES is of 16 bytes'],
  ])('refuses a key of %i bytes with a block of %i', async (keyLength, blockLength, why) => {
    const [key, block, bytes] = [new Uint8Array(keyLength), new Uint8Array(blockLength), new Uint8Array(16)];
    for (const mode of [aesCbcEncrypt, aesCbcDecrypt, aesCtr])
      await expect(mode(key, block, bytes)).rejects.toThrow(why);
  });
});
