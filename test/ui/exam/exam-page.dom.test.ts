// One question: choose, be sure or not, then see why, and have it proved by the engine.
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { expect, test, vi } from 'vitest';
import ExamPage from '../../../src/ui/exam/ExamPage.svelte';
import { Practice } from '../../../src/ui/exam/practice.svelte.ts';
import { fakeHost } from '../fake-host.ts';
import { item } from '../scenario.ts';

const misconceptions = [{ name: 'encrypt-any', belief: '“KMS encrypts anything.”', fact: 'Encrypt has a limit.' }];

async function page(items = [item()]) {
  const host = fakeHost();
  const practice = new Practice(host, items, misconceptions);
  await practice.ready;
  render(ExamPage, { practice, host });
  await screen.findByText(/Practice/);
  return { host, practice, user: userEvent.setup() };
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });
/** The letter under which an option is shown. */
const letterOf = (practice: Practice, id: string) =>
  practice.options.find(({ option }) => option.id === id)?.letter ?? '';

async function answer(user: ReturnType<typeof userEvent.setup>, text: RegExp, confidence = 'I am sure') {
  await user.click(screen.getByRole('radio', { name: text }));
  await user.click(screen.getByRole('radio', { name: confidence }));
  await user.click(button('Answer'));
}

test('before the answer nothing is given away', async () => {
  await page();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('A big file');
  expect(screen.queryByText(/Encrypt takes 4 KB/)).toBeNull();
  expect(screen.queryByRole('group', { name: 'Prove it' })).toBeNull();
  expect(button('Answer')).toHaveProperty('disabled', true);
});

test('a right answer, and the reason of every option', async () => {
  const { user } = await page();
  await answer(user, /With a data key/);
  expect(screen.getByRole('status').textContent).toBe('Right.');
  for (const because of ['Encrypt takes 4 KB.', 'That is what it is for.', 'It can be.']) {
    expect(screen.getByText(because)).toBeTruthy();
  }
  // The misconception in a sentence, never by the name that the bank has for it.
  expect(screen.getByText('Often believed: “KMS encrypts anything.”')).toBeTruthy();
  expect(screen.queryByText(/encrypt-any|never/)).toBeNull();
  expect(screen.getByRole('link', { name: 'https://docs.aws.amazon.com/kms/' })).toHaveProperty(
    'rel',
    'noopener noreferrer',
  );
});

test('a wrong answer of which one was sure is worth a close look', async () => {
  const { user } = await page();
  await answer(user, /With Encrypt/);
  expect(screen.getByRole('status').textContent).toMatch(/^Not so\..*you were sure/);
  expect(screen.getByRole('radio', { name: /With Encrypt/ })).toHaveProperty('checked', true);
});

test('several are checkboxes, and how many is said', async () => {
  await page([item({ kind: 'several', keyCount: 2 })]);
  expect(screen.getAllByRole('checkbox')).toHaveLength(3);
  expect(screen.getByText('Choose 2.')).toBeTruthy();
});

test('the keyboard alone answers it', async () => {
  const { user, practice } = await page();
  await user.tab();
  await user.keyboard(' ');
  await user.tab();
  // Some environments stop at each radio of a group.
  while (!(document.activeElement as HTMLInputElement).name.endsWith('confidence')) await user.tab();
  await user.keyboard(' ');
  button('Answer').focus();
  await user.keyboard('{Enter}');
  expect(practice.answered).not.toBeNull();
});

test('proves any option: its commands, what came of them, and the verdict', async () => {
  const { host, practice, user } = await page();
  host.proof = {
    ok: true,
    value: {
      proved: true,
      steps: [
        { text: 'aws kms encrypt', output: [{ stream: 'stderr', text: 'ValidationException' }], exitCode: 254 },
        { text: 'echo over', output: [{ stream: 'stdout', text: 'over' }], exitCode: 0 },
      ],
    },
  };
  await answer(user, /With a data key/);
  await user.click(button(`Prove ${letterOf(practice, 'A')}`));
  const proof = screen.getByRole('region', { name: 'The proof' });
  await vi.waitFor(() =>
    expect(proof.textContent).toMatch(/\$\s*aws kms encrypt.*ValidationException.*\$\s*echo over/s),
  );
  expect(proof.querySelector('.stderr')?.textContent).toBe('ValidationException');
  await within(proof).findByText('Proved: it does not do what the question asks.', {}, { timeout: 3000 });
  expect(host.asked).toContainEqual(['prove', 'the item', 'A']);
});

test('a proof is shown while it runs, and its verdict when it has come', async () => {
  const { host, practice, user } = await page();
  const step = { text: 'aws kms encrypt', output: [{ stream: 'stdout', text: 'so far' }], exitCode: 0 } as const;
  host.proof = { ok: true, value: { proved: true, steps: [step] } };
  let end: () => void = () => undefined;
  host.proving = new Promise<void>((resolve) => (end = resolve));
  await answer(user, /With a data key/);
  await user.click(button(`Prove ${letterOf(practice, 'B')}`));
  expect(await screen.findByText('so far')).toBeTruthy();
  // What another proof does is not shown here, and a command that is told again is not shown twice.
  host.emit({ kind: 'proof', showing: 'another', at: 0, step: { ...step, text: 'elsewhere' } });
  await tick();
  expect(screen.queryByText('elsewhere')).toBeNull();
  expect(screen.getByText('Trying it on the engine…')).toBeTruthy();
  expect(screen.queryByText(/^Proved/)).toBeNull();
  end();
  expect(await screen.findByText('Proved: it does what the question asks.', {}, { timeout: 3000 })).toBeTruthy();
  expect(screen.queryByText('Trying it on the engine…')).toBeNull();
  expect(screen.queryByText('elsewhere')).toBeNull();
  expect(screen.getAllByText('so far')).toHaveLength(1);
});

test('a proof that does not hold is not called one', async () => {
  const { host, practice, user } = await page();
  host.proof = { ok: true, value: { proved: false, steps: [] } };
  await answer(user, /With a data key/);
  await user.click(button(`Prove ${letterOf(practice, 'B')}`));
  expect(await screen.findByText(/did not show what this explanation claims/)).toBeTruthy();
  host.proof = { ok: false, message: 'The engine is busy.' };
  await user.click(button(`Prove ${letterOf(practice, 'A')}`));
  expect(await screen.findByText('The engine is busy.')).toBeTruthy();
});

test('the next question comes, and the answer is counted', async () => {
  const { user } = await page([item(), item({ id: 'other', title: 'Another one' })]);
  const first = screen.getByRole('heading', { level: 1 }).textContent;
  await answer(user, /With a data key/);
  await user.click(button(/Next question/));
  expect(screen.getByRole('heading', { level: 1 }).textContent).not.toBe(first);
  expect(screen.getByText(/1 of 2 right so far/)).toBeTruthy();
  expect(screen.queryByText('That is what it is for.')).toBeNull();
});
