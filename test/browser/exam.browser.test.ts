// Practice for the exam: choose, say how sure one is, read why, and have it proved.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browser } from './page.ts';
import { button, closeContexts, says, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(() => closeContexts(chromium));
afterAll(() => chromium.close());

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
const options = (page: Page) => page.getByRole('list').getByRole('listitem');

test('an answer needs a choice and a confidence, and then every option says why', async () => {
  const { page, troubles } = await visit(chromium, '/#/exam');
  const answer = button(page, 'Answer');
  await answer.waitFor();
  expect(await answer.isDisabled()).toBe(true);
  const choices = options(page);
  const count = await choices.count();
  expect(count).toBeGreaterThanOrEqual(4);
  expect(await page.getByText(/^(Right|Wrong)(, your choice)?\.$/).count()).toBe(0);
  expect(await page.getByRole('group', { name: 'Prove it' }).count()).toBe(0);

  const boxes = choices.getByRole('radio').or(choices.getByRole('checkbox'));
  const wanted = Number(/Choose (\d)/.exec(await page.getByRole('main').innerText())?.[1] ?? 1);
  for (let index = 0; index < wanted; index += 1) await boxes.nth(index).press('Space');
  expect(await answer.isDisabled()).toBe(true);
  await page.getByRole('radio', { name: 'I am sure' }).press('Space');
  await answer.press('Enter');

  await says(page.getByRole('status').first(), /^(Right\.|Not so\. Worth a close look: you were sure\.)$/m);
  for (let index = 0; index < count; index += 1) {
    const chosen = index < wanted ? /(Right|Wrong), your choice\.\s*\S.{20}/s : /(Right|Wrong)\.\s*\S.{20}/s;
    expect(await choices.nth(index).innerText()).toMatch(chosen);
    expect(await boxes.nth(index).isDisabled()).toBe(true);
  }
  await button(page, 'Next question').press('Enter');
  await answer.waitFor();

  await page.reload();
  await page.getByText(/\d of 5 right so far/).waitFor();
  expect(troubles).toEqual([]);
});

test('each option of each question is proved on the engine, with commands that really ran', async () => {
  const { page, troubles } = await visit(chromium, '/#/exam');
  const seen = new Set<string>();
  for (let question = 0; question < 5; question += 1) {
    await button(page, 'Answer').waitFor();
    const name = await heading(page);
    seen.add(name);
    const choices = options(page);
    const wanted = Number(/Choose (\d)/.exec(await page.getByRole('main').innerText())?.[1] ?? 1);
    for (let index = 0; index < wanted; index += 1)
      await choices.getByRole('radio').or(choices.getByRole('checkbox')).nth(index).press('Space');
    await page.getByRole('radio', { name: 'A guess' }).press('Space');
    await button(page, 'Answer').press('Enter');

    for (const letter of ['A', 'B', 'C', 'D']) {
      const right = /^[A-D]\s.*\nRight/s.test(
        await choices.filter({ hasText: new RegExp(`^\\s*${letter}\\b`) }).innerText(),
      );
      await button(page, `Prove ${letter}`).press('Enter');
      const proof = page.getByRole('region', { name: 'The proof' });
      await says(proof.getByRole('status'), /./);
      expect(await proof.getByRole('status').innerText(), `${name} ${letter}`).toBe(
        right ? 'Proved: it does what the question asks.' : 'Proved: it does not do what the question asks.',
      );
      expect(await proof.getByRole('log').innerText(), `${name} ${letter}`).toMatch(/^\$\s*\S/m);
    }
    await button(page, 'Next question').press('Enter');
  }
  expect(seen.size).toBe(5);
  expect(troubles).toEqual([]);
});

test('a proof shows what the engine answered, here the refusal that the explanation names', async () => {
  const { page } = await visit(chromium, '/#/exam');
  await button(page, 'Answer').waitFor();
  for (let tries = 0; (await heading(page)) !== 'An encrypted file and nobody to ask'; tries += 1) {
    expect(tries).toBeLessThan(6);
    await answerAnyhow(page);
    await button(page, 'Next question').click();
  }
  await answerAnyhow(page);
  const option = options(page).filter({ hasText: 'with the ID of each KMS key in turn' });
  const letter = (await option.innerText()).trim()[0]!;
  await button(page, `Prove ${letter}`).click();
  const log = page.getByRole('region', { name: 'The proof' }).getByRole('log');
  await says(log, /\$\s*aws kms decrypt --key-id "\$OTHER".*IncorrectKeyException/s);
  await says(log, /\$\s*aws kms decrypt --ciphertext-blob fileb:\/\/key\.enc\n.*"Plaintext": "[A-Za-z0-9+/]{43}="/s);
});

async function answerAnyhow(page: Page): Promise<void> {
  const boxes = options(page).getByRole('radio').or(options(page).getByRole('checkbox'));
  const wanted = Number(/Choose (\d)/.exec(await page.getByRole('main').innerText())?.[1] ?? 1);
  for (let index = 0; index < wanted; index += 1) await boxes.nth(index).click();
  await page.getByRole('radio', { name: 'A guess' }).check();
  await button(page, 'Answer').click();
}
