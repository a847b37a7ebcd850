import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import {
  bitStringOf,
  contextTag,
  octetStringOf,
  readDer,
  readDerElements,
  readDerSequence,
  unsignedOf,
} from '../../src/crypto/der.ts';
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
import { byteArrays } from './byte-arrays.ts';
import { bytesOf } from './wycheproof.ts';

describe('readDer', () => {
  it.each([
    ['0500', 'NULL'],
    ['020100', 'INTEGER 0'],
    ['02020080', 'INTEGER 128'],
    ['0201ff', 'INTEGER -1'],
    ['0101ff', 'BOOLEAN'],
    ['030100', 'an empty BIT STRING'],
    ['030206c0', 'a BIT STRING of two bits'],
    ['06032b6570', 'OBJECT IDENTIFIER'],
    ['3000', 'an empty SEQUENCE'],
    ['3100', 'an empty SET'],
    ['a003020100', '[0]'],
    ['8000', '[0] primitive'],
    [`048180${'00'.repeat(128)}`, 'a length of two octets'],
    [`04820100${'00'.repeat(256)}`, 'a length of three octets'],
  ])('reads %s: %s', (hex) => {
    expect(toHex(readDer(bytesOf(hex))!.der)).toBe(hex);
  });

  it.each([
    ['', 'nothing'],
    ['05', 'no length'],
    ['050000', 'something behind'],
    ['0501', 'less than the length says'],
    ['050100', 'NULL with content'],
    ['04810100', 'a length of two octets that fits into one'],
    [`04817f${'00'.repeat(127)}`, 'a length of two octets that fits into one'],
    [`0482007f${'00'.repeat(127)}`, 'a length with a leading zero'],
    [`04820080${'00'.repeat(128)}`, 'a length with a leading zero'],
    ['048400000000', 'a length of zero in five octets'],
    ['0485000000000100', 'a length of six octets'],
    ['30800000', 'an indefinite length'],
    ['04ff00', 'the reserved length'],
    ['0200', 'an INTEGER of no octets'],
    ['02020000', 'an INTEGER with a leading zero'],
    ['0202007f', 'an INTEGER with a leading zero'],
    ['0202ff80', 'a negative INTEGER with a leading octet of ones'],
    ['010101', 'a BOOLEAN that is neither'],
    ['0100', 'a BOOLEAN of no octets'],
    ['0300', 'a BIT STRING of no octets'],
    ['030107', 'an empty BIT STRING with unused bits'],
    ['03020800', 'a BIT STRING with eight unused bits'],
    ['030206e0', 'a BIT STRING whose unused bits are set'],
    ['0600', 'an OBJECT IDENTIFIER of no octets'],
    ['0603806570', 'an arc that could be shorter'],
    ['06032b8065', 'an arc that could be shorter'],
    ['06022b86', 'an arc that does not end'],
    ['1000', 'a SEQUENCE that is primitive'],
    ['2400', 'an OCTET STRING in pieces'],
    ['0000', 'the end of contents'],
    ['2000', 'the universal tag 0, constructed'],
    ['1f00', 'a tag number of more than one octet'],
    ['9f00', 'a context tag number of more than one octet'],
  ])('refuses %s: %s', (hex) => {
    expect(readDer(bytesOf(hex))).toBeUndefined();
  });

  it('never throws, and what it takes is written the same again', () => {
    fc.assert(
      fc.property(byteArrays({ maxLength: 12 }), (bytes) => {
        const element = readDer(bytes);
        if (element === undefined) return;
        expect(derElement(element.tag, element.content)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives bytes of its own', () => {
    const bytes = bytesOf('040141');
    const element = readDer(bytes)!;
    bytes.fill(0);
    expect(toHex(element.content)).toBe('41');
    expect(toHex(element.der)).toBe('040141');
  });
});

describe('readDerElements', () => {
  it('reads all or nothing', () => {
    expect(readDerElements(bytesOf(''))).toEqual([]);
    expect(readDerElements(bytesOf('0500020101'))!.map(({ tag }) => tag)).toEqual([5, 2]);
    expect(readDerElements(bytesOf('05000201'))).toBeUndefined();
    expect(readDerSequence(bytesOf('30020500'))).toHaveLength(1);
    expect(readDerSequence(bytesOf('31020500'))).toBeUndefined();
    expect(readDerSequence(bytesOf('300205'))).toBeUndefined();
    expect(readDerSequence(bytesOf('30020401'))).toBeUndefined();
  });
});

describe('what elements say', () => {
  const first = (der: Bytes) => readDer(der);

  it.each([0n, 1n, 127n, 128n, 255n, 256n, 32767n, 32768n, 2n ** 2048n - 1n])('%i is written and read', (value) => {
    expect(unsignedOf(first(derUnsigned(value)))).toBe(value);
  });

  it('any integer that is not negative is written and read', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 300n }), (value) => {
        expect(unsignedOf(first(derUnsigned(value)))).toBe(value);
      }),
    );
    expect(() => derUnsigned(-1n)).toThrow('not negative');
  });

  it('has no unsigned value for a negative INTEGER or another type', () => {
    expect(unsignedOf(first(bytesOf('0201ff')))).toBeUndefined();
    expect(unsignedOf(first(bytesOf('040101')))).toBeUndefined();
    expect(unsignedOf(undefined)).toBeUndefined();
  });

  it('strings are written and read', () => {
    fc.assert(
      fc.property(byteArrays({ maxLength: 300 }), (bytes) => {
        expect(octetStringOf(first(derOctetString(bytes)))).toEqual(bytes);
        expect(bitStringOf(first(derBitString(bytes)))).toEqual(bytes);
      }),
    );
    expect(bitStringOf(first(bytesOf('030206c0')))).toBeUndefined();
    expect(bitStringOf(first(bytesOf('0401c0')))).toBeUndefined();
    expect(octetStringOf(first(bytesOf('030100')))).toBeUndefined();
  });
});

describe('the writer', () => {
  it.each([
    ['1.2.840.113549.1.1.1', '06092a864886f70d010101'],
    ['1.3.101.112', '06032b6570'],
    ['2.16.840.1.101.3.4.3.17', '0609608648016503040311'],
    ['2.999', '06028837'],
    ['2.5.29.15', '0603551d0f'],
    ['0.0', '060100'],
    ['1.39', '06014f'],
  ])('writes %s as %s', (dotted, hex) => {
    expect(toHex(derObjectIdentifier(dotted))).toBe(hex);
    expect(readDer(bytesOf(hex))).toBeDefined();
  });

  it.each(['', '1', '3.1', '1.40', '0.40', '1..2', '1.2.', 'a.b'])('writes no %j', (dotted) => {
    expect(() => derObjectIdentifier(dotted)).toThrow('is an object identifier');
  });

  it('sorts what is in a SET OF by its encoding', () => {
    const elements = [derOctetString(bytesOf('00')), derUnsigned(300n), derUnsigned(5n), derNull()];
    expect(toHex(derSetOf(...elements))).toBe(['310c', '020105', '0202012c', '040100', '0500'].join(''));
    expect(derSetOf(...elements)).toEqual(derSetOf(...[...elements].reverse()));
  });

  it.each([0, 127, 128, 255, 256, 65535, 65536])('writes a length of %i so that it is read', (length) => {
    const element = derSequence(new Uint8Array(length));
    expect(readDer(element)!.content).toHaveLength(length);
    expect(element).toEqual(concatBytes(element.subarray(0, element.length - length), new Uint8Array(length)));
  });

  it('knows tags from 0 to 30', () => {
    expect([contextTag(0, 'primitive'), contextTag(1, 'constructed'), contextTag(30, 'primitive')]).toEqual([
      0x80, 0xa1, 0x9e,
    ]);
    expect(() => contextTag(31, 'primitive')).toThrow();
  });
});
