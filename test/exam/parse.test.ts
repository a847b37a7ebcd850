import { describe, expect, it } from 'vitest';
import { parseItem } from '../../src/exam/parse.ts';
import { ScenarioError } from '../../src/scenario/types.ts';
import { itemTexts } from '../lessons/bank.ts';

const text = itemTexts.find(({ name }) => name === 'more-than-4-kb.md')!.text;

describe('an item’s text', () => {
  it('is read', () => {
    const item = parseItem(text);
    expect(item).toMatchObject({ id: 'more-than-4-kb', kind: 'one', keyCount: 1, text });
    expect(item.setup).toHaveLength(2);
    expect(item.options.map(({ id, right }) => [id, right])).toEqual([
      ['A', false],
      ['B', false],
      ['C', true],
      ['D', false],
    ]);
    expect(item.options[0]).toMatchObject({
      misconception: 'kms-encrypts-any-size',
      proof: [],
      shows: [
        { run: 'aws kms encrypt --key-id alias/archive --plaintext fileb://document', error: 'ValidationException' },
      ],
    });
    expect(item.sources[0]?.verified).toBe('2026-11-24');
  });

  it.each<[string, string, string, RegExp]>([
    ['a kind of its own', 'kind: one', 'kind: many', /one or several/],
    ['options out of order', '## B', '## C', /in order/],
    ['no stem', text.slice(text.indexOf('A company'), text.indexOf('```sh setup')), '', /asks nothing/],
    ['an option without a verdict', '```verdict\nright: true', '```text\nright: true', /option has its text/],
    ['a verdict that does not say', 'right: true\n', '', /needs “right”/],
    [
      'an option without proof',
      '```shows\nrun: aws kms generate-random --number-of-bytes 32\nexpect: "keys(@) == [\'Plaintext\']"\n```',
      '',
      /its proof/,
    ],
    ['two pieces of text', '```shows\n', '```\nAnd more.\n\n```shows\n', /./],
    ['a source without its day', '  verified: 2026-11-24\n- page', '- page', /needs “verified”/],
    ['an unknown entry', 'seed: more', 'sead: more', /no “sead”/],
  ])('with %s is a ScenarioError', (_, found, replacement, message) => {
    expect(text).toContain(found);
    expect(() => parseItem(text.replace(found, replacement))).toThrow(ScenarioError);
    expect(() => parseItem(text.replace(found, replacement))).toThrow(message);
  });
});
