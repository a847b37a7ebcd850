// The plain view does all that the terminal does, with the keyboard and with buttons.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import PlainView from '../../../src/ui/terminal/PlainView.svelte';
import { TerminalSession } from '../../../src/ui/terminal/session.svelte.ts';
import { fakeHost, openedWorld } from '../fake-host.ts';

function view() {
  const host = fakeHost();
  const session = new TerminalSession(host, openedWorld());
  render(PlainView, { session });
  const input = screen.getByLabelText<HTMLTextAreaElement>(/Command line/);
  const ran = () => host.asked.filter(([name]) => name === 'run').map(([, , text]) => text);
  return { host, session, input, ran, log: screen.getByRole('log'), user: userEvent.setup() };
}

test('Enter runs the line, and the log has it with its answer, errors apart', async () => {
  const { host, input, ran, log, user } = view();
  host.answers.set('aws kms x', {
    output: [
      { stream: 'stdout', text: 'fine\n' },
      { stream: 'stderr', text: 'aws: [ERROR]\n' },
    ],
  });
  await user.type(input, 'aws kms x{Enter}');
  await vi.waitFor(() => expect(log.textContent).toContain('aws: [ERROR]'));
  expect(ran()).toEqual(['aws kms x']);
  expect(log.textContent).toContain('learner ~ $ aws kms x');
  expect(log.querySelector('.stderr')?.textContent).toBe('aws: [ERROR]\n');
  expect(input.value).toBe('');
});

test('a line that is not finished goes on below', async () => {
  const { input, ran, user } = view();
  await user.type(input, 'aws kms \\{Enter}');
  await vi.waitFor(() => expect(input.value).toBe('aws kms \\\n'));
  expect(ran()).toEqual([]);
  await user.type(input, 'list-keys{Enter}');
  await vi.waitFor(() => expect(ran()).toEqual(['aws kms \\\nlist-keys']));
});

test('several pasted lines are run as they were pasted', async () => {
  const { input, ran, user } = view();
  await user.click(input);
  await user.paste('echo a\necho b');
  await user.click(screen.getByRole('button', { name: 'Run' }));
  await vi.waitFor(() => expect(ran()).toEqual(['echo a\necho b']));
});

test('up and down go through earlier lines that begin so, and back to the one being written', async () => {
  const { input, user } = view();
  await user.type(input, 'aws one{Enter}');
  await user.type(input, 'ls{Enter}');
  await user.type(input, 'aws two{Enter}');
  await user.type(input, 'aws');
  await user.keyboard('{ArrowUp}');
  await vi.waitFor(() => expect(input.value).toBe('aws two'));
  await user.keyboard('{ArrowUp}');
  await vi.waitFor(() => expect(input.value).toBe('aws one'));
  await user.keyboard('{ArrowUp}{ArrowDown}{ArrowDown}');
  await vi.waitFor(() => expect(input.value).toBe('aws'));
  await user.clear(input);
  await user.click(screen.getByRole('button', { name: 'Earlier line' }));
  await user.click(screen.getByRole('button', { name: 'Earlier line' }));
  await vi.waitFor(() => expect(input.value).toBe('ls'));
  await user.click(screen.getByRole('button', { name: 'Later line' }));
  await vi.waitFor(() => expect(input.value).toBe('aws two'));
});

test('completion has a button and a key, offers what is possible, and Tab moves on', async () => {
  const { host, input, user } = view();
  host.completion = { from: 8, options: ['enable-key', 'encrypt'] };
  await user.type(input, 'aws kms e');
  await user.click(screen.getByRole('button', { name: 'Complete' }));
  await vi.waitFor(() => expect(input.value).toBe('aws kms en'));
  expect(screen.getByRole('status').textContent).toBe('2 possibilities');
  await user.click(screen.getByRole('button', { name: 'encrypt' }));
  await vi.waitFor(() => expect(input.value).toBe('aws kms encrypt '));
  expect(screen.queryByRole('group')).toBeNull();

  host.completion = { from: 0, options: [] };
  await user.keyboard('{Control>} {/Control}');
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('Nothing to complete here'));

  await user.click(input);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Run' }));
});

test('Ctrl+C is a key and a button', async () => {
  const { host, input, user } = view();
  host.answers.set('sleep 100', { until: new Promise(() => {}) });
  await user.type(input, 'sleep 100{Enter}');
  await vi.waitFor(() => expect(screen.getByRole('log').textContent).toContain('running…'));
  await user.keyboard('{Control>}c{/Control}');
  expect(host.asked.filter(([name]) => name === 'interrupt')).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Ctrl+C' }));
  expect(host.asked.filter(([name]) => name === 'interrupt')).toHaveLength(2);
});

test('output cannot bring elements into the page', async () => {
  const { host, input, log, user } = view();
  host.answers.set('cat x', { output: [{ stream: 'stdout', text: '<img src=x onerror=alert(1)>' }] });
  await user.type(input, 'cat x{Enter}');
  await vi.waitFor(() => expect(log.textContent).toContain('<img'));
  expect(log.querySelector('img')).toBeNull();
});
