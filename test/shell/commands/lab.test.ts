// lab: the one command that AWS CloudShell does not have.
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/shell/commands/lab/duration.ts';
import { lastOf, newShell, newWorld, stdoutOf } from '../sessions.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

test.each<readonly [text: string, ms: number | undefined]>([
  ['90m', 90 * MINUTE],
  ['8d', 8 * DAY],
  ['2h30m', 150 * MINUTE],
  ['1y', 365 * DAY],
  ['1w', 7 * DAY],
  ['1d1s', DAY + 1_000],
  ['0d', undefined],
  ['', undefined],
  ['8', undefined],
  ['d', undefined],
  ['-8d', undefined],
  ['30m2h', undefined],
  ['1.5h', undefined],
  ['101y', undefined],
  ['99999999999999999999y', undefined],
  ['8 d', undefined],
])('the duration %j', (text, ms) => expect(parseDuration(text)).toBe(ms));

test('durations in words', () => {
  expect([150 * MINUTE, DAY, 400 * DAY, 1_000].map(formatDuration)).toEqual([
    '2 hours 30 minutes',
    '1 day',
    '1 year 35 days',
    '1 second',
  ]);
});

describe('lab clock', () => {
  test('shows and moves the world’s time', async () => {
    const world = await newWorld();
    const shell = await newShell({ world });
    expect((await shell.run('lab clock')).stdout).toBe('2027-01-04 09:00:00 UTC\n');
    const before = world.nowMs();
    expect((await shell.run('lab clock advance 8d')).stdout).toMatch(/^8 days later, it is 2027-01-12 .* UTC\.\n$/);
    expect(world.nowMs()).toBeGreaterThanOrEqual(before + 8 * DAY);
  });

  test('says what fell due', async () => {
    const shell = await newShell();
    await shell.run('KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)');
    await shell.run('aws kms schedule-key-deletion --key-id $KEY_ID --pending-window-in-days 7');
    expect((await shell.run('lab clock advance 8d; echo $KEY_ID')).stdout).toMatch(
      /What fell due:\n {2}.*([0-9a-f-]{36})\n\1\n$/,
    );
    expect((await shell.run('aws kms describe-key --key-id $KEY_ID')).stderr).toContain('NotFoundException');
    await shell.run('lab undo');
    expect((await shell.run('aws kms describe-key --key-id $KEY_ID --query KeyMetadata.KeyState')).stdout).toBe(
      '"PendingDeletion"\n',
    );
  });

  test.each([
    'lab clock advance',
    'lab clock advance soon',
    'lab clock advance 1d 2h',
    'lab clock back 1d',
    'lab clock show 1d',
  ])('%s is refused with its usage', async (line) => {
    const { exitCode, stderr, stdout } = await (await newShell()).run(line);
    expect([exitCode, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^lab clock: .*\nusage: lab clock \[show \| advance <duration>\]\n$/),
    ]);
  });
});

test('undo and redo say what they did, and when there is nothing to do', async () => {
  const shell = await newShell();
  expect(await shell.run('lab undo')).toMatchObject({ exitCode: 1, stderr: 'lab undo: there is nothing to undo.\n' });
  await lastOf(shell, 'echo a > f', 'aws kms list-keys');
  expect((await shell.run('lab undo')).stdout).toBe('Undone: echo a > f\n');
  expect((await shell.run('lab redo')).stdout).toBe('Done again: echo a > f\n');
  expect(await shell.run('lab redo')).toMatchObject({ exitCode: 1, stderr: 'lab redo: there is nothing to redo.\n' });
});

test('reset is the host’s to do', async () => {
  expect(await (await newShell()).run('lab reset')).toMatchObject({
    exitCode: 1,
    stderr: 'lab reset: this session cannot reset its world.\n',
  });
  let asked = 0;
  const shell = await newShell({ reset: async () => void (asked += 1) });
  expect((await shell.run('lab reset')).exitCode).toBe(0);
  expect((await shell.run('lab reset now')).exitCode).toBe(2);
  expect(asked).toBe(1);
});

test('whoami names principal, account, Region and world', async () => {
  expect(await stdoutOf('export AWS_REGION=eu-west-1; lab whoami')).toBe(
    'principal  arn:aws:sts::111122223333:assumed-role/Administrator/learner\naccount    111122223333\nRegion     eu-west-1\nworld      seeded (shell tests)\n',
  );
  expect(await stdoutOf('AWS_ACCESS_KEY_ID=AKIANOBODY lab whoami')).toContain('nobody: AKIANOBODY');
});

test('help lists every verb, and what is no verb is refused', async () => {
  const shell = await newShell();
  const { stdout } = await shell.run('lab');
  for (const verb of ['help', 'clock', 'undo', 'redo', 'reset', 'whoami'])
    expect(stdout).toMatch(new RegExp(`^  lab ${verb}`, 'm'));
  expect((await shell.run('lab --help')).stdout).toBe(stdout);
  expect((await shell.run('lab help clock')).stdout).toMatch(/^usage: lab clock /);
  expect(await shell.run('lab nope')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('“nope”') as string,
  });
});

test('lab help says what else this terminal has, and it has that', async () => {
  const help = await stdoutOf('lab help');
  for (const program of ['aws', 'openssl', 'xxd', 'base64', 'jq']) {
    expect(help).toContain(program);
    expect(await stdoutOf(`command -v ${program}`)).toMatch(/\/bin\//);
  }
});
