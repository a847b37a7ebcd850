import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromBase64,
  fromBase64Url,
  fromHex,
  fromLatin1,
  toBase64,
  toBase64Url,
  toHex,
  toLatin1,
} from '../../src/base/encodings.ts';

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe.each([
  ['hex', toHex, fromHex],
  ['base64', toBase64, fromBase64],
  ['base64url', toBase64Url, fromBase64Url],
] as const)('%s', (name, write, read) => {
  it('agrees with Node, and is read again', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = write(bytes);
        expect(text).toBe(Buffer.from(bytes).toString(name));
        expect(read(text)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('is read as itself or not at all', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('AZaz09+/-_=fF \n')), maxLength: 9 });
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
        const bytes = read(text);
        if (bytes) expect(write(bytes)).toBe(name === 'hex' ? text.toLowerCase() : text);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a mebibyte', () => {
    const bytes = new Uint8Array(1 << 20).map((_, at) => at * 7);
    expect(Buffer.from(read(write(bytes))!).equals(Buffer.from(bytes))).toBe(true);
  });
});

describe('what is not in an encoding', () => {
  it.each(['0', 'abc', 'gg', '0x00', ' 00', '00\n', '٠٠', '+1', '-1'])('%j is not hexadecimal', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA==\n',
    '\nAAAA',
    'AA=A',
    'A===',
    '====',
    'AB==',
    'AAB=',
    'AA-_',
    'AAAA====',
    'QQ==QQ==',
  ])('%j is not base64 in its one form', (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });

  it.each(['A', 'AB', 'AA==', 'AA+/', 'AAAA=', 'AA\n'])('%j is not base64url in its one form', (text) => {
    expect(fromBase64Url(text)).toBeUndefined();
  });

  it('nothing is nothing in all of them', () => {
    for (const read of [fromHex, fromBase64, fromBase64Url]) expect(read('')).toHaveLength(0);
  });
});

describe('latin-1', () => {
  it('has a character for each byte', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(toLatin1(all)).toBe(Buffer.from(all).toString('latin1'));
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(fromLatin1(toLatin1(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('has them all where the text is made in pieces', () => {
    for (const length of [0x1fff, 0x2000, 0x2001, 0x4000, 100_000]) {
      const bytes = new Uint8Array(length).map((_, at) => at * 31);
      expect(toLatin1(bytes)).toBe(Buffer.from(bytes).toString('latin1'));
    }
  });

  it('refuses a character that is no byte', () => {
    expect(() => fromLatin1('aĀ')).toThrow(RangeError);
    expect(() => fromLatin1('\u{1f600}')).toThrow(RangeError);
  });
});
