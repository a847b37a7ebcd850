// lab quota and lab bill, as they are typed.
import { expect, it } from 'vitest';
import { lastOf, newShell } from '../sessions.ts';

it('lab quota tells that quotas are off, turns them on and off, and shows what is left', async () => {
  const shell = await newShell();
  expect((await shell.run('lab quota')).stdout).toBe('Request quotas are off: nothing is throttled.\n');
  expect((await shell.run('lab quota on')).stdout).toBe(
    'Request quotas are on. Nothing was asked for in us-east-1 yet.\n',
  );
  const { stdout } = await lastOf(shell, 'aws kms create-key > key.json; aws kms list-keys > /dev/null; lab quota');
  expect(stdout).toMatch(/ {2}CreateKey request rate +4 of +5 left\n {2}ListKeys request rate +499 of +500 left\n$/);
  expect((await shell.run('lab quota off')).stdout).toBe('Request quotas are off: nothing is throttled.\n');
});

it('a throttled command is tried again, and fails as the CLI’s does', async () => {
  const shell = await newShell();
  await shell.run('lab quota on');
  const { stderr } = await shell.run('for i in 1 2 3 4 5 6 7 8; do aws kms create-key --query KeyMetadata.KeyId; done');
  expect(stderr).toContain(
    'An error occurred (ThrottlingException) when calling the CreateKey operation (reached max retries: 2): You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  );
});

it('lab bill adds up keys and requests, of this month or of another', async () => {
  const shell = await newShell();
  expect((await shell.run('lab bill')).stdout).toBe('KMS in 2027-01\n  nothing\n  total  $0.00\n');
  await lastOf(shell, 'aws kms create-key > /dev/null', 'lab clock advance 10d');
  const { stdout } = await shell.run('lab bill');
  expect(stdout).toMatch(/^KMS in 2027-01\n {2}us-east-1 {2}customer managed keys +0\.32\d key-months +\$0\.32\n/);
  expect(stdout).toMatch(/us-east-1 {2}requests: symmetric and RSA_2048 +1 +\$0\.00\n {2}total {2}\$0\.32\n$/);
  expect((await shell.run('lab bill 2026-12')).stdout).toBe('KMS in 2026-12\n  nothing\n  total  $0.00\n');
  expect(await shell.run('lab bill soon')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('“soon” is no month like 2027-01') as string,
  });
});
