import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseItem } from '../../src/exam/parse.ts';
import { formatScenario, withResume } from '../../src/scenario/format.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { ScenarioError } from '../../src/scenario/types.ts';
import { itemTexts, lessonTexts } from '../lessons/bank.ts';

const head = '---\nid: x\ntitle: X\nseed: 7\n---\n';
const step = '## One\n```sh solution\na\n```\n```check\nrun: b\notherwise: c\n```\n';

describe('a scenario’s text', () => {
  it('as DESIGN.md has it is read', () => {
    const text = [
      '---',
      'id: deletion-window',
      'title: The key that would not die',
      'seed: 7            # a seeded world',
      'exam: [SCS-C03/5.3, SAA-C03/1.3]',
      '---',
      '```sh setup',
      'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
      '```',
      '## Schedule the deletion',
      'Text for the learner …',
      '```sh solution',
      'aws kms schedule-key-deletion --key-id $KEY_ID --pending-window-in-days 7',
      '```',
      '```check',
      'run: aws kms describe-key --key-id $KEY_ID',
      "expect: KeyMetadata.KeyState == 'PendingDeletion'      # JMESPath; must be true",
      'otherwise: The key is still usable. Which operation starts the waiting period?',
      '```',
      '```hint',
      '…',
      '```',
      '```mistake',
      'run: aws kms disable-key --key-id $KEY_ID          # the tests do this …',
      "seen: {run: aws kms describe-key --key-id $KEY_ID, expect: KeyMetadata.KeyState == 'Disabled'}",
      'because: Disabling is reversible at once; nothing is scheduled.',
      '```',
    ].join('\n');
    expect(parseScenario(text)).toEqual({
      id: 'deletion-window',
      title: 'The key that would not die',
      seed: '7',
      summary: '',
      minutes: null,
      exam: ['SCS-C03/5.3', 'SAA-C03/1.3'],
      setup: ['KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)'],
      resume: [],
      steps: [
        {
          title: 'Schedule the deletion',
          passages: [{ kind: 'prose', markdown: 'Text for the learner …' }],
          solution: ['aws kms schedule-key-deletion --key-id $KEY_ID --pending-window-in-days 7'],
          checks: [
            {
              run: 'aws kms describe-key --key-id $KEY_ID',
              expect: "KeyMetadata.KeyState == 'PendingDeletion'",
              otherwise: 'The key is still usable. Which operation starts the waiting period?',
            },
          ],
          hints: ['…'],
          mistakes: [
            {
              run: 'aws kms disable-key --key-id $KEY_ID',
              seen: { run: 'aws kms describe-key --key-id $KEY_ID', expect: "KeyMetadata.KeyState == 'Disabled'" },
              because: 'Disabling is reversible at once; nothing is scheduled.',
            },
          ],
        },
      ],
      text,
    });
  });

  it('keeps what the learner reads in order, and what it does not know as it is', () => {
    const text = `${head}## One\nA\n\`\`\`sh worked\na\n\`\`\`\nB\n\`\`\`text\n## not a step\n\`\`\`\n\`\`\`sh fails\nb\n\`\`\`\n\`\`\`check\nrun: c\notherwise: d\n\`\`\`\n`;
    expect(parseScenario(text).steps[0]).toMatchObject({
      passages: [
        { kind: 'prose', markdown: 'A' },
        { kind: 'command', text: 'a', fails: false },
        { kind: 'prose', markdown: 'B' },
        { kind: 'prose', markdown: '```text\n## not a step\n```' },
        { kind: 'command', text: 'b', fails: true },
      ],
      solution: ['a'],
    });
  });

  it('may have the line ends of Windows', () => {
    const text = head + step;
    expect(parseScenario(text.replaceAll('\n', '\r\n'))).toEqual({
      ...parseScenario(text),
      text: text.replaceAll('\n', '\r\n'),
    });
  });

  it.each<[string, string, number, RegExp]>([
    ['no front matter', 'id: x', 1, /front matter/],
    ['open front matter', '---\nid: x', 1, /closing/],
    ['an unknown entry', head.replace('seed', 'sead'), 4, /no “sead”/],
    ['no seed', '---\nid: x\ntitle: X\n---\n', 2, /needs “seed”/],
    ['an odd id', head.replace('id: x', 'id: X Y'), 2, /lower-case/],
    ['an odd exam', head.replace('seed: 7', 'seed: 7\nexam: [KMS]'), 5, /SCS-C03/],
    ['minutes in words', head.replace('seed: 7', 'seed: 7\nminutes: ten'), 5, /whole number/],
    ['text before the steps', `${head}\nHello`, 7, /belongs to a step/],
    ['a check before the steps', `${head}\`\`\`check\nrun: x\n\`\`\``, 6, /Before the first step/],
    ['an open block', `${head}## One\n\`\`\`sh\na`, 7, /not closed/],
    ['an unknown block', `${head}## One\n\`\`\`sh maybe\na\n\`\`\``, 7, /“sh maybe” is not known/],
    ['an empty block', `${head}## One\n\`\`\`hint\n\`\`\``, 7, /empty/],
    ['an unknown entry of a check', head + step.replace('otherwise', 'other'), 12, /no “other”/],
    [
      'a check that expects two things',
      head + step.replace('run: b', 'run: b\nexpect: c\nerror: DisabledException'),
      13,
      /not both/,
    ],
    ['no JMESPath', head + step.replace('run: b', 'run: b\nexpect: "a ==="'), 12, /JMESPath/],
    [
      'a bomb of an expression',
      head + step.replace('run: b', `run: b\nexpect: "${'[@,@][] | '.repeat(30)}@"`),
      12,
      /flattenings/,
    ],
    [
      'a function that only makes things longer',
      head + step.replace('run: b', 'run: b\nexpect: "pad_left(a, `1000000000`) == b"'),
      12,
      /pad_left/,
    ],
    ['somebody else’s check', head + step.replace('run: b', 'run: b\nas: auditor'), 12, /administrator/],
    ['an error that is no code', head + step.replace('run: b', 'run: b\nerror: not found'), 12, /error code/],
    ['a check without a solution', `${head}## One\n\`\`\`check\nrun: a\notherwise: b\n\`\`\``, 6, /needs a solution/],
    ['a solution without a check', `${head}## One\n\`\`\`sh solution\na\n\`\`\``, 6, /needs a check/],
    ['a second check without its goal', `${head}${step}\`\`\`check\nrun: a\notherwise: b\n\`\`\``, 15, /needs “goal”/],
    ['a step without a title', `${head}## \n`, 6, /title/],
    ['a command that is left open', `${head}\`\`\`sh setup\na\necho "b\n\`\`\``, 8, /quotation/],
    [
      'a prediction without a right option',
      `${head}## One\n\`\`\`predict\nquestion: a\noptions:\n- text: b\n  because: c\n- text: d\n  because: e\n\`\`\``,
      9,
      /right/,
    ],
    ['a prediction with one option', `${head}## One\n\`\`\`predict\nquestion: a\noptions: [b]\n\`\`\``, 9, /made of/],
    ['too many steps', head + '## One\n'.repeat(100), 66, /too many/],
    ['a line without end', `${head}${'x'.repeat(9000)}`, 6, /longer/],
    ['a text without end', head + 'x\n'.repeat(150_000), 1, /longer/],
  ])('with %s is an error with its line', (_, text, line, message) => {
    try {
      parseScenario(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
      expect((error as Error).message).toMatch(message);
      expect((error as ScenarioError).line).toBe(line);
    }
  });

  it('that was spoiled anywhere is read or is a ScenarioError with a line of the text, never anything else', () => {
    const originals = [...lessonTexts, ...itemTexts].map(({ text }) => text);
    const scrap = fc.constantFrom(
      '',
      '\n',
      '`',
      '```',
      '```check\n',
      '---\n',
      '"',
      "'",
      '{',
      '}',
      '[',
      ': ',
      '- ',
      '  ',
      '\t',
      '|',
      '## ',
      '$(',
      '<<E\n',
      '\r',
      '\0',
      '__proto__: x\n',
      '\ud800',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.nat(),
        fc.nat({ max: 300 }),
        scrap,
        (text, place, length, insert) => {
          const at = place % text.length;
          const spoiled = text.slice(0, at) + insert + text.slice(at + length);
          for (const parse of [parseScenario, parseItem]) {
            try {
              parse(spoiled);
            } catch (error) {
              expect(error).toBeInstanceOf(ScenarioError);
              expect((error as ScenarioError).line).toBeGreaterThan(0);
              expect((error as ScenarioError).line).toBeLessThanOrEqual(spoiled.split('\n').length);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of any characters at all is a ScenarioError', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parseScenario(text)).toThrow(ScenarioError);
        expect(() => parseScenario(`---\n${text}`)).toThrow(ScenarioError);
      }),
    );
  });
});

describe('a scenario that the page writes', () => {
  it('is read as it was meant, whatever its title and commands', () => {
    const line = fc.constantFrom(
      'aws kms list-keys',
      "echo '```'",
      'cat <<E\n## x\n```\nE',
      'echo "\\"\nb"',
      '{\na\n} || true',
      '````',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.array(line, { maxLength: 5 }), (title, setup) => {
        const parts = { id: 'shared', title, seed: `${title}!`, summary: title, setup };
        const { text, ...read } = parseScenario(formatScenario(parts));
        expect(text).toContain('---');
        expect(read).toMatchObject({ ...parts, exam: [], steps: [] });
      }),
    );
  });

  it('has what was typed behind the set-up, once, and all else as it was', () => {
    const scenario = parseScenario(lessonTexts[0]!.text);
    const once = parseScenario(withResume(scenario, ['aws kms create-key', 'cat <<E\n## x\nE']));
    expect(once).toEqual({ ...scenario, resume: ['aws kms create-key', 'cat <<E\n## x\nE'], text: once.text });
    const twice = parseScenario(withResume(once, ['aws kms list-keys']));
    expect(twice).toEqual({ ...scenario, resume: ['aws kms list-keys'], text: twice.text });
  });
});

it('the format’s own document has an example that is read', () => {
  const page = readFileSync(new URL('../../docs/scenario-format.md', import.meta.url), 'utf8');
  const example = /^````markdown\n(.*?)^````$/ms.exec(page)?.[1] ?? '';
  expect(parseScenario(example).steps).toHaveLength(1);
  const itemPage = readFileSync(new URL('../../docs/item-format.md', import.meta.url), 'utf8');
  const oneOption = /^````markdown\n(.*?)^````$/ms.exec(itemPage)?.[1] ?? '';
  expect(() => parseItem(oneOption)).toThrow('two to');
  expect(
    parseItem(`${oneOption}\n${oneOption.slice(oneOption.indexOf('## A')).replace('## A', '## B')}`).options,
  ).toHaveLength(2);
});
