// A small scenario and a small item for the components' tests.
import type { Item } from '../../src/exam/types.ts';
import type { Scenario, Step } from '../../src/scenario/types.ts';

const step = (title: string, more: Partial<Step> = {}): Step => ({
  title,
  passages: [{ kind: 'prose', markdown: `About ${title}.` }],
  solution: [],
  checks: [],
  hints: [],
  mistakes: [],
  ...more,
});

export const scenario = (more: Partial<Scenario> = {}): Scenario => ({
  id: 'deletion-window',
  title: 'The key that would not die',
  seed: '7',
  summary: 'Waiting periods.',
  minutes: 10,
  exam: ['SCS-C03/5.3'],
  setup: [],
  resume: [],
  steps: [
    step('Before', {
      passages: [
        { kind: 'prose', markdown: 'A key **waits**.' },
        {
          kind: 'prediction',
          prediction: {
            question: 'What will `encrypt` answer?',
            options: [
              { text: 'A ciphertext', right: false, because: 'A key that waits encrypts nothing.' },
              { text: 'An error', right: true, because: 'Its state forbids it.' },
            ],
          },
        },
      ],
    }),
    step('Schedule the deletion', {
      passages: [{ kind: 'command', text: 'aws kms schedule-key-deletion --key-id $KEY', fails: false }],
      solution: ['aws kms schedule-key-deletion --key-id $KEY', 'aws kms describe-key --key-id $KEY'],
      checks: [
        { run: 'x', goal: 'The key waits', otherwise: 'It is still usable.' },
        { run: 'y', otherwise: 'Nothing can be encrypted.' },
      ],
      hints: ['Look at the operations.', 'It begins with schedule.'],
    }),
  ],
  text: 'the text',
  ...more,
});

export const item = (more: Partial<Item> = {}): Item => ({
  id: 'big-file',
  title: 'A big file',
  kind: 'one',
  keyCount: 1,
  seed: '1',
  exam: ['SCS-C03/5.2'],
  stem: 'How is a **big** file encrypted?',
  options: [
    {
      id: 'A',
      text: 'With Encrypt',
      right: false,
      because: 'Encrypt takes 4 KB.',
      misconception: 'encrypt-any',
      proof: [],
      shows: [],
    },
    {
      id: 'B',
      text: 'With a data key',
      right: true,
      because: 'That is what it is for.',
      misconception: null,
      proof: [],
      shows: [],
    },
    { id: 'C', text: 'Not at all', right: false, because: 'It can be.', misconception: 'never', proof: [], shows: [] },
  ],
  setup: [],
  sources: [{ page: 'https://docs.aws.amazon.com/kms/', verified: '2026-11-20' }],
  text: 'the item',
  ...more,
});
