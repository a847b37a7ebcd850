// A command to read: its words are kept in one piece, and it is the very text.
import { render } from '@testing-library/svelte';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import CommandText from '../../src/ui/CommandText.svelte';

const shown = (text: string) => render(CommandText, { text }).container;

test('is the very text, blanks and rows included', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z -]{0,20}\n?[ -~\n\t]{0,60}$/), (text) => {
      expect(shown(text).textContent).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test('keeps what has a hyphen in one piece, unless it is too long to fit', () => {
  const long = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const pieces = [...shown(`aws kms create-alias --target-key-id ${long}`).querySelectorAll('span')];
  expect(pieces.map(({ textContent }) => textContent)).toEqual(['create-alias', '--target-key-id']);
});
