// The lesson on envelope encryption looks at the state alone: other right ways pass, and ways that are too simple do not.
import { describe, expect, it } from 'vitest';
import { checkStep, runAll, runSetup } from '../../src/scenario/run.ts';
import type { ShellState } from '../../src/shell/shell-api.ts';
import type { World } from '../../src/world/world-api.ts';
import { makeShell, makeWorld } from '../scenario/stage.ts';
import { lessons } from './bank.ts';

const lesson = lessons.find(({ scenario }) => scenario.id === 'envelope-encryption')!.scenario;
const titled = (title: string) => lesson.steps.findIndex((step) => step.title === title);

interface Begun {
  readonly world: World;
  readonly learner: ShellState;
  readonly checks: ShellState;
}
const begun = new Map<number, Promise<Begun>>();

/** The world as it is where a step begins. */
async function begin(step: number): Promise<Begun> {
  const world = await makeWorld(lesson.seed);
  const shell = await makeShell(world);
  const done = await runSetup(shell, lesson);
  if (!done.ok) throw new Error(done.message);
  const failed = await runAll(
    shell,
    lesson.steps.slice(0, step).flatMap((earlier) => earlier.solution),
  );
  expect(failed).toBeUndefined();
  return { world, learner: shell.state(), checks: done.state };
}

/** Runs the lines from where a step begins, and says whether the step then passes. */
async function passes(title: string, lines: readonly string[]): Promise<boolean> {
  const step = titled(title);
  const start = await (begun.get(step) ?? begun.set(step, begin(step)).get(step)!);
  const world = start.world.fork();
  const failed = await runAll(await makeShell(world, start.learner), lines);
  expect(failed).toBeUndefined();
  return (await checkStep({ world, makeShell, state: start.checks, scenario: lesson, step })).passed;
}

const context = '--encryption-context notebook=field';
const plain = `aws kms decrypt --ciphertext-blob fileb://data-key.enc ${context} --query Plaintext --output text`;

describe('other right ways pass', () => {
  it.each<[string, string, string[]]>([
    [
      'a key with a policy and tags, and the alias by the ARN',
      'A key that stays where it is',
      [
        'ARN=$(aws kms create-key --tags TagKey=a,TagValue=b --query KeyMetadata.Arn --output text)',
        'aws kms create-alias --alias-name alias/field-notes --target-key-id $ARN',
      ],
    ],
    [
      'an alias that was moved',
      'A key that stays where it is',
      [
        'aws kms create-alias --alias-name alias/field-notes --target-key-id $(aws kms create-key --query KeyMetadata.KeyId --output text)',
        'aws kms update-alias --alias-name alias/field-notes --target-key-id $(aws kms create-key --query KeyMetadata.KeyId --output text)',
      ],
    ],
    [
      'a data key without a file between',
      'One call, two copies of a key',
      [
        `read -r BLOB KEY <<< "$(aws kms generate-data-key --key-id alias/field-notes --number-of-bytes 32 ${context} --query '[CiphertextBlob,Plaintext]' --output text)"`,
        'echo "$BLOB" | base64 --decode > data-key.enc; echo "$KEY" | base64 --decode > data-key.bin',
      ],
    ],
    [
      'a data key that was made without its plaintext',
      'One call, two copies of a key',
      [
        `aws kms generate-data-key-without-plaintext --key-id alias/field-notes --key-spec AES_256 ${context} --query CiphertextBlob --output text | base64 -d > data-key.enc`,
        `${plain} | base64 -d > data-key.bin`,
      ],
    ],
    [
      'an IV in capitals, and pipes',
      'Write the letter',
      [
        `openssl rand 16 | xxd -p | tr a-f A-F > notes.iv`,
        `cat notes.txt | openssl enc -e -aes-256-cbc -K $(${plain} | base64 -d | xxd -p -c 64) -iv $(cat notes.iv) > notes.enc`,
      ],
    ],
    ['one file after another', 'Throw the key away', ['rm notes.txt', 'rm -f data-key.bin', 'rm data-key.json']],
    ['a folder for what is kept elsewhere', 'Throw the key away', ['mkdir old; mv notes.txt data-key.bin data-key.json old; rm -r old']],
    [
      'a plaintext key that is never in a file',
      'Open it again',
      [`openssl enc -d -aes-256-cbc -in notes.enc -out notes.txt -iv $(cat notes.iv) -K $(${plain} | base64 -d | xxd -p -c 64)`],
    ],
  ])('%s', async (_, title, lines) => {
    expect(await passes(title, lines)).toBe(true);
  });
});

describe('ways that are too simple do not', () => {
  it.each<[string, string, string[]]>([
    ['an alias for a key that is disabled', 'A key that stays where it is', [...lesson.steps[0]!.solution, 'aws kms disable-key --key-id $KEY_ID']],
    [
      'a data key of 128 bits',
      'One call, two copies of a key',
      lesson.steps[titled('One call, two copies of a key')]!.solution.map((line) => line.replace('AES_256', 'AES_128')),
    ],
    [
      'a data key from openssl that was sent to Encrypt without its context',
      'One call, two copies of a key',
      [
        'openssl rand 32 > data-key.bin',
        'aws kms encrypt --key-id alias/field-notes --plaintext fileb://data-key.bin --query CiphertextBlob --output text | base64 -d > data-key.enc',
      ],
    ],
    [
      'a data key under another KMS key',
      'One call, two copies of a key',
      [
        'aws kms create-alias --alias-name alias/other --target-key-id $(aws kms create-key --query KeyMetadata.KeyId --output text)',
        ...lesson.steps[titled('One call, two copies of a key')]!.solution.map((line) => line.replace('alias/field-notes', 'alias/other')),
      ],
    ],
    ['an encrypted file that is another', 'Write the letter', ['openssl rand -hex 16 > notes.iv', 'cp notes.txt notes.enc']],
    [
      'half of the notes',
      'Write the letter',
      ['openssl rand -hex 16 > notes.iv', 'head -c 524288 notes.txt | openssl enc -aes-256-cbc -out notes.enc -K "$(xxd -p -c 256 data-key.bin)" -iv "$(cat notes.iv)"'],
    ],
    ['a key in a hidden file', 'Throw the key away', ['mv data-key.bin .key; rm notes.txt data-key.json']],
    ['a key in a folder', 'Throw the key away', ['mkdir safe; mv data-key.bin safe; rm notes.txt data-key.json']],
    ['a key in /tmp', 'Throw the key away', ['mv data-key.bin /tmp/k; rm notes.txt data-key.json']],
    ['a key in hexadecimal', 'Throw the key away', ['xxd -p -c 64 data-key.bin | tr a-f A-F > k; rm notes.txt data-key.*n data-key.bin || true']],
    ['a key in base64', 'Throw the key away', ['base64 data-key.bin > k; rm notes.txt data-key.bin data-key.json']],
    ['a copy of the notes', 'Throw the key away', ['mv notes.txt mine.txt; rm data-key.bin data-key.json']],
    ['everything gone', 'Throw the key away', ['rm *']],
    ['notes that come back with a line more', 'Open it again', [...lesson.steps[titled('Open it again')]!.solution, 'echo >> notes.txt']],
    ['notes that come back beside the key', 'Open it again', lesson.steps[titled('Open it again')]!.solution.slice(0, 2)],
  ])('%s', async (_, title, lines) => {
    expect(await passes(title, lines)).toBe(false);
  });
});
