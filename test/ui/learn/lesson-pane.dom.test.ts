// A lesson's step as it is read and worked through.
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Mirror } from '../../../src/ui/mirror.svelte.ts';
import { Lesson } from '../../../src/ui/learn/lesson.svelte.ts';
import LessonPane from '../../../src/ui/learn/LessonPane.svelte';
import { OpenWorld } from '../../../src/ui/workspace.ts';
import { fakeHost, openedWorld } from '../fake-host.ts';
import { scenario } from '../scenario.ts';

async function pane({ step = 0, open = true } = {}) {
  const host = fakeHost();
  host.report = () => ({
    passed: false,
    checks: [
      { goal: 'The key waits', passed: true, otherwise: null },
      { goal: 'It is refused', passed: false, otherwise: 'Nothing was refused yet.' },
    ],
    mistakes: [],
  });
  const lesson = new Lesson(host, scenario());
  await lesson.ready;
  lesson.goTo(step);
  const world = open ? new OpenWorld(host, new Mirror(host, openedWorld()), openedWorld(), lesson) : null;
  const showTerminal = vi.fn();
  render(LessonPane, { lesson, world, showTerminal });
  const ran = () => host.asked.filter(([name]) => name === 'run').map(([, , text]) => text);
  return { host, lesson, world, showTerminal, ran, user: userEvent.setup() };
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });

test('can be read before, and without, its world', async () => {
  const { user } = await pane({ open: false });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Before');
  expect(screen.getByText('waits').localName).toBe('strong');
  await user.click(button(/^Next: Schedule the deletion/));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Schedule the deletion');
  expect(screen.getByText(/schedule-key-deletion/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Type it/ })).toBeNull();
  expect(screen.getByText('The key waits')).toBeTruthy();
});

test('a prediction is decided before it is answered, and then stays', async () => {
  const { lesson, user } = await pane();
  const guess = button('That is my guess');
  expect(guess).toHaveProperty('disabled', true);
  expect(screen.queryByText(/Its state forbids it/)).toBeNull();
  await user.click(screen.getByLabelText('A ciphertext'));
  expect(screen.queryByText(/encrypts nothing/)).toBeNull();
  await user.click(guess);
  expect(screen.getByText('Not so.')).toBeTruthy();
  expect(screen.getByText('A key that waits encrypts nothing.')).toBeTruthy();
  expect(screen.getByText('Its state forbids it.')).toBeTruthy();
  expect(lesson.predicted(1)).toBe(0);
  expect(screen.queryByRole('button', { name: 'That is my guess' })).toBeNull();
});

test('types a command for the learner and shows the terminal', async () => {
  const { ran, showTerminal, user } = await pane({ step: 1 });
  await user.click(button(/Type it for me/));
  expect(showTerminal).toHaveBeenCalled();
  await vi.waitFor(() => expect(ran()).toEqual(['aws kms schedule-key-deletion --key-id $KEY']));
});

test('says of a command that it is meant to be refused', async () => {
  const host = fakeHost();
  const [first] = scenario().steps;
  const passages = [{ kind: 'command', text: 'aws kms encrypt', fails: true }] as const;
  const lesson = new Lesson(host, scenario({ steps: [{ ...first!, passages }] }));
  render(LessonPane, { lesson, world: null, showTerminal: () => {} });
  expect(screen.getByText('It is meant to be refused.')).toBeTruthy();
});

test('says what is reached; what still fails only after something was tried', async () => {
  const { world } = await pane({ step: 1 });
  const goal = screen.getByRole('region', { name: 'The goal' });
  await vi.waitFor(() => expect(goal.textContent).toMatch(/Reached:\s*The key waits/));
  expect(goal.textContent).toMatch(/Not yet:\s*It is refused/);
  expect(goal.textContent).not.toContain('Nothing was refused yet.');
  await world?.session.run('ls');
  await vi.waitFor(() => expect(goal.textContent).toMatch(/Fails still:\s*It is refused\s*Nothing was refused yet\./));
});

test('shows a mistake kindly', async () => {
  const { host, world } = await pane({ step: 1 });
  host.report = () => ({ passed: false, checks: [], mistakes: ['Disabling is reversible at once.'] });
  await world?.session.run('aws kms disable-key');
  expect(await screen.findByText(/Disabling is reversible at once\./)).toBeTruthy();
});

test('gives hints in rungs, then a solution, and plays it line by line', async () => {
  const { ran, user } = await pane({ step: 1 });
  await user.click(button('Give me a hint'));
  expect(screen.getByText('Look at the operations.')).toBeTruthy();
  expect(screen.queryByText('It begins with schedule.')).toBeNull();
  await user.click(button('Another hint'));
  expect(screen.getByText('It begins with schedule.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /hint/ })).toBeNull();
  await user.click(button('Show a solution'));
  await user.click(within(screen.getByRole('region', { name: 'A solution' })).getByRole('button', { name: /Play it/ }));
  await vi.waitFor(() => expect(ran()).toEqual(scenario().steps[1]?.solution), { timeout: 5000 });
});

test('leads on when the goal is reached, and says so at the end', async () => {
  const { host, world } = await pane({ step: 1 });
  expect(screen.queryByRole('region', { name: 'The end of the lesson' })).toBeNull();
  host.report = () => ({ passed: true, checks: [], mistakes: [] });
  await world?.session.run('ls');
  const end = await screen.findByRole('region', { name: 'The end of the lesson' });
  expect(within(end).getByRole('link', { name: 'All lessons' })).toBeTruthy();
});

test('restarting asks first, then resets the world and the lesson', async () => {
  const { host, lesson, user } = await pane({ step: 1 });
  await user.click(button('Restart this lesson'));
  expect(host.asked.some(([name]) => name === 'reset')).toBe(false);
  await user.click(button('Leave it'));
  await user.click(button('Restart this lesson'));
  await user.click(button('Begin anew'));
  await vi.waitFor(() => expect(lesson.index).toBe(0));
  expect(host.asked.some(([name]) => name === 'reset')).toBe(true);
});

test('every step can be gone to, and its title gets the focus', async () => {
  const { user } = await pane({ open: false });
  await user.click(button('Step 2: Schedule the deletion'));
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
  expect(button(/^Step 2/).getAttribute('aria-current')).toBe('step');
});
