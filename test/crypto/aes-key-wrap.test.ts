import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { aesUnwrap, aesUnwrapPadded, aesWrap, aesWrapPadded } from '../../src/crypto/aes-key-wrap.ts';
import { byteArrays } from './byte-arrays.ts';
import { bytesOf, describeVectors, type Verdict } from './wycheproof.ts';

const wrappingKeys = fc
  .constantFrom(16, 24, 32)
  .chain((length) => byteArrays({ minLength: length, maxLength: length }));

// RFC 3394, 4.1 to 4.6: the keys are counting bytes.
const counting = (length: number): Bytes => Uint8Array.from({ length }, (_, at) => at);
const keyData = '00112233445566778899aabbccddeeff';

describe('AES-KW', () => {
  it.each([
    [16, keyData, '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5'],
    [24, keyData, '96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d'],
    [32, keyData, '64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7'],
    [24, `${keyData}0001020304050607`, '031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2'],
    [32, `${keyData}0001020304050607`, 'a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1'],
    [
      32,
      `${keyData}000102030405060708090a0b0c0d0e0f`,
      '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
    ],
  ])('with a key of %i bytes wraps %s as RFC 3394 does', (length, data, wrapped) => {
    expect(toHex(aesWrap(counting(length), bytesOf(data)))).toBe(wrapped);
    expect(aesUnwrap(counting(length), bytesOf(wrapped))).toEqual(bytesOf(data));
  });

  it('agrees with Node', () => {
    const data = fc.integer({ min: 2, max: 12 }).chain((n) => byteArrays({ minLength: 8 * n, maxLength: 8 * n }));
    fc.assert(
      fc.property(wrappingKeys, data, (key, data) => {
        const cipher = createCipheriv(`id-aes${8 * key.length}-wrap`, key, Buffer.alloc(8, 0xa6));
        const node = concatBytes(cipher.update(data), cipher.final());
        expect(aesWrap(key, data)).toEqual(node);
        expect(aesUnwrap(key, node)).toEqual(data);
      }),
    );
  });

  it.each([0, 8, 15, 17])('does not wrap %i bytes', (length) => {
    expect(() => aesWrap(counting(32), counting(length))).toThrow('two or more semiblocks');
  });
});

describe('AES-KWP', () => {
  // RFC 5649, 6.
  const key = bytesOf('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8');
  it.each([
    ['c37b7e6492584340bed12207808941155068f738', '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a'],
    ['466f7250617369', 'afbeb0f07dfbf5419200f2ccb50bb24f'],
  ])('wraps %s as RFC 5649 does', (data, wrapped) => {
    expect(toHex(aesWrapPadded(key, bytesOf(data)))).toBe(wrapped);
    expect(aesUnwrapPadded(key, bytesOf(wrapped))).toEqual(bytesOf(data));
  });

  it('agrees with Node', () => {
    fc.assert(
      fc.property(wrappingKeys, byteArrays({ minLength: 1, maxLength: 100 }), (key, data) => {
        const name = `id-aes${8 * key.length}-wrap-pad`;
        const cipher = createCipheriv(name, key, Buffer.from('a65959a6', 'hex'));
        const node = concatBytes(cipher.update(data), cipher.final());
        expect(aesWrapPadded(key, data)).toEqual(node);
        expect(aesUnwrapPadded(key, node)).toEqual(data);
      }),
    );
  });

  it('refuses exactly what Node refuses', () => {
    // Wrapped without padding: a random initial value almost never says that it is padded, so some of these are nearly right.
    fc.assert(
      fc.property(
        wrappingKeys,
        byteArrays({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 20 }),
        (key, data, said) => {
          const initial = Buffer.concat([Buffer.from('a65959a6', 'hex'), Buffer.of(0, 0, 0, said)]);
          const cipher = createCipheriv(`id-aes${8 * key.length}-wrap`, key, initial);
          const padded = Uint8Array.from([...data.subarray(0, 12), 0, 0, 0, 0]);
          const wrapped = concatBytes(cipher.update(padded), cipher.final());
          const decipher = createDecipheriv(`id-aes${8 * key.length}-wrap-pad`, key, Buffer.from('a65959a6', 'hex'));
          let node: Bytes | undefined;
          try {
            node = concatBytes(decipher.update(wrapped), decipher.final());
          } catch {
            node = undefined;
          }
          expect(aesUnwrapPadded(key, wrapped)).toEqual(node);
        },
      ),
    );
  });

  it('does not wrap nothing', () => {
    expect(() => aesWrapPadded(counting(32), counting(0))).toThrow('at least one byte');
  });
});

describe.each([
  ['AES-KW', aesWrap, aesUnwrap],
  ['AES-KWP', aesWrapPadded, aesUnwrapPadded],
])('%s', (_, wrap, unwrap) => {
  const data = byteArrays({ minLength: 16, maxLength: 16 });

  it('opens nothing in which one byte was changed, and nothing with another key', () => {
    fc.assert(
      fc.property(wrappingKeys, data, fc.nat(23), fc.integer({ min: 1, max: 255 }), (key, data, at, change) => {
        const wrapped = wrap(key, data);
        expect(
          unwrap(
            key.map((byte) => byte ^ change),
            wrapped,
          ),
        ).toBeUndefined();
        wrapped[at] = wrapped[at]! ^ change;
        expect(unwrap(key, wrapped)).toBeUndefined();
      }),
    );
  });

  it('opens no bytes by chance, whatever their length, and leaves what it is given as it was', () => {
    fc.assert(
      fc.property(wrappingKeys, byteArrays({ maxLength: 64 }), (key, bytes) => {
        const before = bytes.slice();
        expect(unwrap(key, bytes)).toBeUndefined();
        expect(bytes).toEqual(before);
      }),
    );
  });

  it('takes keys of AES and no others', () => {
    expect(() => wrap(counting(20), counting(16))).toThrow('an AES key is of 16, 24 or 32 bytes');
    expect(() => unwrap(counting(0), counting(24))).toThrow('an AES key is of 16, 24 or 32 bytes');
  });
});

const judge =
  (wrap: typeof aesWrap, unwrap: typeof aesUnwrap) =>
  ({ key, msg, ct, result }: { key: string; msg: string; ct: string; result: string }): Verdict => {
    if (result === 'valid') expect(toHex(wrap(bytesOf(key), bytesOf(msg)))).toBe(ct);
    const opened = unwrap(bytesOf(key), bytesOf(ct));
    if (opened === undefined) return 'refused';
    expect(toHex(opened)).toBe(msg);
    return 'accepted';
  };

// Acceptable are keys of 8 bytes, which RFC 3394 has not and SP 800-38F forbids: they are refused.
describeVectors<'key' | 'msg' | 'ct'>({
  file: 'aes_wrap_test.json',
  backends: { noble: judge(aesWrap, aesUnwrap) },
  acceptable: 'refused',
});

describeVectors<'key' | 'msg' | 'ct'>({
  file: 'aes_kwp_test.json',
  backends: { noble: judge(aesWrapPadded, aesUnwrapPadded) },
});
