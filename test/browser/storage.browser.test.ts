// A browser that stores nothing, or nothing more: the page says so in a sentence, and everything goes on in memory.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { address, browser, closeProfiles, profile, readyForOffline, removeProfile, watchedPage } from './page.ts';
import { Terminal } from './terminal.ts';
import { button, closeContexts, says, title, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(async () => {
  await closeProfiles();
  await closeContexts(chromium);
});
afterAll(() => chromium.close());

const keys = (page: Page) => page.getByRole('region', { name: 'KMS keys in us-east-1' });
const create = 'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text); echo $KEY_ID';

/** Encrypts and decrypts a word under $KEY_ID. */
async function roundTrip(terminal: Terminal, word: string): Promise<string> {
  await terminal.run(
    `aws kms encrypt --key-id $KEY_ID --plaintext $(echo ${word} | base64) --query CiphertextBlob --output text > blob`,
  );
  return terminal.run(`aws kms decrypt --ciphertext-blob "$(cat blob)" --query Plaintext --output text | base64 -d`);
}

test('where the browser blocks all site data, the page says so, and sandbox, lesson and exam work until it is closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyroom-blocked-'));
  onTestFinished(() => removeProfile(folder));
  // As "Block all site data" in the browser's own settings.
  mkdirSync(join(folder, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await profile(folder);
  const page = await context.newPage();
  const exceptions: string[] = [];
  page.on('pageerror', (error) => exceptions.push(error.stack ?? error.message));
  await page.goto(address('/#/sandbox'));
  expect(await page.evaluate(whatIndexedDbSays)).toMatch(/Error/);

  const terminal = await new Terminal(page).open();
  await page.getByText('This browser does not let the page store anything: this world lasts until').waitFor();
  const keyId = await terminal.run(create);
  expect(keyId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await roundTrip(terminal, 'secret')).toBe('secret');
  await says(keys(page), /1 key/);

  await page.goto(address('/#/learn/envelope-encryption'));
  const lesson = await new Terminal(page).open();
  expect(await lesson.run('wc -c < notes.txt')).toBe('1048576');
  await page.goto(address('/#/exam'));
  await button(page, 'Answer').waitFor();
  // Coming back is not a new beginning.
  await page.goto(address('/#/sandbox'));
  await says(keys(page), /1 key/);
  expect(await (await new Terminal(page).open()).run('echo $KEY_ID')).toBe(keyId);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(exceptions).toEqual([]);
});

test('when the storage is full in the middle of work, the page says so and goes on', async () => {
  const { page, troubles } = await visit(chromium, '/');
  await readyForOffline(page);
  const devtools = await page.context().newCDPSession(page);
  const origin = address('');
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 400_000 });
  await page.goto(address('/#/sandbox'));
  const terminal = await new Terminal(page).open();
  const keyId = await terminal.run(create);
  const full = page.getByText('This browser’s storage is full: what you do from now on lasts until the tab is closed.');
  expect(await full.count()).toBe(0);

  let made = 1;
  let last = '';
  while ((await full.count()) === 0 && made < 30) {
    made += 1;
    await terminal.run(`openssl rand 100000 > file-${made}`);
    last = await terminal.run('aws kms create-key --query KeyMetadata.KeyId --output text');
    expect(last).toMatch(/^[0-9a-f-]{36}$/);
  }
  await full.waitFor();
  expect(await roundTrip(terminal, 'secret')).toBe('secret');
  expect(await terminal.run(`aws kms describe-key --key-id ${last} --query KeyMetadata.KeyState`)).toBe('"Enabled"');
  await says(keys(page), new RegExp(`${made} keys`));
  await button(page, 'Undo').click();
  expect(await page.getByText('Something in this page went wrong').count()).toBe(0);

  // A lesson that was never opened finds no room, either.
  await page.goto(address('/#/learn/envelope-encryption'));
  const lesson = await new Terminal(page).open();
  expect(await lesson.run('wc -c < notes.txt')).toBe('1048576');
  await button(page, 'Give me a hint').press('Enter');
  await page.getByText('Two commands: one makes the key').waitFor();
  await button(page, 'Plain view').click();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(troubles).toEqual([]);

  // What was stored before is there at the next visit.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  const next = await watchedPage(page.context());
  await next.page.goto(address('/#/sandbox'));
  const later = await new Terminal(next.page).open();
  expect(await later.run('aws kms list-keys --query "Keys[].KeyId" --output text')).toContain(keyId);
  expect(next.troubles).toEqual([]);
});

test('a world that is damaged on the disk is said to be so, and the page goes on in memory', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox');
  await (await new Terminal(page).open()).run(create);
  // On the contents no world is open.
  await page.goto('about:blank');
  await page.goto(address('/'));
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((opened) => {
      const request = indexedDB.open('keyroom-world-sandbox');
      request.onsuccess = () => opened(request.result);
    });
    const transaction = database.transaction('entries', 'readwrite');
    const store = transaction.objectStore('entries');
    const all = store.getAllKeys();
    all.onsuccess = () => all.result.forEach((key) => store.put({ number: 'what' }, key));
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  });
  await page.goto(address('/#/sandbox'));
  const terminal = await new Terminal(page).open();
  await page.getByText('This browser’s storage failed').waitFor();
  expect(await terminal.run(create)).toMatch(/^[0-9a-f-]{36}$/);
  await title(page, 'Sandbox');
  expect(troubles).toEqual([]);
});

/** Runs in the page. */
function whatIndexedDbSays(): Promise<string> {
  return new Promise((say) => {
    try {
      const request = indexedDB.open('anything');
      request.onsuccess = () => say('opened');
      request.onerror = () => say(String(request.error));
    } catch (error) {
      say(String(error));
    }
  });
}
