import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { encodeHead, parseBlob, readCiphertextHeader, type BlobNames } from '../../src/hsm/framing.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bytesOf } from '../crypto/wycheproof.ts';

const exactly = (length: number) => byteArrays({ minLength: length, maxLength: length });
const names: fc.Arbitrary<BlobNames> = fc.record({
  maker: fc.constantFrom('Encrypt', 'GenerateDataKey'),
  materialId: exactly(32),
  nonce: exactly(16),
  iv: exactly(12),
});
const zeros: BlobNames = {
  maker: 'Encrypt',
  materialId: new Uint8Array(32),
  nonce: new Uint8Array(16),
  iv: new Uint8Array(12),
};

const blobOf = (parts: BlobNames, sealed: Bytes): Bytes => concatBytes(encodeHead(parts, sealed.length), sealed);

describe('a blob', () => {
  it('of a 32-byte data key has the shape that AWS’s blobs are seen to have', () => {
    const head = encodeHead(
      {
        maker: 'GenerateDataKey',
        materialId: new Uint8Array(32).fill(0xaa),
        nonce: new Uint8Array(16).fill(0xbb),
        iv: new Uint8Array(12).fill(0xcc),
      },
      32 + 16,
    );
    const expected = [
      '0102030078',
      'aa'.repeat(32),
      '01' + 'bb'.repeat(16),
      '0000007e',
      '307c',
      '06092a864886f70d010706',
      'a06f',
      '306d',
      '020100',
      '3068',
      '06092a864886f70d010701',
      '301e',
      '060960864801650304012e',
      '3011',
      '040c' + 'cc'.repeat(12),
      '020110',
      '803b',
      toHex(utf8('keyroom')) + '00000001',
    ];
    expect(toHex(head)).toBe(expected.join(''));
  });

  it('is read as it was written, at any length', () => {
    fc.assert(
      fc.property(names, byteArrays({ minLength: 16, maxLength: 400, size: 'max' }), (parts, sealed) => {
        const blob = blobOf(parts, sealed);
        const head = encodeHead(parts, sealed.length);
        expect(parseBlob(blob)).toEqual({ ...parts, head, sealed });
        expect(readCiphertextHeader(blob)).toEqual({ keyMaterialId: toHex(parts.materialId) });
      }),
    );
  });

  it.each([
    16, 93, 94, 95, 116, 117, 118, 127, 128, 239, 240, 241, 255, 256, 65_400, 65_525, 65_536, 70_000, 16_777_300,
  ])(
    'with %i bytes of ciphertext and tag has every length of DER in its shortest form, and is read again',
    (length) => {
      const blob = blobOf(zeros, new Uint8Array(length));
      expect(innermostOf(blob.subarray(58))).toBe(length + 11);
      expect(parseBlob(blob)?.sealed).toHaveLength(length);
    },
  );
});

/** Reads the DER as X.690 says, and gives the length of the encrypted content. Throws at anything out of place. */
function innermostOf(der: Uint8Array): number {
  let at = 0;
  const header = (tag: number, end: number): number => {
    if (der[at] !== tag) throw new Error(`no ${tag} at ${at}`);
    const first = der[at + 1]!;
    at += 2;
    if (first < 0x80) return first;
    const digits = der.subarray(at, at + (first & 0x7f));
    at += digits.length;
    const length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    if (digits[0] === 0 || length < 0x80) throw new Error('not the shortest form');
    if (at + length !== end) throw new Error(`${at} + ${length} is not ${end}`);
    return length;
  };
  const end = der.length;
  header(0x30, end);
  at += 11;
  header(0xa0, end);
  header(0x30, end);
  at += 3;
  header(0x30, end);
  at += 11 + 32;
  return header(0x80, end);
}

describe('reading a blob', () => {
  it('gives undefined, and no exception, for any bytes', () => {
    const blob = blobOf(zeros, new Uint8Array(48));
    const anything = byteArrays({ maxLength: 6144, size: 'max' });
    const begun = anything.map((bytes) => concatBytes(blob.subarray(0, 120), bytes));
    fc.assert(
      fc.property(fc.oneof(anything, begun), (bytes) => {
        const parsed = parseBlob(bytes);
        // What is read at all is what would be written: there is one encoding.
        if (parsed) expect(equalBytes(blobOf(parsed, parsed.sealed), bytes)).toBe(true);
        expect(readCiphertextHeader(bytes) === undefined).toBe(parsed === undefined);
      }),
      { numRuns: 500, examples: [[new Uint8Array(0)], [new Uint8Array(1)], [new Uint8Array(6144).fill(0xff)]] },
    );
  });

  it('refuses every cut, and every byte of the head that is not free, changed in any way', () => {
    const blob = blobOf(zeros, new Uint8Array(48));
    for (let length = 0; length < blob.length; length += 1) {
      expect(readCiphertextHeader(blob.subarray(0, length))).toBeUndefined();
    }
    const headLength = blob.length - 48;
    const ivAt = headLength - 11 - 2 - 3 - 12;
    const free = (at: number) => (at >= 5 && at < 37) || (at >= 38 && at < 54) || (at >= ivAt && at < ivAt + 12);
    for (let at = 0; at < headLength; at += 1) {
      for (let value = 0; value < 256; value += 1) {
        const changed = Uint8Array.from(blob);
        changed[at] = value;
        const fine = free(at) || value === blob[at] || (at === 2 && value === 3);
        expect(parseBlob(changed) !== undefined, `byte ${at} as ${value}`).toBe(fine);
      }
    }
  });

  it('refuses a length of DER in more digits than it needs', () => {
    const blob = blobOf(zeros, new Uint8Array(48));
    const derAt = 58;
    // 30 7c … as 30 81 7c …, with the four bytes of length before it made to fit.
    const longer = concatBytes(blob.subarray(0, derAt - 1), bytesOf('7f30817c'), blob.subarray(derAt + 2));
    expect(longer).toHaveLength(blob.length + 1);
    expect(readCiphertextHeader(longer)).toBeUndefined();
  });

  it('refuses the lengths that no blob has', () => {
    const lengths = new Set(
      Array.from({ length: 300 }, (_, extra) => blobOf(zeros, new Uint8Array(16 + extra)).length),
    );
    const between = Array.from({ length: 300 }, (_, at) => 152 + at).filter((length) => !lengths.has(length));
    expect(between.length).toBeGreaterThan(0);
    for (const length of between) {
      const bytes = new Uint8Array(length);
      bytes.set(encodeHead(zeros, length - 140));
      expect(parseBlob(bytes)).toBeUndefined();
    }
  });
});
