// What is said when something is not as it should be, and that nothing is said when all is well.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { expect, test } from 'vitest';
import Notes from '../../../src/ui/frame/Notes.svelte';
import StorageNotice from '../../../src/ui/frame/StorageNotice.svelte';
import Trouble from '../../../src/ui/frame/Trouble.svelte';

test.each([
  ['memory', /in memory only/],
  ['denied', /does not let the page store/],
  ['full', /storage is full/],
  ['broken', /storage failed/],
] as const)('storage that is %s is spoken of', (persistence, words) => {
  render(StorageNotice, { persistence });
  expect(screen.getByRole('status').textContent).toMatch(words);
});

test('durable storage is not', () => {
  render(StorageNotice, { persistence: 'durable' });
  expect(screen.queryByRole('status')).toBeNull();
});

test('that policies are not judged yet is always said; that a seeded world keeps no secrets where it is one', () => {
  render(Notes, { seeded: true });
  expect(screen.getByText(/stored, not judged yet/)).toBeTruthy();
  expect(screen.getByText(/not secret/)).toBeTruthy();
});

test('an error that nobody waited for is told in plain words, and can be put aside', async () => {
  const user = userEvent.setup();
  render(Trouble);
  expect(screen.queryByRole('alert')).toBeNull();
  window.dispatchEvent(new ErrorEvent('error', { error: new Error('the <b>worker</b> is gone'), message: 'x' }));
  await tick();
  expect(screen.getByRole('alert').textContent).toContain('the <b>worker</b> is gone');
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('an unkept promise too, but not a size that was measured late', async () => {
  render(Trouble);
  window.dispatchEvent(
    new ErrorEvent('error', { message: 'ResizeObserver loop completed with undelivered notifications.' }),
  );
  await tick();
  expect(screen.queryByRole('alert')).toBeNull();
  window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('no journal') }));
  await tick();
  expect(screen.getByRole('alert').textContent).toContain('no journal');
});
