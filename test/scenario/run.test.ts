import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { checkStep, errorCode, runProbe, runSetup } from '../../src/scenario/run.ts';
import { makeShell, makeWorld } from './stage.ts';

const scenario = parseScenario(`---
id: x
title: X
seed: run
---
\`\`\`sh setup
KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)
HIDDEN=yes
\`\`\`
## The key is disabled
\`\`\`sh solution
aws kms disable-key --key-id $KEY_ID
\`\`\`
\`\`\`check
run: aws kms describe-key --key-id $KEY_ID
expect: KeyMetadata.KeyState == 'Disabled'
otherwise: Not yet.
\`\`\`
\`\`\`check
goal: nothing was scheduled
run: aws kms cancel-key-deletion --key-id $KEY_ID
error: KMSInvalidStateException
otherwise: Its deletion is scheduled.
\`\`\`
\`\`\`mistake
run: aws kms schedule-key-deletion --key-id $KEY_ID
seen: {run: aws kms describe-key --key-id $KEY_ID, expect: KeyMetadata.KeyState == 'PendingDeletion'}
because: That goes too far.
\`\`\`
## Read
`);

async function setUp() {
  const world = await makeWorld(scenario.seed);
  const shell = await makeShell(world);
  const done = await runSetup(shell, scenario);
  if (!done.ok) throw new Error(done.message);
  return { shell, world, place: { world, makeShell, state: done.state } };
}

describe('a step’s checks', () => {
  it('say what holds, what does not, and which mistake is seen', async () => {
    const { shell, place } = await setUp();
    const at = { ...place, scenario, step: 0 };
    expect(await checkStep(at)).toEqual({
      passed: false,
      checks: [
        { goal: 'The key is disabled', passed: false, otherwise: 'Not yet.' },
        { goal: 'nothing was scheduled', passed: true, otherwise: null },
      ],
      mistakes: [],
    });
    await shell.run('aws kms schedule-key-deletion --key-id $KEY_ID');
    expect(await checkStep(at)).toMatchObject({ passed: false, mistakes: ['That goes too far.'] });
    await shell.run('aws kms cancel-key-deletion --key-id $KEY_ID');
    expect(await checkStep(at)).toMatchObject({ passed: true, mistakes: [] });
  });

  it('pass where there is nothing to check, and never for a step that is not there', async () => {
    const { place } = await setUp();
    expect((await checkStep({ ...place, scenario, step: 1 })).passed).toBe(true);
    expect((await checkStep({ ...place, scenario, step: 2 })).passed).toBe(false);
  });

  it('leave no trace: no entry, no file, no time, no chance', async () => {
    const { shell, world, place } = await setUp();
    const before = { entries: world.entries.length, nowMs: world.nowMs(), files: world.files().length };
    expect(
      await runProbe(place, {
        run: 'aws kms create-key > file; lab clock advance 9d; openssl rand 8 > other; sleep 5',
      }),
    ).toBe(true);
    expect({ entries: world.entries.length, nowMs: world.nowMs(), files: world.files().length }).toEqual(before);
    const one = await shell.run('aws kms generate-random --number-of-bytes 8 --query Plaintext --output text');
    const other = (await setUp()).shell;
    expect(await other.run('aws kms generate-random --number-of-bytes 8 --query Plaintext --output text')).toEqual(one);
  });

  it('know the variables of the set-up, and none of the learner’s', async () => {
    const { shell, place } = await setUp();
    await shell.run('HIDDEN=no; MINE=yes; cd /tmp; alias test=true');
    expect(await runProbe(place, { run: 'test "$HIDDEN$MINE" = yes && test "$PWD" = "$HOME"' })).toBe(true);
  });

  it.each<[string, boolean]>([
    ['echo 3', true],
    ['echo 4', false],
    ['echo three', false],
    ['true', false],
    ['echo 3; false', false],
    [`echo '{"a": 3}'`, false],
  ])('“expect” wants success and JSON of which it is true: %s', async (run, held) => {
    const { place } = await setUp();
    expect(await runProbe(place, { run, expect: '@ == `3`' })).toBe(held);
  });

  it.each<[string, boolean]>([
    ['aws kms describe-key --key-id alias/none', true],
    ['aws kms describe-key --key-id alias/none || true', false],
    ['aws kms describe-key --key-id alias/none || aws kms create-alias --alias-name x --target-key-id $KEY_ID', false],
    ['aws kms describe-key --key-id $KEY_ID', false],
    ['echo "(NotFoundException)" >&2; false', false],
  ])('“error” wants a failure whose last error has the code: %s', async (run, held) => {
    const { place } = await setUp();
    expect(await runProbe(place, { run, error: 'NotFoundException' })).toBe(held);
  });

  it('an expression that goes wrong on the way is not true', async () => {
    const { place } = await setUp();
    expect(await runProbe(place, { run: 'echo 3', expect: 'length(@) > `0`' })).toBe(false);
  });
});

it('a set-up that fails says where and why', async () => {
  const world = await makeWorld('x');
  const failed = await runSetup(await makeShell(world), {
    setup: ['true', 'aws kms describe-key --key-id alias/none'],
    resume: [],
  });
  expect(failed).toMatchObject({ ok: false });
  expect(!failed.ok && failed.message).toMatch(
    /stopped at “aws kms describe-key --key-id alias\/none”: .*NotFoundException/,
  );
});

it('the error code is the AWS CLI’s last', () => {
  expect(
    errorCode('\naws: [ERROR]: An error occurred (DisabledException) when calling the Encrypt operation: x\n'),
  ).toBe('DisabledException');
  expect(errorCode('An error occurred (A) x\nAn error occurred (B) y')).toBe('B');
  expect(errorCode('cat: nothing: No such file or directory')).toBeUndefined();
});
