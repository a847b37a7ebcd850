// What a program can tell of an item's soundness: LEARNING.md, "A question is sound when". The rest is for a reader.
import type { Item, Option } from './types.ts';

export interface Fault {
  readonly item: string;
  readonly rule: string;
  readonly message: string;
}

type Rule = (item: Item, misconceptions: ReadonlySet<string>) => readonly string[];

const numberWords = ['', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'];
const cueWords = /\b(always|never|completely|entirely|impossible|guarantees?|obviously|every single|in all cases)\b/i;

const rights = (item: Item): readonly Option[] => item.options.filter((option) => option.right);
const lengthOf = (option: Option): number => option.text.length;
const when = (fault: boolean, message: string): readonly string[] => (fault ? [message] : []);

/** Each names what it keeps. */
const rules: Readonly<Record<string, Rule>> = {
  'the stated count is the number of keys': (item) => {
    const count = rights(item).length;
    const stated = /\b(TWO|THREE|FOUR|FIVE)\b/.exec(item.stem)?.[1];
    return [
      ...when(count !== item.keyCount, `${count} options are right, and ${item.keyCount} are said to be.`),
      ...when(
        item.kind === 'several' ? stated !== numberWords[item.keyCount] : stated !== undefined,
        'The stem does not state, in capitals, how many options are right, or states it where only one is.',
      ),
    ];
  },
  'one of four, or two or more of five or more': (item) =>
    item.kind === 'one'
      ? when(item.options.length !== 4, 'Multiple choice has four options.')
      : when(
          item.options.length < 5 || item.keyCount < 2,
          'Multiple response has five options or more, two of them right.',
        ),
  'options are of like length': (item) => {
    const lengths = item.options.map(lengthOf);
    const ratio = Math.max(...lengths) / Math.min(...lengths);
    return when(ratio > 1.6, `The longest option is ${ratio.toFixed(2)} times as long as the shortest; at most 1.6.`);
  },
  'no option speaks of the others': (item) =>
    item.options.flatMap((option) =>
      when(
        /\b(all|none|both|any|neither) of (the|these)\b|\b[Oo]ptions? [A-G]\b/.test(`${option.text} ${option.because}`),
        `${option.id} speaks of other options, which may stand elsewhere.`,
      ),
    ),
  'no bare NOT': (item) =>
    when(/\b(NOT|EXCEPT|LEAST)\b|n['’]t\b[^.?]*\?$/m.test(item.stem), 'The stem asks for what is not so.'),
  'no two options are alike': (item) => {
    const texts = new Set(item.options.map((option) => option.text.toLowerCase().replace(/\W+/g, ' ').trim()));
    return when(texts.size < item.options.length, 'Two options say the same.');
  },
  'no cue words': (item) =>
    item.options.flatMap((option) => {
      const cue = cueWords.exec(option.text)?.[0];
      return when(cue !== undefined, `${option.id} says “${cue ?? ''}”, which gives an answer away.`);
    }),
  'every option is explained': (item) =>
    item.options.flatMap((option) => when(option.because.length < 40, `${option.id} is not explained in a sentence.`)),
  'a wrong option has a named misconception': (item, known) =>
    item.options.flatMap((option) => {
      if (option.right) return when(option.misconception !== null, `${option.id} is right and has a misconception.`);
      return when(!known.has(option.misconception ?? ''), `${option.id} names no misconception that is on the list.`);
    }),
  'sources are AWS pages with the day they were read': (item) => [
    ...when(item.sources.length === 0, 'No source is given.'),
    ...item.sources.flatMap(({ page, verified }) => [
      ...when(!/^https:\/\/docs\.aws\.amazon\.com\/\S+$/.test(page), `${page} is no page of the AWS documentation.`),
      ...when(!isDay(verified), `${verified} is no day of the form 2026-11-24.`),
    ]),
  ],
  'no price and no request rate as the key': (item) =>
    rights(item).flatMap((option) =>
      when(
        /[$€]\s?\d|\bUSD\b|\bcents?\b|\brequests? (per|a) second\b/i.test(option.text),
        `${option.id} is a number that AWS changes at will.`,
      ),
    ),
  'an exam and a task are named': (item) => when(item.exam.length === 0, 'No exam is named.'),
};

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`).getTime() : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export const lintItem = (item: Item, misconceptions: ReadonlySet<string>): readonly Fault[] =>
  Object.entries(rules).flatMap(([rule, check]) =>
    check(item, misconceptions).map((message) => ({ item: item.id, rule, message })),
  );

/** What no item shows by itself. */
export function lintBank(items: readonly Item[], misconceptions: ReadonlySet<string>): readonly Fault[] {
  const faults = items.flatMap((item) => lintItem(item, misconceptions));
  const bank = (rule: string, message: string): void => void faults.push({ item: 'the bank', rule, message });
  const ids = new Set(items.map((item) => item.id));
  if (ids.size < items.length) bank('ids are unique', 'Two items have one id.');

  const longest = items.filter((item) => {
    const longestKey = Math.max(...rights(item).map(lengthOf));
    return item.options.every((option) => option.right || lengthOf(option) < longestKey);
  });
  if (longest.length > 0.4 * items.length) {
    bank('the longest option is rarely the key', `It is in ${longest.length} of ${items.length} items; at most 40 %.`);
  }

  const positions = items
    .filter((item) => item.kind === 'one')
    .map((item) => item.options.findIndex((option) => option.right));
  const most = Math.max(0, ...positions.map((position) => positions.filter((other) => other === position).length));
  if (positions.length >= 4 && most > positions.length / 2) {
    bank('keys are spread over the positions', `One position has ${most} of ${positions.length} keys.`);
  }
  return faults;
}
