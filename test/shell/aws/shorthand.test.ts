import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileRef, parseShorthand, ShorthandError } from '../../../src/shell/aws/shorthand.ts';
import type { ShorthandValue } from '../../../src/shell/aws/shorthand.ts';

type Plain = string | readonly Plain[] | { readonly [key: string]: Plain };

/** Writes a value as a careful person would: everything quoted. */
function written(value: Plain): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(written).join(',')}]`;
  return `{${members(value as Readonly<Record<string, Plain>>)}}`;
}

const members = (value: Readonly<Record<string, Plain>>): string =>
  Object.entries(value)
    .map(([key, item]) => `${key}=${written(item)}`)
    .join(',');

const key = fc.stringMatching(/^[A-Za-z0-9\-_.#/:]{1,8}$/).filter((name) => !/^\d+$/.test(name));
// A backslash before a quote, or at the end, cannot be told from an escape.
const text = fc.string().filter((it) => !it.includes('\\'));
const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
}));

describe('shorthand', () => {
  it.each<[string, ShorthandValue]>([
    ['a=b', { a: 'b' }],
    ['a=', { a: '' }],
    ['a=b,c=d', { a: 'b', c: 'd' }],
    ['a=b,c,d', { a: ['b', 'c', 'd'] }],
    ['a=b,c,d=e', { a: ['b', 'c'], d: 'e' }],
    ['a=b\\,c', { a: 'b,c' }],
    ['a=[b]', { a: ['b'] }],
    ['a=[]', { a: [] }],
    ['a={b=c,d=[e,f]}', { a: { b: 'c', d: ['e', 'f'] } }],
    ['a=[{b=c},{b=d}]', { a: [{ b: 'c' }, { b: 'd' }] }],
    [`a='b, c',d="e = f"`, { a: 'b, c', d: 'e = f' }],
    [`a='it\\'s'`, { a: "it's" }],
    ['a = b , c = d', { a: 'b', c: 'd' }],
    ['aws:s3:arn=arn:aws:s3:::b/k', { 'aws:s3:arn': 'arn:aws:s3:::b/k' }],
    ['a@=file://x', { a: new FileRef('file://x') }],
    ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
  ])('%s', (input, expected) => {
    expect(parseShorthand(input)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['', "Expected: '=', received: 'EOF' for input:\n \n^"],
    ['a=b,', "Expected: '<second>', received: '<none>' for input:\n a=b,\n    ^"],
    ['a=[b', "Expected: ',', received: 'EOF' for input:\n a=[b\n    ^"],
    ['a={b}', "Expected: '=', received: '}' for input:\n a={b}\n    ^"],
    ['a=\n=', "Expected: ',', received: '=' for input:\n a=\n=\n^"],
    ["a='b", "Expected: '<singled quoted>', received: '<none>' for input:\n a='b\n  ^"],
  ])('is refused with a caret at the place: %j', (input, message) => {
    expect(() => parseShorthand(input)).toThrow(new ShorthandError(message));
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), (whole) => {
        expect(parseShorthand(members(whole))).toEqual({ ...whole });
      }),
    );
  });

  it('reads or refuses any text, and always ends', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', '=', ',', '[', ']', '{', '}', "'", '"', '\\', '@', ' ', '\n', 'é'),
    });
    fc.assert(
      fc.property(hostile, (input) => {
        try {
          parseShorthand(input);
        } catch (error) {
          expect(error).toBeInstanceOf(ShorthandError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
