// For everybody: no violation that axe finds, the keyboard alone, a phone, less motion, and the way back along the timeline.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { address, browser } from './page.ts';
import { Terminal } from './terminal.ts';
import { button, closeContexts, PlainView, says, title, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(() => closeContexts(chromium));
afterAll(() => chromium.close());

const phone = { width: 390, height: 844 };
const wide = { width: 1440, height: 900 };
const keys = (page: Page) => page.getByRole('region', { name: 'KMS keys in us-east-1' });

/** What axe finds wrong, in light and, of colours, in dark: the rule, and where. */
async function violations(page: Page): Promise<string[]> {
  const light = await analysed(page, 'light', (axe) => axe);
  return [...light, ...(await analysed(page, 'dark', (axe) => axe.withRules('color-contrast')))];
}

async function analysed(page: Page, colorScheme: 'light' | 'dark', choose: (axe: AxeBuilder) => AxeBuilder) {
  await page.emulateMedia({ colorScheme });
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(colorScheme);
  // Where a colour is on its way to another, its contrast is of neither.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  // Legacy: without a page of its own for each analysis; this page has no frames.
  const { violations: found } = await choose(new AxeBuilder({ page }).setLegacyMode()).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${colorScheme}, ${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

describe.each([
  ['on a wide screen', wide],
  ['on a phone', phone],
] as const)('axe finds nothing %s, light or dark', (_where, viewport) => {
  const small = viewport === phone;
  const opened = (path: string) => visit(chromium, path, { viewport });
  /** On a phone one pane is shown at a time. */
  const pane = async (page: Page, name: string) => {
    if (small) await page.getByRole('tablist', { name: 'Panes' }).getByRole('tab', { name }).click();
  };

  test('contents, lesson, exam', async () => {
    const found: Record<string, string[]> = {};
    const { page, troubles } = await opened('/');
    await title(page, 'Learn AWS KMS by using it');
    found['contents'] = await violations(page);

    await page.goto(address('/#/learn/envelope-encryption'));
    await title(page, 'A key that stays where it is');
    await button(page, 'Restart this lesson').waitFor();
    await button(page, 'Give me a hint').click();
    await button(page, 'Show a solution').click();
    found['lesson'] = await violations(page);
    await button(page, 'Play it').click();
    await pane(page, 'Lesson');
    await says(page.getByRole('region', { name: 'The goal' }), /Reached:/);
    found['lesson, reached'] = await violations(page);
    await button(page, 'Next: Too large to send').click();
    await page.getByRole('radio', { name: /The first 4 KB/ }).check();
    await button(page, 'That is my guess').click();
    found['lesson, guessed'] = await violations(page);

    await page.goto(address('/#/exam'));
    await button(page, 'Answer').waitFor();
    found['exam'] = await violations(page);
    const boxes = page.getByRole('listitem').getByRole('radio').or(page.getByRole('listitem').getByRole('checkbox'));
    for (let index = 0; index < (await boxes.count()); index += 1) await boxes.nth(index).check();
    await page.getByRole('radio', { name: 'A guess' }).check();
    await button(page, 'Answer').click();
    await button(page, 'Prove A').click();
    await page.getByText(/^Proved:/).waitFor();
    found['exam, answered'] = await violations(page);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    expect(troubles).toEqual([]);
  });

  test('sandbox with keys, each tab of the world, sharing, and a link', async () => {
    const found: Record<string, string[]> = {};
    const { page, troubles } = await opened('/#/sandbox');
    await pane(page, 'Terminal');
    const plain = await new PlainView(page).open();
    await plain.run('KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)');
    await plain.run('aws kms create-alias --alias-name alias/one --target-key-id $KEY');
    await plain.run('aws kms create-key --region eu-west-1');
    await plain.run(
      'aws kms schedule-key-deletion --key-id $(aws kms create-key --query KeyMetadata.KeyId --output text)',
    );
    await plain.run('aws kms encrypt --key-id alias/none --plaintext aGk=');
    await plain.run('aws kms generate-data-key --key-id alias/one --key-spec AES_256');
    found['plain view'] = await violations(page);
    await button(page, 'Plain view').click();
    await page.locator('.xterm-rows').getByText('generate-data-key').first().waitFor();
    found['terminal'] = await violations(page);
    await pane(page, 'World');
    for (const tab of ['Keys', 'Envelope', 'HSM', 'Journal']) {
      await page.getByRole('tab', { name: tab }).click();
      found[tab] = await violations(page);
    }
    await page.getByRole('slider', { name: 'Look back' }).press('ArrowLeft');
    found['an earlier moment'] = await violations(page);
    await page.getByRole('slider', { name: 'Look back' }).press('Escape');

    if (small) await button(page, 'Menu').click();
    found['menu'] = await violations(page);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const field = page.getByRole('dialog').getByLabel('The link');
    await field.waitFor();
    found['share'] = await violations(page);
    const link = await field.inputValue();
    await page.keyboard.press('Escape');
    await page.goto(link);
    await button(page, 'Run it').waitFor();
    found['link'] = await violations(page);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    expect(troubles).toEqual([]);
  });
});

test('on a phone the panes are tabs, and the plain view does a whole generate-data-key', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox', { viewport: phone, hasTouch: true, isMobile: true });
  const panes = page.getByRole('tablist', { name: 'Panes' });
  await panes.getByRole('tab', { name: 'Terminal' }).tap();
  const plain = await new PlainView(page).open();
  await plain.run('aws kms create-key --description "on a phone" > key.json');
  await plain.line.fill('aws kms create-al');
  await button(page, 'Complete').tap();
  await expect.poll(() => plain.line.inputValue()).toBe('aws kms create-alias ');
  await plain.run(
    'aws kms create-alias --alias-name alias/phone --target-key-id "$(jq -r .KeyMetadata.KeyId key.json)"',
  );
  const answer = JSON.parse(await plain.run('aws kms generate-data-key --key-id alias/phone --key-spec AES_256')) as {
    Plaintext: string;
    CiphertextBlob: string;
  };
  expect(Buffer.from(answer.Plaintext, 'base64').length).toBe(32);
  const opened = await plain.run(
    `aws kms decrypt --ciphertext-blob ${answer.CiphertextBlob} --query Plaintext --output text`,
  );
  expect(opened).toBe(answer.Plaintext);
  await button(page, 'Earlier line').tap();
  expect(await plain.line.inputValue()).toContain('aws kms decrypt');

  expect(await keys(page).isVisible()).toBe(false);
  await panes.getByRole('tab', { name: 'World' }).tap();
  await keys(page).getByText('phone').waitFor();
  expect(await plain.line.isVisible()).toBe(false);
  // Nothing makes the page wider than the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
  expect(troubles).toEqual([]);
});

test('the keyboard alone reaches everything, and sees where it is', async () => {
  const { page, troubles } = await visit(chromium, '/#/learn/envelope-encryption');
  await (await new Terminal(page).open()).run('aws kms create-key > /dev/null; aws kms create-key > /dev/null');
  // Esc and then Tab leave the terminal, so that going round with Tab comes by everything.
  const reached = new Set<string>();
  const unseen: string[] = [];
  for (let presses = 0; presses < 150; presses += 1) {
    if (await page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea') ?? false))
      await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const { path, seen } = await page.evaluate(whereTheKeyboardIs);
    if (reached.has(path) && reached.size > 5 && path.startsWith('A.skip')) break;
    reached.add(path);
    if (!seen) unseen.push(path);
  }
  const controls = await page.evaluate(everyControl);
  expect(controls.filter((path) => !reached.has(path))).toEqual([]);
  expect(controls.length).toBeGreaterThan(20);
  expect(unseen).toEqual([]);
  expect(troubles).toEqual([]);
});

test('a dialog keeps the keyboard, Escape closes it, and the keyboard is where it was', async () => {
  const { page } = await visit(chromium, '/#/sandbox');
  await new Terminal(page).open();
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await share.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share this world' });
  await dialog.getByLabel('The link').waitFor();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Share');
});

test('whoever wants less motion sees the whole envelope at once, and others see it drawn', async () => {
  const running: number[] = [];
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    const { page } = await visit(chromium, '/#/sandbox', { reducedMotion });
    const terminal = await new Terminal(page).open();
    await terminal.run('KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)');
    await terminal.run('aws kms generate-data-key --key-id $KEY --key-spec AES_256 > data-key.json');
    await page.getByRole('tab', { name: 'Envelope' }).click();
    await page.getByRole('tabpanel', { name: 'Envelope' }).getByRole('img').waitFor();
    await page.waitForTimeout(150);
    running.push(
      await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length),
    );
  }
  expect(running[0]).toBe(0);
  expect(running[1]).toBeGreaterThan(0);
});

test('along the timeline the arrow keys look back, the keys are as they were then, and Escape comes back', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox');
  const terminal = await new Terminal(page).open();
  await terminal.run('KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)');
  await terminal.run('aws kms disable-key --key-id $KEY');
  await terminal.run('aws kms create-key > /dev/null');
  await says(keys(page), /2 keys(.*\n)*.*Disabled/i);

  const timeline = page.getByRole('slider', { name: 'Look back' });
  await timeline.press('ArrowLeft');
  await says(keys(page), /1 key\n(.*\n)*.*Disabled/i);
  await timeline.press('ArrowLeft');
  await says(keys(page), /1 key\n(.*\n)*.*Enabled/i);
  await says(page.getByRole('region', { name: 'Timeline' }), /You are looking at .*create-key/i);
  expect(await timeline.getAttribute('aria-valuetext')).toMatch(/create-key/i);
  await timeline.press('ArrowRight');
  await says(keys(page), /Disabled/i);
  await timeline.press('Escape');
  await says(keys(page), /2 keys/);
  expect(await timeline.getAttribute('aria-valuetext')).toMatch(/^now, /);

  // Whoever types on comes back to now by that.
  await timeline.press('Home');
  await page.getByText('You are looking at').waitFor();
  await terminal.open();
  await terminal.run('aws kms create-key > /dev/null');
  await says(keys(page), /3 keys/);
  expect(await page.getByText('You are looking at').count()).toBe(0);
  expect(troubles).toEqual([]);
});

/** Runs in the page: a path to the element that has the keyboard, and whether one sees that it has. */
function whereTheKeyboardIs(): { path: string; seen: boolean } {
  const element = document.activeElement;
  if (!element || element === document.body) return { path: 'body', seen: true };
  const steps: string[] = [];
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    const place = at.parentElement ? [...at.parentElement.children].indexOf(at) : 0;
    steps.unshift(`${at.tagName}.${at.classList[0] ?? ''}${place}`);
  }
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const terminal = element.classList.contains('xterm-helper-textarea');
  const seen = terminal || (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  return { path: `${element.className.includes('skip') ? 'A.skip' : ''}${steps.join('>')}`, seen };
}

/** Runs in the page: the same paths of all that can be pressed, chosen or typed into; of tabs and radios, one of each group. */
function everyControl(): string[] {
  const path = (element: Element) => {
    const steps: string[] = [];
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const place = at.parentElement ? [...at.parentElement.children].indexOf(at) : 0;
      steps.unshift(`${at.tagName}.${at.classList[0] ?? ''}${place}`);
    }
    return `${element.className.includes('skip') ? 'A.skip' : ''}${steps.join('>')}`;
  };
  return [...document.querySelectorAll('a[href], button:not(:disabled), input:not(:disabled), [role=slider], summary')]
    .filter((element) => element.checkVisibility() && element.getAttribute('tabindex') !== '-1')
    .map(path);
}
