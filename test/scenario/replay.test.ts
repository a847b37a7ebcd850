// The replayer itself: scenarios that are broken on purpose, each in one way, and what it has to say of each.
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { replay } from '../../src/scenario/replay.ts';
import { stage } from './stage.ts';

const sound = `---
id: two-files
title: Two files and an alias
seed: replay
---

\`\`\`sh setup
KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)
\`\`\`

## One

\`\`\`sh worked
echo a > a
echo b > b
\`\`\`

\`\`\`sh
cat a
\`\`\`

\`\`\`sh fails
cat nothing
\`\`\`

\`\`\`check
run: test -e a -a -e b
otherwise: Something is missing.
\`\`\`

\`\`\`mistake
run: echo c > c
seen: {run: test -e c}
because: That is c.
\`\`\`

## Two

\`\`\`sh solution
aws kms disable-key --key-id "$KEY_ID"
\`\`\`

\`\`\`check
run: aws kms describe-key --key-id $KEY_ID
expect: KeyMetadata.KeyState == 'Disabled'
otherwise: It is enabled.
\`\`\`

\`\`\`check
goal: no plaintext is encrypted
run: aws kms encrypt --key-id $KEY_ID --plaintext aGVsbG8=
error: DisabledException
otherwise: It encrypts.
\`\`\`
`;

const problems = async (text: string) =>
  (await replay(parseScenario(text), stage)).problems.map((problem) => problem.message);

describe('the replayer', () => {
  it('finds nothing wrong with a sound scenario, and has played all of it', async () => {
    expect(await replay(parseScenario(sound), stage)).toEqual({
      problems: [],
      played: { steps: 2, commands: 4, mistakes: 1 },
    });
  });

  it.each<[string, string, string, RegExp[]]>([
    ['a set-up that fails', 'KEY_ID=$(aws', 'false\nKEY_ID=$(aws', [/set-up stopped at “false”/]],
    [
      'a step that passes unsolved',
      'run: test -e a -a -e b',
      'run: "true"',
      [/passes before anything was done/, /“echo c > c” passes/, /passes before “echo b > b”/],
    ],
    ['a solution whose end does nothing', 'run: test -e a -a -e b', 'run: test -e a', [/passes before “echo b > b”/]],
    ['a solution that does not pass', 'run: test -e a -a -e b', 'run: test -e a -a -e z', [/does not pass “One”/]],
    ['a solution that fails', 'echo b > b', 'false\necho b > b', [/“false” failed/]],
    ['a mistake that passes', 'run: echo c > c', 'run: echo a > a; echo b > b; echo c > c', [/passes the step/]],
    [
      'a mistake that is not seen',
      'seen: {run: test -e c}',
      'seen: {run: test -e d}',
      [/“echo c > c” is not recognised/],
    ],
    [
      'a mistake that is seen before it is made',
      'seen: {run: test -e c}',
      'seen: {run: "true"}',
      [/seen before it is made/],
    ],
    ['a mistake that cannot be made', 'run: echo c > c', 'run: echo c > c; false', [/cannot be made/]],
    ['a shown command that fails', 'cat a\n', 'cat d\n', [/“cat d” that the learner is shown never works/]],
    ['a shown command that does not fail', 'cat nothing\n', 'cat b\n', []],
    ['a shown command that works although it should fail', 'cat nothing\n', 'true\n', [/“true” .* never fails/]],
    ['an expectation that is not met', "'Disabled'", "'disabled'", [/does not pass “Two”/]],
    [
      'another error code',
      'error: DisabledException',
      'error: NotFoundException',
      [/does not pass “no plaintext is encrypted”/],
    ],
    ['a check that looks at a variable of the solution', 'echo a > a', 'echo a > a; A=a', []],
    [
      'a check that needs a variable of the solution',
      'run: test -e a -a -e b',
      'run: test -e b -a "$A" = a',
      [/does not pass/],
    ],
  ])('notices %s', async (_, found, replacement, messages) => {
    expect(sound).toContain(found);
    const said = await problems(sound.replace(found, replacement));
    expect(said).toHaveLength(messages.length);
    messages.forEach((message, index) => expect(said[index]).toMatch(message));
  });
});
