// A completion goes as far as it is certain, and then offers the choice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyCompletion, choose } from '../../../src/ui/terminal/completion.ts';

test.each([
  ['nothing fits', 'aws x', 5, { from: 4, options: [] }, 'aws x', 5, 0],
  ['one word', 'aws km', 6, { from: 4, options: ['kms'] }, 'aws kms ', 8, 0],
  ['a folder goes on', 'cat fi', 6, { from: 4, options: ['files/'] }, 'cat files/', 10, 0],
  ['the common part of several', 'aws kms e', 9, { from: 8, options: ['enable-key', 'encrypt'] }, 'aws kms en', 10, 2],
  ['several without a common part', 'aws kms ', 8, { from: 8, options: ['decrypt', 'encrypt'] }, 'aws kms ', 8, 2],
  ['in mid-line', 'aws km | cat', 6, { from: 4, options: ['kms'] }, 'aws kms  | cat', 8, 0],
] as const)('%s', (_, text, cursor, completion, after, afterCursor, options) => {
  const completed = applyCompletion(text, cursor, completion);
  expect([completed.text, completed.cursor, completed.options.length]).toEqual([after, afterCursor, options]);
});

test('what stands around the word is never touched', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.array(fc.string()), (before, word, after, options) => {
      const { text } = applyCompletion(before + word + after, before.length + word.length, {
        from: before.length,
        options,
      });
      expect(text.startsWith(before)).toBe(true);
      expect(text.endsWith(after)).toBe(true);
    }),
  );
});

test('a chosen option replaces the word', () => {
  expect(choose('aws kms en | cat', 10, 8, 'encrypt')).toEqual({ text: 'aws kms encrypt  | cat', cursor: 16 });
});
