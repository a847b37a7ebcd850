import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/encodings.ts';
import { canonicalContext } from '../../src/hsm/encryption-context.ts';
import type { EncryptionContext } from '../../src/hsm/types.ts';

const bytesOf = (context: EncryptionContext): string => toHex(canonicalContext(context));

// Few characters, so that concatenations often meet; and halves of surrogate pairs, which TextEncoder cannot tell apart.
const anyString = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\ud83d', '\ude00', '\ufffd'), maxLength: 3 });
const contexts = fc.dictionary(anyString, anyString, { maxKeys: 3 });

describe('canonicalContext', () => {
  it('frames each key and each value, in the order of the keys', () => {
    expect(bytesOf({ b: '', a: 'xyz' })).toBe('0000000161' + '0000000378797a' + '0000000162' + '00000000');
  });

  it('is nothing for no context', () => {
    expect(canonicalContext({})).toHaveLength(0);
  });

  it.each<[EncryptionContext, EncryptionContext]>([
    [{ ab: 'c' }, { a: 'bc' }],
    [{ a: 'b', c: 'd' }, { a: 'bcd' }],
    [
      { a: 'b', c: 'd' },
      { a: 'd', c: 'b' },
    ],
    [{ a: '' }, { '': 'a' }],
    [{ '': '' }, {}],
    [{ a: 'é' }, { a: 'e\u0301' }],
    [{ a: 'A' }, { A: 'a' }],
    [{ a: '\ud800' }, { a: '\ufffd' }],
    [{ a: '\ud800' }, { a: '\udc00' }],
    [{ '\ud800': 'a' }, { '\udfff': 'a' }],
    [{ a: '\udc00\ud800' }, { a: '\ud800\udc00' }],
    [{ a: '\0' }, { a: '' }],
  ])('tells %j from %j', (a, b) => {
    expect(bytesOf(a)).not.toBe(bytesOf(b));
  });

  it('has different bytes for different contexts, whatever is in them', () => {
    const same = (a: EncryptionContext, b: EncryptionContext) =>
      Object.keys(a).length === Object.keys(b).length &&
      Object.entries(a).every(([key, value]) => Object.hasOwn(b, key) && b[key] === value);
    fc.assert(
      fc.property(contexts, contexts, (a, b) => {
        expect(bytesOf(a) === bytesOf(b)).toBe(same(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('has the same bytes in whatever order the pairs come', () => {
    fc.assert(
      fc.property(
        contexts.chain((context) => {
          const pairs = Object.entries(context);
          return fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length }));
        }),
        ([pairs, shuffled]) => {
          expect(bytesOf(Object.fromEntries(shuffled))).toBe(bytesOf(Object.fromEntries(pairs)));
        },
      ),
    );
  });

  it('sorts by the bytes of UTF-8, not by the units of UTF-16', () => {
    // U+FF61 is EF BD A1 and comes before U+1F600, which is F0 9F 98 80; as UTF-16, D83D… comes before FF61.
    const [early, late] = ['\uff61', '\u{1f600}'];
    expect(bytesOf({ [late]: '', [early]: '' })).toBe('00000003efbda1' + '00000000' + '00000004f09f9880' + '00000000');
  });

  it('takes "__proto__" for a key like any other', () => {
    const context = JSON.parse('{"__proto__":"a"}') as EncryptionContext;
    expect(bytesOf(context)).toBe(bytesOf(Object.fromEntries([['__proto__', 'a']])));
    expect(bytesOf(context)).not.toBe(bytesOf({}));
  });
});
