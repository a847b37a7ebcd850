// Ctrl+C: it ends what would never end, and takes nothing with it.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browser } from './page.ts';
import { Terminal } from './terminal.ts';
import { closeContexts, says, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(() => closeContexts(chromium));
afterAll(() => chromium.close());

const atPrompt = async (terminal: Terminal, withinMs: number) =>
  expect.poll(async () => (await terminal.screen()).at(-1), { timeout: withinMs }).toBe('learner ~ $');

test('a loop that never ends is ended within seconds, and what was answered and set before is there', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox');
  const terminal = await new Terminal(page).open();
  const keyId = await terminal.run(
    'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text); echo $KEY_ID',
  );
  await terminal.run(
    'greet() { echo "hello $1"; }; WORDS=(one two three); cd /tmp && cd - > /dev/null; echo kept > kept.txt',
  );
  // The first comes soon to the shell's own limit; the second would go on for minutes, and listens to nobody.
  for (const loop of ['while true; do :; done', 'while true; do W=$(seq 3000); done']) {
    await terminal.send(loop);
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.press('Control+c');
    await atPrompt(terminal, 5000);
  }
  expect((await terminal.screen()).join('\n')).toMatch(/\$\(seq 3000\); done\n\^C\nlearner ~ \$$/);

  expect(await terminal.run('echo $KEY_ID; greet ${WORDS[2]}; cat kept.txt')).toBe(`${keyId}\nhello three\nkept`);
  expect(await terminal.run('aws kms list-keys --query "Keys[].KeyId" --output text')).toBe(keyId);
  await page.getByRole('region', { name: 'KMS keys in us-east-1' }).getByText(keyId.slice(0, 8)).first().waitFor();
  expect(troubles).toEqual([]);
});

test('what a loop has made until Ctrl+C stays, all of it, and is one line to undo', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox');
  const terminal = await new Terminal(page).open();
  await terminal.send('while true; do aws kms create-key > /dev/null; done');
  const keys = page.getByRole('region', { name: 'KMS keys in us-east-1' });
  await says(keys, /\b[5-9] keys|\d\d keys/);
  await page.keyboard.press('Control+c');
  await atPrompt(terminal, 5000);
  const made = /(\d+) keys/.exec(await keys.innerText())?.[1];
  expect(await terminal.run('aws kms list-keys --limit 1000 --query "length(Keys)"')).toBe(made);

  await terminal.send('lab undo');
  await page.getByText('No KMS keys yet').waitFor();
  expect(troubles).toEqual([]);
});

test('Ctrl+C on a half-written line throws the line away and gives a new prompt', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox');
  const terminal = await new Terminal(page).open();
  await page.keyboard.type('aws kms create-key --descr');
  await page.keyboard.press('Control+c');
  await expect
    .poll(async () => (await terminal.screen()).join('\n'))
    .toMatch(/\$ aws kms create-key --descr\^C\nlearner ~ \$$/);
  expect(await terminal.run('echo on')).toBe('on');
  // Also in the middle of a line that goes over several rows.
  await page.keyboard.type('for n in 1 2; do');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await terminal.screen()).at(-1)).toBe('>');
  await page.keyboard.press('Control+c');
  await atPrompt(terminal, 5000);
  expect(await terminal.run('aws kms list-keys --query "length(Keys)"')).toBe('0');
  expect(troubles).toEqual([]);
});
