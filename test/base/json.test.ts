import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isJsonObject, parseJson, type Json } from '../../src/base/json.ts';

/** The same value with the members of each object in another order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, turned(member)] as const);
  return Object.fromEntries(members.reverse());
}

// JSON has one zero: JSON.stringify(-0) is "0".
const values = fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('canonicalJson', () => {
  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it('is the same text in whatever order the members come', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('sorts at every depth and writes nothing between the tokens', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }, true], a: 'x y', '10': 0, '9': '' })).toBe(
      '{"10":0,"9":"","a":"x y","b":[{"c":null,"d":1},true]}',
    );
  });

  it('has a member named "__proto__" like any other', () => {
    const value = parseJson('{"__proto__":1,"a":2}')!;
    expect(canonicalJson(value)).toBe('{"__proto__":1,"a":2}');
  });
});

describe('parseJson', () => {
  it.each(['', '{', '{a:1}', "'a'", '01', 'NaN', 'undefined', '[1,]', '{}x'])('says that %j is not JSON', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it('tells null from what is not JSON', () => {
    expect(parseJson('null')).toBeNull();
  });
});

describe('isJsonObject', () => {
  it.each<[Json | undefined, boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['{}', false],
    [0, false],
    [true, false],
    [undefined, false],
  ])('of %j is %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});
