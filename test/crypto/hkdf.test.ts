import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/encodings.ts';
import { hkdfSha256 } from '../../src/crypto/hkdf.ts';
import { byteArrays } from './byte-arrays.ts';
import { bytesOf } from './wycheproof.ts';

describe('hkdfSha256', () => {
  // RFC 5869, A.1 to A.3.
  it.each([
    {
      secret: '0b'.repeat(22),
      salt: '000102030405060708090a0b0c',
      info: 'f0f1f2f3f4f5f6f7f8f9',
      length: 42,
      expected: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      secret: toHex(Uint8Array.from({ length: 80 }, (_, at) => at)),
      salt: toHex(Uint8Array.from({ length: 80 }, (_, at) => 0x60 + at)),
      info: toHex(Uint8Array.from({ length: 80 }, (_, at) => 0xb0 + at)),
      length: 82,
      expected:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      secret: '0b'.repeat(22),
      salt: '',
      info: '',
      length: 42,
      expected: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('gives the $length bytes that RFC 5869 gives', ({ secret, salt, info, length, expected }) => {
    expect(toHex(hkdfSha256(bytesOf(secret), bytesOf(info), length, bytesOf(salt)))).toBe(expected);
  });

  it('takes no salt for an empty one', () => {
    const [secret, info] = [bytesOf('0b'.repeat(22)), bytesOf('')];
    expect(hkdfSha256(secret, info, 42)).toEqual(hkdfSha256(secret, info, 42, bytesOf('')));
  });

  it('agrees with Node', () => {
    fc.assert(
      fc.property(byteArrays(), byteArrays(), byteArrays(), fc.nat(1000), (secret, info, salt, length) => {
        const node = new Uint8Array(hkdfSync('sha256', secret, salt, info, length));
        expect(hkdfSha256(secret, info, length, salt)).toEqual(node);
      }),
    );
  });

  it('gives 8160 bytes and no more', () => {
    const [secret, info] = [bytesOf('00'), bytesOf('')];
    expect(hkdfSha256(secret, info, 255 * 32)).toHaveLength(8160);
    expect(() => hkdfSha256(secret, info, 255 * 32 + 1)).toThrow();
  });
});
