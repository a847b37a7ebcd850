// The first whole way, as a person goes it: with the keyboard alone, through reloads, crashes, and without a network.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetOwner, killAll, startKillable } from './killable.ts';
import { closeProfiles, profile, readyForOffline, removeProfile, watchedPage } from './page.ts';
import { serve } from './serve.ts';
import { Terminal } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyroom-way-'));
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve();
});
afterEach(async () => {
  await closeProfiles();
  await killAll();
});
afterAll(async () => {
  await server.stop();
  removeProfile(folder);
});

const learn = () => `${server.address}/#/learn/envelope-encryption`;
const sandbox = () => `${server.address}/#/sandbox`;

test('a mebibyte is encrypted under a data key and decrypted again, as the lesson has it, and a reload loses nothing', async () => {
  const context = await profile(folder);
  const { page, troubles } = await watchedPage(context);
  await page.goto(learn());
  let terminal = await new Terminal(page).open();
  const digest = await terminal.run('sha256sum < notes.txt');
  expect(digest).toMatch(/^[0-9a-f]{64} {2}-$/);
  expect(await terminal.run('wc -c < notes.txt')).toBe('1048576');

  for (const line of [
    'KEY_ID=$(aws kms create-key --description "Field notes" --query KeyMetadata.KeyId --output text)',
    'aws kms create-alias --alias-name alias/field-notes --target-key-id "$KEY_ID"',
    'aws kms generate-data-key --key-id alias/field-notes --key-spec AES_256 --encryption-context notebook=field > data-key.json',
    'jq -r .CiphertextBlob data-key.json | base64 -d > data-key.enc',
    'jq -r .Plaintext data-key.json | base64 -d > data-key.bin',
    'openssl rand -hex 16 > notes.iv',
    'openssl enc -aes-256-cbc -in notes.txt -out notes.enc -K "$(xxd -p -c 256 data-key.bin)" -iv "$(cat notes.iv)"',
  ]) {
    await terminal.send(line);
  }
  expect(await terminal.run('wc -c < data-key.enc')).toBe('184');
  await terminal.send('rm notes.txt data-key.bin data-key.json');

  // Under another context it does not open; under its own it does.
  expect(
    await terminal.run('aws kms decrypt --ciphertext-blob fileb://data-key.enc --encryption-context notebook=Field'),
  ).toContain('InvalidCiphertextException');

  await page.reload();
  terminal = await new Terminal(page).open();
  await terminal.send(
    'aws kms decrypt --ciphertext-blob fileb://data-key.enc --encryption-context notebook=field --query Plaintext --output text | base64 -d > data-key.bin',
  );
  await terminal.send(
    'openssl enc -d -aes-256-cbc -in notes.enc -out notes.txt -K "$(xxd -p -c 256 data-key.bin)" -iv "$(cat notes.iv)"',
  );
  await terminal.send('rm data-key.bin');
  expect(await terminal.run('sha256sum < notes.txt')).toBe(digest);
  expect(troubles).toEqual([]);
  await readyForOffline(page);
  await context.close();
});

test('killed at 20 random moments during commands, it opens again with every command that was answered', async () => {
  const answered: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const chromium = await startKillable(folder);
    const page = await chromium.context.newPage();
    await page.exposeFunction('seen', (keyId: string) => answered.push(keyId));
    await page.goto(sandbox());
    const terminal = await new Terminal(page).open();
    // Whatever key ID comes onto the screen was answered.
    await page.evaluate(() => {
      const told = new Set<string>();
      const look = () => {
        const text = document.querySelector('.xterm-rows')?.textContent ?? '';
        for (const [, keyId = ''] of text.matchAll(/made:([0-9a-f-]{36})/g)) {
          if (told.has(keyId)) continue;
          told.add(keyId);
          void (globalThis as unknown as { seen(keyId: string): Promise<void> }).seen(keyId);
        }
      };
      new MutationObserver(look).observe(document.querySelector('.xterm-rows')!, { childList: true, subtree: true });
    });
    if (round > 0) await assertAllThere(terminal, answered);
    const before = answered.length;
    const typing = (async () => {
      for (let line = 0; line < 40; line += 1) {
        await terminal.send(
          `echo made:$(aws kms create-key --description ${round}-${line} --query KeyMetadata.KeyId --output text)`,
        );
      }
    })().catch(() => undefined);
    // At least one command is answered, then the end comes at any moment.
    while (answered.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
    await chromium.kill();
    await typing;
  }
  const chromium = await startKillable(folder);
  const page = await chromium.context.newPage();
  await page.goto(sandbox());
  const terminal = await new Terminal(page).open();
  await assertAllThere(terminal, answered);
  expect(answered.length).toBeGreaterThanOrEqual(20);
  await chromium.kill();
}, 600_000);

/** Each key can be described: a count of those that cannot. */
async function assertAllThere(terminal: Terminal, keyIds: readonly string[]): Promise<void> {
  await terminal.send(`aws kms list-keys --query 'Keys[].KeyId' --output text | tr '\\t' '\\n' > listed`);
  const wanted = keyIds.map((keyId) => keyId.slice(0, 13)).join(' ');
  const said = await terminal.run(
    `n=0; for k in ${wanted}; do grep -q ^$k listed || n=$((n+1)); done; echo $n missing`,
  );
  expect(said.split('\n').at(-1)).toBe('0 missing');
}

test('without a network everything still works, also what was never opened before', async () => {
  await server.stop();
  forgetOwner(folder);
  const context = await profile(folder);
  const { page, troubles } = await watchedPage(context);
  await page.goto(learn());
  const terminal = await new Terminal(page).open();
  expect(await terminal.run('sha256sum notes.enc notes.iv data-key.enc | wc -l')).toBe('3');
  expect(await terminal.run('aws kms describe-key --key-id alias/field-notes --query KeyMetadata.KeyState')).toBe(
    '"Enabled"',
  );
  await page.goto(`${server.address}/#/exam`);
  await page
    .getByRole('heading', { level: 1 })
    .or(page.getByRole('heading', { level: 2 }))
    .first()
    .waitFor();
  expect(troubles).toEqual([]);
  await context.close();
});
