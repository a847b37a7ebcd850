import { describe, expect, it } from 'vitest';
import { lintBank, lintItem } from '../../src/exam/lint.ts';
import type { Item, Option } from '../../src/exam/types.ts';

const option = (id: string, right: boolean, more: Partial<Option> = {}): Option => ({
  id,
  text: `Call the operation that is called ${id} here`,
  right,
  because: 'It does what the stem asks for, as the documentation says.',
  misconception: right ? null : 'a-misconception',
  proof: [],
  shows: [{ run: 'true' }],
  ...more,
});
const item = (more: Partial<Item> = {}): Item => ({
  id: 'x',
  title: 'X',
  kind: 'one',
  keyCount: 1,
  seed: 'x',
  exam: ['SCS-C03/5.2'],
  stem: 'A company has a file. Which operation encrypts it?',
  options: [option('A', true), option('B', false), option('C', false), option('D', false)],
  setup: [],
  sources: [{ page: 'https://docs.aws.amazon.com/kms/latest/developerguide/overview.html', verified: '2026-11-24' }],
  text: '',
  ...more,
});
const known = new Set(['a-misconception']);
const several = item({
  kind: 'several',
  keyCount: 2,
  stem: 'A company has a file. Which operations encrypt it? (Select TWO.)',
  options: [option('A', true), option('B', false), option('C', true), option('D', false), option('E', false)],
});
const withOption = (more: Partial<Option>, right = false): Item =>
  item({ options: [option('A', !right), option('B', false), option('C', false), option('D', right, more)] });

describe('the lint of an item', () => {
  it('finds nothing in a sound one', () => {
    expect(lintItem(item(), known)).toEqual([]);
    expect(lintItem(several, known)).toEqual([]);
  });

  it.each<[string, Item]>([
    ['the stated count is the number of keys', item({ ...several, keyCount: 3 })],
    ['the stated count is the number of keys', item({ ...several, stem: 'Which operations encrypt it?' })],
    ['the stated count is the number of keys', item({ ...several, stem: 'Which encrypt it? (Select THREE.)' })],
    ['the stated count is the number of keys', item({ stem: 'Which TWO operations encrypt it?' })],
    ['the stated count is the number of keys', item({ options: several.options.slice(0, 4) })],
    ['one of four, or two or more of five or more', item({ options: item().options.slice(0, 3) })],
    ['one of four, or two or more of five or more', item({ ...several, options: several.options.slice(0, 4) })],
    ['options are of like length', withOption({ text: 'x'.repeat(80) })],
    ['no option speaks of the others', withOption({ text: 'Call all of the operations that are named here' })],
    [
      'no option speaks of the others',
      withOption({ because: 'It is wrong for the same reason as option B is wrong.' }),
    ],
    ['no bare NOT', item({ stem: 'Which operation does NOT encrypt it?' })],
    ['no bare NOT', item({ stem: 'Which operation can’t encrypt it?' })],
    ['no two options are alike', withOption({ text: 'call the operation, that is called A here.' })],
    ['no cue words', withOption({ text: 'Always call the operation called D here' })],
    ['every option is explained', withOption({ because: 'It is wrong.' })],
    ['a wrong option has a named misconception', withOption({ misconception: 'another' })],
    ['a wrong option has a named misconception', withOption({ misconception: null })],
    ['a wrong option has a named misconception', withOption({ misconception: 'a-misconception' }, true)],
    ['sources are AWS pages with the day they were read', item({ sources: [] })],
    [
      'sources are AWS pages with the day they were read',
      item({ sources: [{ page: 'https://example.com/', verified: '2026-11-24' }] }),
    ],
    [
      'sources are AWS pages with the day they were read',
      item({ sources: [{ page: item().sources[0]!.page, verified: '2026-02-30' }] }),
    ],
    [
      'no price and no request rate as the key',
      withOption({ text: 'It costs $1 a month for a key of this sort' }, true),
    ],
    [
      'no price and no request rate as the key',
      withOption({ text: 'It takes 5,500 requests per second at most' }, true),
    ],
    ['an exam and a task are named', item({ exam: [] })],
  ])('keeps: %s', (rule, faulty) => {
    expect(lintItem(faulty, known).map((fault) => fault.rule)).toContain(rule);
  });
});

describe('the lint of a bank', () => {
  const keyAt = (position: number, id: string) =>
    item({ id, options: ['A', 'B', 'C', 'D'].map((letter, index) => option(letter, index === position)) });

  it('finds nothing where keys are spread', () => {
    expect(lintBank([keyAt(0, 'a'), keyAt(1, 'b'), keyAt(2, 'c'), keyAt(0, 'd')], known)).toEqual([]);
  });
  it('sees keys in one position', () => {
    const faults = lintBank([keyAt(0, 'a'), keyAt(1, 'b'), keyAt(0, 'c'), keyAt(0, 'd')], known);
    expect(faults.map((fault) => fault.rule)).toEqual(['keys are spread over the positions']);
  });
  it('sees two items of one id', () => {
    expect(lintBank([keyAt(0, 'a'), keyAt(1, 'a')], known).map((fault) => fault.rule)).toEqual(['ids are unique']);
  });
  it('sees that the longest option is mostly the key', () => {
    const long = (id: string) => ({
      ...withOption({ text: 'Call the operation that is called D here, in us-east-1' }, true),
      id,
    });
    expect(lintBank([long('a'), long('b'), keyAt(0, 'c')], known).map((fault) => fault.rule)).toEqual([
      'the longest option is rarely the key',
    ]);
  });
});
