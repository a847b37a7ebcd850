// Envelope encryption as the lesson has it, and as AWS's documentation does it: every command of it, on a file of 1 MiB.
import { expect, test } from 'vitest';
import { lastOf, newShell, newWorld } from './sessions.ts';

const seal = [
  'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
  'head -c 1048576 /dev/urandom > plain.bin; wc -c < plain.bin',
  `aws kms generate-data-key --key-id $KEY_ID --key-spec AES_256 --encryption-context app=demo > data-key.json`,
  'jq -r .Plaintext data-key.json | base64 -d > key.bin; jq -r .CiphertextBlob data-key.json | base64 -d > key.enc',
  'openssl rand -hex 16 > iv',
  'openssl enc -aes-256-cbc -K "$(xxd -p -c 64 key.bin)" -iv "$(cat iv)" -in plain.bin -out sealed.bin',
  'shred -u key.bin; rm data-key.json',
];
const open = (context: string) => [
  `aws kms decrypt --ciphertext-blob fileb://key.enc --encryption-context app=${context} --query Plaintext --output text | base64 -d > key.bin`,
  'openssl enc -d -aes-256-cbc -K "$(xxd -p -c 64 key.bin)" -iv "$(cat iv)" -in sealed.bin -out opened.bin',
];

test('a file of 1 MiB is sealed under a data key, and opens again with the encrypted one', async () => {
  const world = await newWorld({ kind: 'sandbox' });
  const shell = await newShell({ world });
  for (const line of seal) expect(await shell.run(line)).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await shell.run('wc -c < sealed.bin; wc -c < key.enc; ls key.bin; cmp plain.bin sealed.bin')).stdout).toMatch(
    /^1048592\n184\nplain\.bin sealed\.bin differ: byte 1, line 1\n$/,
  );
  // Another session on the same world, and with nothing but what is kept.
  const later = await newShell({ world });
  for (const line of open('demo')) expect(await later.run(line)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await later.run('cmp plain.bin opened.bin && echo the same')).toMatchObject({
    stdout: 'the same\n',
    exitCode: 0,
  });
});

test('under another encryption context it does not', async () => {
  const shell = await newShell();
  const result = await lastOf(shell, ...seal, `set -o pipefail; ${open('other')[0]!}`);
  expect(result.stderr).toContain('An error occurred (InvalidCiphertextException) when calling the Decrypt operation');
  expect(result.exitCode).not.toBe(0);
});

test('the commands between two lines are fast', async () => {
  const shell = await newShell();
  await lastOf(shell, ...seal);
  const began = performance.now();
  for (let at = 0; at < 20; at += 1) await shell.run('echo $KEY_ID | wc -c');
  expect((performance.now() - began) / 20).toBeLessThan(200);
});
