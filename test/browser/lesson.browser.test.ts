// A lesson, as a learner goes through its first steps: reading, having things typed, guessing, erring, being helped.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browser } from './page.ts';
import { Terminal } from './terminal.ts';
import { button, closeContexts, says, title, visit } from './visit.ts';

let chromium: Browser;
beforeAll(async () => (chromium = await browser()));
afterEach(() => closeContexts(chromium));
afterAll(() => chromium.close());

const lesson = '/#/learn/envelope-encryption';

test('from the contents into the lesson; what is typed for the learner runs, and the goal is reached', async () => {
  const { page, troubles } = await visit(chromium, '/');
  await page.getByRole('link', { name: /A letter and its envelope/ }).press('Enter');
  await title(page, 'A key that stays where it is');
  const goal = page.getByRole('region', { name: 'The goal' });
  await says(goal, /Not yet:\s*alias\/field-notes names an enabled key/);
  const terminal = await new Terminal(page).open();

  await button(page, 'Type it for me').first().press('Enter');
  await expect.poll(async () => (await terminal.screen()).join('\n')).toMatch(/\$ ls -l notes\.txt\n(.*\n)*.*1048576/);
  // Something was done now, so it is said what is missing.
  await says(goal, /Fails still:.*No enabled symmetric key answers to alias\/field-notes yet\./s);

  await button(page, 'Type it for me').nth(1).press('Enter');
  await says(goal, /Reached:\s*alias\/field-notes/);
  await page.getByRole('region', { name: 'KMS keys in us-east-1' }).getByText('field-notes').waitFor();
  await button(page, 'Next: Too large to send').press('Enter');
  await title(page, 'Too large to send');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Too large to send');
  expect(troubles).toEqual([]);
});

test('a mistake is named kindly, hints come one by one, and a solution can be played, taken back and done again', async () => {
  const { page, troubles } = await visit(chromium, lesson);
  const terminal = await new Terminal(page).open();
  const goal = page.getByRole('region', { name: 'The goal' });
  await terminal.run(
    'aws kms create-alias --alias-name alias/fieldnotes --target-key-id "$(aws kms create-key --query KeyMetadata.KeyId --output text)"',
  );
  await says(goal, /Close, but look again\. There is a key, but it is not called alias\/field-notes/);

  const first = page.getByText('Two commands: one makes the key');
  const second = page.getByText('Hand it to');
  expect(await first.count()).toBe(0);
  await button(page, 'Give me a hint').press('Enter');
  await first.waitFor();
  expect(await second.count()).toBe(0);
  await button(page, 'Another hint').press('Enter');
  await second.waitFor();
  expect(await button(page, /hint$/).count()).toBe(0);

  const solution = page.getByRole('region', { name: 'A solution' });
  expect(await solution.count()).toBe(0);
  await button(page, 'Show a solution').press('Enter');
  await solution.getByText('aws kms create-alias').waitFor();
  await button(page, 'Play it').press('Enter');
  await says(goal, /Reached:/);
  expect((await terminal.screen()).join('\n')).toContain('--alias-name alias/field-notes --target-key-id "$KEY_ID"');

  await button(page, 'Undo').click();
  await says(goal, /Fails still:/);
  await button(page, 'Redo').click();
  await says(goal, /Reached:/);
  expect(troubles).toEqual([]);
});

test('a guess comes before its answer, and the lesson goes on in mid-step after a reload', async () => {
  const { page, troubles } = await visit(chromium, lesson);
  let terminal = await new Terminal(page).open();
  await button(page, 'Show a solution').press('Enter');
  await button(page, 'Play it').press('Enter');
  await button(page, 'Next: Too large to send').press('Enter');

  const answer = page.getByText('Encrypt takes 4,096 bytes at most.');
  const guess = button(page, 'That is my guess');
  expect(await answer.count()).toBe(0);
  expect(await guess.isDisabled()).toBe(true);
  await page.getByRole('radio', { name: /The first 4 KB/ }).press('Space');
  expect(await answer.count()).toBe(0);
  await guess.press('Enter');
  await page.getByText('Not so.').waitFor();
  await page.getByText('KMS never shortens what it is given.').waitFor();
  await answer.waitFor();
  expect(await page.getByRole('radio', { name: /An error, because/ }).isDisabled()).toBe(true);

  await button(page, 'Next: One call, two copies of a key').press('Enter');
  await button(page, 'Give me a hint').press('Enter');
  await button(page, 'Type it for me').first().press('Enter');
  const goal = page.getByRole('region', { name: 'The goal' });
  await says(goal, /Reached:.*Reached:/s);
  await terminal.open();
  await terminal.run('rm data-key.bin');
  await says(goal, /Reached:.*Fails still:.*data-key\.bin is not yet the key/s);

  await page.reload();
  await title(page, 'One call, two copies of a key');
  terminal = await new Terminal(page).open();
  await page.getByText('two members that matter').waitFor();
  await says(goal, /Reached:.*Not yet:/s);
  // The shell goes on, too, with what was set in it.
  await terminal.send('jq -r .Plaintext data-key.json | base64 -d > data-key.bin; test -n "$KEY_ID"');
  await says(goal, /Reached:.*Reached:/s);

  await button(page, 'Step 2: Too large to send, done').click();
  await answer.waitFor();
  await page.getByRole('link', { name: 'Keyroom, to the contents' }).click();
  await says(page.getByRole('link', { name: /A letter and its envelope/ }), /3 of 8 steps done/);
  expect(troubles).toEqual([]);
});

test('eight days from the clock end a waiting period of seven, and undo brings the key back', async () => {
  const { page, troubles } = await visit(chromium, '/#/sandbox');
  const terminal = await new Terminal(page).open();
  await terminal.send('KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)');
  await terminal.send('aws kms schedule-key-deletion --key-id $KEY_ID --pending-window-in-days 7');
  const keys = page.getByRole('region', { name: 'KMS keys in us-east-1' });
  await says(keys, /deleted in (7 d|6 d 23 h)/);

  await button(page, /World time/).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '8 days' }).waitFor();
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText(/No KMS keys yet/).waitFor();
  await new Terminal(page).open();
  expect(await terminal.run('aws kms describe-key --key-id $KEY_ID')).toContain('NotFoundException');

  await button(page, 'Undo').click();
  await says(keys, /deleted in (7 d|6 d 23 h)/);
  await new Terminal(page).open();
  expect(await terminal.run('aws kms describe-key --key-id $KEY_ID --query KeyMetadata.KeyState')).toBe(
    '"PendingDeletion"',
  );
  expect(troubles).toEqual([]);
});
