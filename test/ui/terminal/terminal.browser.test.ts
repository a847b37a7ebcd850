// The real terminal on the built page, with the keyboard alone: what happy-dom cannot show.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { address, browser, watchedPage } from '../../browser/page.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterAll(() => chromium.close());

const input = '.xterm-helper-textarea';

async function sandbox() {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const { page, troubles } = await watchedPage(context);
  await page.goto(address('/#/sandbox'));
  await page.waitForSelector(input);
  await shows(page, /learner ~ \$/);
  return { page, troubles, close: () => context.close() };
}

const text = async (page: Page) =>
  (await page.locator('.xterm-rows > div').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
const shows = (page: Page, what: RegExp) => expect.poll(() => text(page), { timeout: 30_000 }).toMatch(what);

test('every key reaches the line once, and the line reaches the shell', async () => {
  const { page, troubles, close } = await sandbox();
  // The terminal has the focus: whoever opens the sandbox can type.
  await page.keyboard.type('echo "Keys Of A World"  |  tr a-z A-Z');
  await shows(page, /\$ echo "Keys Of A World" {2}\| {2}tr a-z A-Z/);
  await page.keyboard.press('Enter');
  await shows(page, /\nKEYS OF A WORLD\n/);
  expect(await page.locator(input).count()).toBe(1);
  expect(troubles).toEqual([]);
  await close();
});

test('the keyboard leaves the terminal with Esc and Tab, and only then', async () => {
  const { page, close } = await sandbox();
  const focused = () => page.evaluate(() => document.activeElement?.className ?? '');
  await page.keyboard.type('ech');
  await page.keyboard.press('Tab');
  expect(await focused()).toContain('xterm');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await focused()).not.toContain('xterm');
  await close();
});

test('both views are of one session: the transcript, and the line being written', async () => {
  const { page, close } = await sandbox();
  await page.keyboard.type('echo one\n');
  await shows(page, /\none\n/);
  await page.keyboard.type('echo t');
  await page.getByRole('button', { name: 'Plain view' }).click();
  const plain = page.getByLabel(/Command line/);
  expect(await plain.inputValue()).toBe('echo t');
  await plain.pressSequentially('wo\n');
  await page.getByRole('log').getByText(/^two/).waitFor();
  await page.getByRole('button', { name: 'Plain view' }).click();
  await shows(page, /\none\n(.*\n)*.*echo two\s*\ntwo\n/);
  await page.reload();
  await page.waitForSelector(input);
  await shows(page, /The world is as you left it/);
  await page.locator(input).focus();
  await page.keyboard.press('ArrowUp');
  await shows(page, /\$ echo two/);
  await close();
});

test('the Stop button ends a line that would never end, and the world goes on', async () => {
  const { page, close } = await sandbox();
  await page.keyboard.type('while true; do W=$(seq 3000); done\n');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator(input).focus();
  await shows(page, /\^C\s*\nlearner ~ \$/);
  await page.keyboard.type('echo alive\n');
  await shows(page, /\nalive\n/);
  await close();
});
