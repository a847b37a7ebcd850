// The header: where one is, and what can be done to the open world.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import Header from '../../../src/ui/frame/Header.svelte';
import { sayMoment, sayPrincipal } from '../../../src/ui/frame/words.ts';
import { Mirror } from '../../../src/ui/mirror.svelte.ts';
import type { Route } from '../../../src/ui/router.svelte.ts';
import { OpenWorld } from '../../../src/ui/workspace.ts';
import type { Entry } from '../../../src/world/entry.ts';
import { EPOCH_MS, fakeHost, openedWorld } from '../fake-host.ts';

function header(route: Route, withWorld = true) {
  const host = fakeHost();
  const world = withWorld ? new OpenWorld(host, new Mirror(host, openedWorld()), openedWorld(), null) : null;
  const share = vi.fn();
  render(Header, { route, world, share });
  return { host, world, share, user: userEvent.setup() };
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const notes = (world: OpenWorld | null) => world?.session.transcript.items.map(({ text }) => text);

afterEach(() => document.documentElement.removeAttribute('data-theme'));

test.each<[Route, string]>([
  [{ page: 'learn' }, 'Learn'],
  [{ page: 'lesson', id: 'x' }, 'Learn'],
  [{ page: 'sandbox' }, 'Sandbox'],
  [{ page: 'exam' }, 'Exam'],
])('on %j it marks %s', (route, name) => {
  header(route);
  const marked = screen.getAllByRole('link').filter((link) => link.getAttribute('aria-current') === 'page');
  expect(marked.map(({ textContent }) => textContent)).toEqual([name]);
});

test('without a world there is nothing to undo or share', () => {
  header({ page: 'exam' }, false);
  expect(screen.queryByRole('button', { name: /Undo|Redo|Share|advance/ })).toBeNull();
});

test('tells Region, who, and when', () => {
  header({ page: 'sandbox' });
  expect(screen.getByText('us-east-1')).toBeTruthy();
  expect(screen.getByText('learner')).toBeTruthy();
  expect(screen.getByText(sayMoment(EPOCH_MS))).toBeTruthy();
});

test('undoes, and says in the terminal what; redo says why not', async () => {
  const { world, user } = header({ page: 'sandbox' });
  await user.click(button('Undo'));
  await vi.waitFor(() => expect(notes(world)).toEqual(['Undone: aws kms create-key']));
  await user.click(button('Redo'));
  await vi.waitFor(() => expect(notes(world)?.[1]).toBe('There is nothing to redo.'));
});

test('undo and redo are offered where there is something to undo or redo, and say what', async () => {
  const host = fakeHost();
  const world = new OpenWorld(host, new Mirror(host, openedWorld()), openedWorld(), null);
  render(Header, { route: { page: 'sandbox' }, world, share: vi.fn() });
  const offered = (name: string) => [button(name).getAttribute('aria-disabled'), button(name).title];
  const tell = async (entry: Entry) => {
    host.emit({ kind: 'entries', world: 'sandbox', entries: [entry], nowMs: EPOCH_MS, offsetMs: null });
    await tick();
  };
  const base = { atMs: EPOCH_MS, nextCall: 1, changes: [{ table: 'files/files', partition: '', id: 'a', after: {} }] };
  expect(offered('Undo')).toEqual(['true', 'There is nothing to undo']);
  await tell({ ...base, number: 1, group: 1, kind: 'line', text: 'echo a > a', exitCode: 0 });
  expect(offered('Undo')).toEqual(['false', 'echo a > a']);
  expect(offered('Redo')).toEqual(['true', 'There is nothing to redo']);
  await tell({ ...base, number: 2, group: 2, kind: 'undo', undone: 1 });
  expect(offered('Undo')).toEqual(['true', 'There is nothing to undo']);
  expect(offered('Redo')).toEqual(['false', 'echo a > a']);
});

test.each([
  ['1 hour', 3_600_000],
  ['8 days', 691_200_000],
  ['1 year', 31_536_000_000],
])('moves the clock %s forward, with the keyboard', async (what, byMs) => {
  const { host, user } = header({ page: 'sandbox' });
  button(/World time/).focus();
  await user.keyboard('{Enter}');
  const item = await screen.findByRole('menuitem', { name: what });
  item.focus();
  await user.keyboard('{Enter}');
  await vi.waitFor(() => expect(host.asked).toContainEqual(['advance', 'sandbox', byMs]));
});

test('shares', async () => {
  const { share, user } = header({ page: 'sandbox' });
  await user.click(button('Share'));
  expect(share).toHaveBeenCalled();
});

test('changes the theme, and back to the system’s', async () => {
  const { user } = header({ page: 'learn' }, false);
  await user.click(button('Use the dark theme'));
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(localStorage.getItem('keyroom-theme')).toBe('dark');
  await user.click(button('Use the light theme'));
  expect(document.documentElement.dataset['theme']).toBe('light');
  expect(localStorage.getItem('keyroom-theme')).toBeNull();
});

test('the menu opens and closes, also with Escape', async () => {
  const { user } = header({ page: 'learn' }, false);
  const menu = button('Menu');
  await user.click(menu);
  expect(menu.getAttribute('aria-expanded')).toBe('true');
  await user.keyboard('{Escape}');
  expect(menu.getAttribute('aria-expanded')).toBe('false');
});

test('moments are UTC, and a principal is called by its last name', () => {
  expect(sayMoment(EPOCH_MS)).toBe('12 Mar 2027, 09:41');
  expect(sayPrincipal('arn:aws:iam::111122223333:user/team/alice')).toBe('alice');
  expect(sayPrincipal('root')).toBe('root');
});
