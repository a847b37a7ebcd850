// Entries as JSON and back, bytes and hostile names included.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromTaggedJson, toTaggedJson } from '../../../src/endpoint/storage/tagged-json.ts';

const name = fc.oneof(fc.string(), fc.constantFrom('$bytes', '$object', '$', '__proto__', 'constructor', 'toJSON'));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.array(fc.tuple(name, tie('value'))).map((pairs) => Object.fromEntries(pairs) as unknown),
  ),
}));

it('gives back what it was given', () => {
  fc.assert(
    fc.property(value, (given) => {
      const text = toTaggedJson({ given });
      expect(text).not.toContain('\n');
      expect(fromTaggedJson(text)).toEqual({ given });
    }),
    { numRuns: 500 },
  );
});

it.each([NaN, Infinity, 1n, new Date(0), new Map(), () => 1])('refuses what JSON cannot keep: %s', (given) => {
  if (typeof given === 'function') expect(toTaggedJson({ given })).toBe('{}');
  else expect(() => toTaggedJson({ given })).toThrow(TypeError);
});

it.each(['{"$bytes":1}', '{"$bytes":"a"}', '{"$object":1}', '{"$object":[1]}', '{', ''])('refuses %s', (text) => {
  expect(() => fromTaggedJson(text)).toThrow();
});
