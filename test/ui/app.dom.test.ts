// The whole page: its address says what is shown, and nothing that one was doing is lost by looking around.
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import App from '../../src/ui/App.svelte';
import { fakeHost, info } from './fake-host.ts';
import type { FakeHost } from './fake-host.ts';
import { item, scenario } from './scenario.ts';

beforeEach(() => goTo('#/learn'));
afterEach(() => vi.unstubAllGlobals());

function goTo(hash: string) {
  location.hash = hash;
  window.dispatchEvent(new Event('hashchange'));
}

function page(host: FakeHost = fakeHost()) {
  host.keeping.set('plain-view', true);
  host.madeOf = () => ({ ok: true, value: info('lesson-world') });
  render(App, { host, lessons: [scenario()], items: [item()] });
  return { host, user: userEvent.setup() };
}
const line = () => screen.findByLabelText<HTMLTextAreaElement>(/Command line/);
const title = async (text: string) =>
  vi.waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(text));

test('begins with the contents, and opens no world for them', async () => {
  const { host } = page();
  await title('Learn AWS KMS by using it');
  const lesson = screen.getByRole('link', { name: /The key that would not die/ });
  expect(lesson.getAttribute('href')).toBe('#/learn/deletion-window');
  expect(document.title).toBe('Learn · Keyroom');
  expect(host.asked).toEqual([]);
});

test('a lesson can be read while its world is being made, and when it cannot be made', async () => {
  const host = fakeHost();
  page(host);
  host.madeOf = () => ({ ok: false, message: 'Its set-up failed: no space.' });
  goTo('#/learn/deletion-window');
  await title('Before');
  expect((await screen.findByRole('alert')).textContent).toBe('Its set-up failed: no space.');
  expect(document.title).toBe('The key that would not die · Keyroom');
});

test('a terminal that is opened again shows the lines that were typed last, the first row of each', async () => {
  const { host } = page();
  host.keeping.set('history/sandbox', ['one', 'two', 'cat > a <<B\nx\nB', 'four', 'aws kms list-keys']);
  goTo('#/sandbox');
  await line();
  const note = screen.getByText(/^The world is as you left it/);
  expect(note.textContent.split('\n').slice(1)).toEqual(['  two', '  cat > a <<B …', '  four', '  aws kms list-keys']);
});

test('what is unknown leads to the contents', async () => {
  page();
  goTo('#/learn/no-such-lesson');
  await title('Learn AWS KMS by using it');
});

test('a terminal in use is as it was after a visit to the exam, and what ran meanwhile is there', async () => {
  const { host, user } = page();
  let finish = () => {};
  host.answers.set('sleep 5', { until: new Promise((resolve) => (finish = resolve)) });
  goTo('#/sandbox');
  await user.type(await line(), 'aws kms list-keys{Enter}');
  await user.type(await line(), 'sleep 5{Enter}');
  await user.type(await line(), 'half a line');

  goTo('#/exam');
  await title('A big file');
  host.emit({ kind: 'output', world: 'sandbox', output: { stream: 'stdout', text: 'woke up\n' } });
  finish();

  goTo('#/sandbox');
  expect((await line()).value).toBe('half a line');
  await vi.waitFor(() => expect(screen.getByRole('log').textContent).toMatch(/list-keys.*sleep 5.*woke up/s));
  expect(host.asked.filter(([name]) => name === 'open')).toEqual([['open', 'sandbox']]);
});

test('a lesson’s terminal and the sandbox’s are two', async () => {
  const { user } = page();
  goTo('#/sandbox');
  await user.type(await line(), 'in the sandbox');
  goTo('#/learn/deletion-window');
  await vi.waitFor(async () => expect((await line()).value).toBe(''));
  goTo('#/sandbox');
  await vi.waitFor(async () => expect((await line()).value).toBe('in the sandbox'));
});

test('a link is read, agreed to, and becomes a world beside one’s own', async () => {
  const host = fakeHost({ link: { ok: true, value: { title: 'Two keys', summary: '', setup: ['ls'], text: 'T' } } });
  const { user } = page(host);
  host.madeOf = () => ({ ok: true, value: info('w9') });
  host.worlds = async () => [info('sandbox'), info('w9', { title: 'Two keys', scenario: 'not to be parsed' })];
  goTo('#s=1.abc');
  await title('Two keys');
  expect(host.asked).toEqual([['readLink', 's=1.abc']]);
  await user.click(screen.getByRole('button', { name: 'Run it' }));
  await line();
  expect(location.hash).toBe('#/world/w9');
  expect(host.asked).toContainEqual(['open', 'w9']);

  goTo('#/learn');
  const links = await screen.findByRole('region', { name: 'From links' });
  expect(within(links).getByRole('link', { name: 'Two keys' }).getAttribute('href')).toBe('#/world/w9');
  await user.click(within(links).getByRole('button', { name: 'Remove Two keys' }));
  expect(host.asked.at(-1)).toEqual(['deleteWorld', 'w9']);
});

test('a world that is gone is said to be gone', async () => {
  page();
  goTo('#/world/w404');
  expect((await screen.findByRole('alert')).textContent).toMatch(/no longer kept/);
});

test('a world that could not be opened can be opened later', async () => {
  const host = fakeHost();
  const { opened } = host;
  host.opened = () => ({ ok: false, message: 'The journal is of a newer Keyroom.' });
  page(host);
  goTo('#/sandbox');
  expect((await screen.findByRole('alert')).textContent).toBe('The journal is of a newer Keyroom.');
  host.opened = opened;
  goTo('#/learn');
  goTo('#/sandbox');
  expect(await line()).toBeTruthy();
});

test('sharing opens its dialog, and going elsewhere closes it', async () => {
  const { user } = page();
  goTo('#/sandbox');
  await line();
  await user.click(screen.getByRole('button', { name: 'Share' }));
  await screen.findByRole('dialog');
  goTo('#/exam');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('the plain view is a choice that is kept', async () => {
  const { host, user } = page();
  goTo('#/sandbox');
  await line();
  const toggle = screen.getByRole('button', { name: 'Plain view' });
  expect(toggle.getAttribute('aria-pressed')).toBe('true');
  await user.click(toggle);
  expect(host.keeping.get('plain-view')).toBe(false);
});

describe('on a phone', () => {
  beforeEach(() => {
    vi.stubGlobal('matchMedia', (query: string) =>
      Object.assign(new EventTarget(), { matches: query.includes('max-width'), media: query }),
    );
  });

  test('the panes are tabs, and the keyboard goes through them', async () => {
    const { user } = page();
    goTo('#/learn/deletion-window');
    await line();
    const panes = screen.getByRole('tablist', { name: 'Panes' });
    const tabs = within(panes).getAllByRole('tab');
    const selected = () => within(panes).getByRole('tab', { selected: true }).textContent;
    expect(tabs.map(({ textContent }) => textContent)).toEqual(['Lesson', 'Terminal', 'World']);
    expect(selected()).toBe('Lesson');
    await user.click(tabs[1]!);
    await user.keyboard('{ArrowRight}');
    expect(selected()).toBe('World');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('World'));
    await user.keyboard('{ArrowRight}');
    expect(selected()).toBe('Lesson');
  });

  test('typing for the learner shows the terminal', async () => {
    const { user } = page();
    goTo('#/learn/deletion-window');
    await line();
    await user.click(screen.getByRole('button', { name: /^Next/ }));
    await user.click(screen.getByRole('button', { name: /Type it for me/ }));
    const panes = screen.getByRole('tablist', { name: 'Panes' });
    expect(within(panes).getByRole('tab', { selected: true }).textContent).toBe('Terminal');
  });
});
