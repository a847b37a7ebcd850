// Two tabs of one profile: on one world they see each other's work and lose none of it; on two they do not meet.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { address, browser, watchedPage } from './page.ts';
import { Terminal } from './terminal.ts';
import { button, closeContexts, says, title, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(() => closeContexts(chromium));
afterAll(() => chromium.close());

const keys = (page: Page) => page.getByRole('region', { name: 'KMS keys in us-east-1' });

test('two tabs that make a hundred keys each at once both list two hundred, and show each other’s', async () => {
  const one = await visit(chromium, '/#/sandbox');
  const two = await watchedPage(one.page.context());
  await two.page.goto(address('/#/sandbox'));
  const here = await new Terminal(one.page).open();
  const there = await new Terminal(two.page).open();
  const loop = (name: string) =>
    `for n in $(seq 100); do aws kms create-key --description ${name}-$n > /dev/null || echo failed; done; echo made`;
  const made = await Promise.all([here.run(loop('here')), there.run(loop('there'))]);
  expect(made).toEqual(['made', 'made']);

  // At once, not when each next looks by itself.
  await Promise.all([says(keys(one.page), /200 keys/, 5000), says(keys(two.page), /200 keys/, 5000)]);
  const lists = await Promise.all(
    [here, there].map((terminal) => terminal.run(`aws kms list-keys --query 'length(Keys)' --limit 1000`)),
  );
  expect(lists).toEqual(['200', '200']);
  // None was written over by another.
  await there.run(
    `ALL=$(for k in $(aws kms list-keys --query 'Keys[].KeyId' --output text); do aws kms describe-key --key-id $k --query KeyMetadata.Description --output text; done)`,
  );
  expect(
    await there.run(`echo "$ALL" | sort -u | wc -l; echo "$ALL" | grep -c ^here; echo "$ALL" | grep -c ^there`),
  ).toBe('200\n100\n100');

  // What one takes back is gone for both: the whole line that made a hundred.
  await button(one.page, 'Undo').click();
  await Promise.all([says(keys(one.page), /100 keys/, 5000), says(keys(two.page), /100 keys/, 5000)]);
  await there.open();
  expect(await there.run(`aws kms list-keys --query 'length(Keys)'`)).toBe('100');
  expect([...one.troubles, ...two.troubles]).toEqual([]);
});

test('a file that one tab writes is read in the other, and each keeps its own variables and folder', async () => {
  const one = await visit(chromium, '/#/sandbox');
  const two = await watchedPage(one.page.context());
  await two.page.goto(address('/#/sandbox'));
  const here = await new Terminal(one.page).open();
  const there = await new Terminal(two.page).open();
  await here.run('mkdir -p notes && echo "from here" > notes/a.txt; NAME=here');
  expect(await there.run('cat notes/a.txt; echo "[$NAME]"')).toBe('from here\n[]');
  expect([...one.troubles, ...two.troubles]).toEqual([]);
});

test('a lesson in one tab and the sandbox in another do not disturb each other', async () => {
  const lesson = await visit(chromium, '/#/learn/envelope-encryption');
  const sandbox = await watchedPage(lesson.page.context());
  await sandbox.page.goto(address('/#/sandbox'));
  const learning = await new Terminal(lesson.page).open();
  const trying = await new Terminal(sandbox.page).open();
  await Promise.all([
    trying.run('for n in 1 2 3; do aws kms create-key > /dev/null; done; echo done'),
    learning.run("aws kms list-aliases --query 'Aliases[?TargetKeyId]'"),
  ]);
  await title(lesson.page, 'A key that stays where it is');
  expect(await learning.run('aws kms list-keys --query Keys')).toBe('[]');
  expect(await trying.run('ls')).toBe('');
  await button(lesson.page, 'Show a solution').press('Enter');
  await button(lesson.page, 'Play it').press('Enter');
  await says(lesson.page.getByRole('region', { name: 'The goal' }), /Reached:/);
  await says(keys(sandbox.page), /3 keys/);
  expect(await trying.run("aws kms list-aliases --query 'Aliases[?TargetKeyId]'")).toBe('[]');
  expect([...lesson.troubles, ...sandbox.troubles]).toEqual([]);
});
