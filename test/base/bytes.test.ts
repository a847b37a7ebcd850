import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/base/assert.ts';
import { concatBytes, equalBytes, framed, fromUtf8, u32be, u64be, utf8 } from '../../src/base/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 20 });

describe('utf8 and fromUtf8', () => {
  it('give back any well-formed text, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text);
      }),
      { examples: [['\ufeff'], ['\ufeffa'], ['\0'], ['\u{10ffff}']] },
    );
  });

  it.each([
    ['a lone continuation', [0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['an overlong form', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80]],
  ])('fromUtf8 refuses %s', (_, wrong) => {
    expect(() => fromUtf8(Uint8Array.from(wrong))).toThrow(TypeError);
  });

  it('fromUtf8 takes exactly what utf8 gives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (wild) => {
        let text: string | undefined;
        try {
          text = fromUtf8(wild);
        } catch {
          return;
        }
        expect([...utf8(text)]).toEqual([...wild]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('concatBytes', () => {
  it('is all bytes of all parts, in order, in memory of its own', () => {
    fc.assert(
      fc.property(fc.array(bytes), (parts) => {
        const whole = concatBytes(...parts);
        expect([...whole]).toEqual(parts.flatMap((part) => [...part]));
        expect(parts.every((part) => part.buffer !== whole.buffer)).toBe(true);
      }),
    );
  });
});

describe('equalBytes', () => {
  it('holds of the same bytes and of no others', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(bytes, bytes),
          bytes.map((one) => [one, Uint8Array.from(one)] as const),
        ),
        ([a, b]) => {
          expect(equalBytes(a, b)).toBe(JSON.stringify([...a]) === JSON.stringify([...b]));
        },
      ),
    );
  });

  it('sees any one bit that differs', () => {
    const zeros = new Uint8Array(9);
    for (let bit = 0; bit < 72; bit += 1) {
      const other = new Uint8Array(9);
      other[bit >> 3] = 1 << (bit & 7);
      expect(equalBytes(zeros, other)).toBe(false);
    }
  });

  it('does not take a beginning for the whole', () => {
    expect(equalBytes(new Uint8Array(3), new Uint8Array(4))).toBe(false);
    expect(equalBytes(new Uint8Array(4), new Uint8Array(3))).toBe(false);
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});

describe('u32be and u64be', () => {
  it.each([
    [0, '00000000'],
    [1, '00000001'],
    [0x01020304, '01020304'],
    [0xffffffff, 'ffffffff'],
  ])('u32be(%i) is %s', (value, expected) => {
    expect(Buffer.from(u32be(value)).toString('hex')).toBe(expected);
  });

  it.each([
    [0, '0000000000000000'],
    [0x1_0000_0000, '0000000100000000'],
    [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  ])('u64be(%i) is %s', (value, expected) => {
    expect(Buffer.from(u64be(value)).toString('hex')).toBe(expected);
  });

  it.each([-1, 0.5, 2 ** 32, Number.NaN])('u32be refuses %d, which is no unsigned integer of four bytes', (value) => {
    expect(() => u32be(value)).toThrow(InternalError);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('u64be refuses %d, which no safe unsigned integer is', (value) => {
    expect(() => u64be(value)).toThrow(InternalError);
  });
});

describe('framed', () => {
  it('writes each part behind its length', () => {
    expect([...framed(Uint8Array.of(9, 8), new Uint8Array(0))]).toEqual([0, 0, 0, 2, 9, 8, 0, 0, 0, 0]);
    expect(framed()).toHaveLength(0);
  });

  it('has different bytes for different lists', () => {
    const small = fc.uint8Array({ maxLength: 5, max: 2 });
    const lists = fc.array(small, { maxLength: 4 });
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        const text = (list: Uint8Array[]) => JSON.stringify(list.map((part) => [...part]));
        expect(equalBytes(framed(...a), framed(...b))).toBe(text(a) === text(b));
      }),
      { numRuns: 1000 },
    );
  });

  it('can be taken apart again', () => {
    fc.assert(
      fc.property(fc.array(bytes), (parts) => {
        const whole = framed(...parts);
        const found: number[][] = [];
        for (let at = 0; at < whole.length;) {
          const length = new DataView(whole.buffer).getUint32(at);
          found.push([...whole.subarray(at + 4, at + 4 + length)]);
          at += 4 + length;
        }
        expect(found).toEqual(parts.map((part) => [...part]));
      }),
    );
  });
});
