// A world as a link: it shows first what it will do, makes the same world on any machine, and a bad one is told in a
// sentence.
import { deflateRawSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { address, browser } from './page.ts';
import { Terminal } from './terminal.ts';
import { button, closeContexts, title, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(() => closeContexts(chromium));
afterAll(() => chromium.close());

/** The part of the page's address that is the link. */
async function shared(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const field = page.getByRole('dialog', { name: 'Share this world' }).getByLabel('The link');
  await field.waitFor();
  const link = await field.inputValue();
  expect(link.startsWith(`${address('/')}#s=1.`)).toBe(true);
  await page.keyboard.press('Escape');
  return link.slice(address('').length);
}

async function makeSomething(terminal: Terminal): Promise<void> {
  for (const line of [
    'KEY=$(aws kms create-key --description first --query KeyMetadata.KeyId --output text)',
    'aws kms create-key --description second > second.json',
    'aws kms create-alias --alias-name alias/shared --target-key-id $KEY',
    'printf "\\000\\001bytes\\377 of a file\\n" > bytes.bin',
    'aws kms schedule-key-deletion --key-id "$(jq -r .KeyMetadata.KeyId second.json)" --pending-window-in-days 9',
  ])
    expect(await terminal.run(`${line} > /dev/null && echo done`.replace(/(>[^>]*) > \/dev\/null/, '$1'))).toBe('done');
}

/** All of a world that anybody can see from its terminal. */
async function seen(terminal: Terminal): Promise<string> {
  const lines = [
    `aws kms list-keys --query 'Keys[].KeyId' --output text | tr '\\t' '\\n' | sort`,
    `aws kms list-aliases --query 'Aliases[?TargetKeyId].[AliasName,TargetKeyId]' --output text`,
    `xxd bytes.bin`,
    `aws kms describe-key --key-id "$(jq -r .KeyMetadata.KeyId second.json)" --query 'KeyMetadata.[Description,KeyState,DeletionDate]' --output text`,
  ];
  const said: string[] = [];
  for (const line of lines) said.push(await terminal.run(line));
  return said.join('\n');
}

test('a shared sandbox is the same world on two other machines, beside what is there', async () => {
  const mine = await visit(chromium, '/#/sandbox');
  const terminal = await new Terminal(mine.page).open();
  await makeSomething(terminal);
  const ownBytes = await terminal.run('xxd bytes.bin');
  const link = await shared(mine.page);

  const worlds: string[] = [];
  for (let machine = 0; machine < 2; machine += 1) {
    const theirs = await visit(chromium, link);
    await theirs.page.getByText('Somebody sent you').waitFor();
    const commands = await theirs.page.getByRole('main').innerText();
    expect(commands).toContain('--alias-name alias/shared');
    expect(commands).toContain('bytes.bin');
    // Nothing has run: there is no such world yet, and no terminal.
    expect(await theirs.page.locator('.xterm-rows').count()).toBe(0);
    expect(await worldDatabases(theirs.page)).toEqual([]);
    await button(theirs.page, 'Run it').press('Enter');
    await theirs.page.waitForURL(/#\/world\//);
    worlds.push(await seen(await new Terminal(theirs.page).open()));

    // The sandbox of this machine is beside it, and knows nothing of it.
    await theirs.page.goto(address('/#/sandbox'));
    const own = await new Terminal(theirs.page).open();
    expect(await own.run(`aws kms list-keys --query 'length(Keys)'`)).toBe('0');
    await theirs.page.goto(address('/#/learn'));
    await theirs.page.getByRole('region', { name: 'From links' }).getByRole('link').press('Enter');
    worlds[machine] = await seen(await new Terminal(theirs.page).open());
    expect(theirs.troubles).toEqual([]);
  }
  expect(worlds[0]).toBe(worlds[1]);
  expect(worlds[0]).toMatch(/^[0-9a-f-]{36}\n[0-9a-f-]{36}\nalias\/shared +[0-9a-f-]{36}\n/);
  expect(worlds[0]).toContain(ownBytes);
  expect(worlds[0]).toMatch(/second +PendingDeletion/);
  expect(mine.troubles).toEqual([]);
});

test('a lesson in mid-step is shared with what was done in it', async () => {
  const mine = await visit(chromium, '/#/learn/envelope-encryption');
  const terminal = await new Terminal(mine.page).open();
  await terminal.run('KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)');
  await terminal.run('aws kms create-alias --alias-name alias/field-notes --target-key-id $KEY_ID');
  const look = `aws kms describe-key --key-id alias/field-notes --query KeyMetadata.KeyId`;
  const keyId = await terminal.run(look);
  const link = await shared(mine.page);

  const theirs = await visit(chromium, link);
  await title(theirs.page, 'A letter and its envelope');
  await button(theirs.page, 'Run it').press('Enter');
  const again = await new Terminal(theirs.page).open();
  expect(await again.run(look)).toBe(keyId);
  await title(theirs.page, 'A key that stays where it is');
  expect([...mine.troubles, ...theirs.troubles]).toEqual([]);
});

test('a bad link is told in one sentence or two, and nothing goes wrong', async () => {
  const mine = await visit(chromium, '/#/sandbox');
  await makeSomething(await new Terminal(mine.page).open());
  const good = (await shared(mine.page)).slice('/'.length);
  const middle = Math.floor(good.length / 2);
  const bomb = Buffer.concat([Buffer.alloc(6), deflateRawSync(Buffer.alloc(10_000_000))]).toString('base64url');
  const bad: Readonly<Record<string, string>> = {
    damaged: good.slice(0, middle) + (good[middle] === 'A' ? 'B' : 'A') + good.slice(middle + 1),
    truncated: good.slice(0, middle),
    'of another version': good.replace('#s=1.', '#s=2.'),
    'of a version of many digits': good.replace('#s=1.', '#s=99999999999.'),
    'with a megabyte of zeros behind it': good + 'A'.repeat(1_000_000),
    'a bomb': `#s=1.${bomb}`,
    empty: '#s=',
    'empty of its version': '#s=1.',
    'not base64': '#s=1.%%%%<b>&',
    'another text': '#s=1.aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90IGEgbGluaw',
  };
  const { page, troubles } = await visit(chromium, '/');
  for (const [name, fragment] of Object.entries(bad)) {
    await page.goto('about:blank');
    await page.goto(address(`/${fragment}`));
    await title(page, 'This link cannot be opened');
    const sentence = await page.getByRole('alert').innerText();
    expect(sentence, name).toMatch(/^[A-Z][^.]{10,120}\.( [A-Z][^.]{3,80}\.)?$/);
    expect(await button(page, 'Run it').count(), name).toBe(0);
    expect(troubles, name).toEqual([]);
    await page.getByRole('link', { name: 'To the lessons' }).press('Enter');
    await title(page, 'Learn AWS KMS by using it');
  }
});

const worldDatabases = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name = '' }) => name).filter((name) => name !== 'keyroom'),
  );
