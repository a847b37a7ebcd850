// A link is shown before anything of it runs, and shown as it is.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Mirror } from '../../../src/ui/mirror.svelte.ts';
import { linkOf, unhidden } from '../../../src/ui/share/link.ts';
import LinkPage from '../../../src/ui/share/LinkPage.svelte';
import ShareDialog from '../../../src/ui/share/ShareDialog.svelte';
import { OpenWorld } from '../../../src/ui/workspace.ts';
import { fakeHost, info, openedWorld } from '../fake-host.ts';

describe('opening a link', () => {
  const preview = {
    title: 'Two keys',
    summary: 'Somebody’s exercise.',
    setup: ['aws kms create-key', 'rm -rf ~'],
    text: 'the scenario',
  };

  function opened(link = fakeHost().link) {
    const host = fakeHost({ link, madeOf: () => ({ ok: true, value: info('w7') }) });
    const replace = vi.fn();
    render(LinkPage, { host, fragment: 's=abc', replace });
    return { host, replace, user: userEvent.setup() };
  }

  test('shows its title and every command, and runs nothing', async () => {
    const { host } = opened({ ok: true, value: preview });
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('Two keys');
    expect(document.body.textContent).toMatch(/aws kms create-key\s+rm -rf ~/);
    expect(host.asked).toEqual([['readLink', 's=abc']]);
  });

  test('makes its world when the reader agrees, and goes there', async () => {
    const { host, replace, user } = opened({ ok: true, value: preview });
    await user.click(await screen.findByRole('button', { name: 'Run it' }));
    await vi.waitFor(() => expect(replace).toHaveBeenCalledWith({ page: 'world', id: 'w7' }));
    expect(host.asked.at(-1)).toEqual(['worldOf', 'the scenario']);
  });

  test('goes away when the reader does not', async () => {
    const { host, replace, user } = opened({ ok: true, value: preview });
    await user.click(await screen.findByRole('button', { name: 'No, thank you' }));
    expect(replace).toHaveBeenCalledWith({ page: 'learn' });
    expect(host.asked.some(([name]) => name === 'worldOf')).toBe(false);
  });

  test('says in a sentence that it is damaged', async () => {
    opened();
    expect((await screen.findByRole('alert')).textContent).toBe('This link is damaged: it ends too early.');
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('says so when its world cannot be made', async () => {
    const { host, user } = opened({ ok: true, value: preview });
    host.madeOf = () => ({ ok: false, message: 'Its second command failed.' });
    await user.click(await screen.findByRole('button', { name: 'Run it' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Its second command failed.');
  });

  test('hides nothing that runs', async () => {
    opened({ ok: true, value: { ...preview, title: 'a\u202Eb', setup: ['echo \u202Esafe\u2066 \u200B'] } });
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('a\\u{202e}b');
    expect(screen.getByText('echo \\u{202e}safe\\u{2066} \\u{200b}')).toBeTruthy();
  });
});

test('no invisible character stays invisible; all else stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(unhidden(text)).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/u);
    }),
  );
  expect(unhidden('ключ "$A" é\n\t日本')).toBe('ключ "$A" é\n\t日本');
});

describe('sharing', () => {
  afterEach(() => vi.restoreAllMocks());

  async function dialog(left: readonly string[] = []) {
    const host = fakeHost({ left });
    const world = new OpenWorld(host, new Mirror(host, openedWorld()), openedWorld(), null);
    const close = vi.fn();
    render(ShareDialog, { host, world, close });
    await screen.findByRole('dialog', { name: 'Share this world' });
    const field = await screen.findByLabelText<HTMLInputElement>('The link');
    return { host, close, field, user: userEvent.setup() };
  }

  test('gives the link, and copies it', async () => {
    const { field, user } = await dialog();
    expect(field.value).toBe(linkOf('s=abc'));
    expect(field.value).toMatch(/#s=abc$/);
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(write).toHaveBeenCalledWith(field.value);
    expect(await screen.findByText('Copied.')).toBeTruthy();
  });

  test('lists what cannot be done again', async () => {
    await dialog(['The file notes.txt was made outside.', 'One line was interrupted.']);
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      ...['The file notes.txt was made outside.', 'One line was interrupted.'],
    ]);
  });

  test('offers no link where there is none, and says why', async () => {
    const host = { ...fakeHost(), share: async () => ({ fragment: '', left: ['This is too much for a link.'] }) };
    const world = new OpenWorld(host, new Mirror(host, openedWorld()), openedWorld(), null);
    render(ShareDialog, { host, world, close: () => {} });
    expect((await screen.findByRole('alert')).textContent).toBe('This is too much for a link.');
    expect(screen.queryByLabelText('The link')).toBeNull();
  });

  test('Escape closes it', async () => {
    const { close, user } = await dialog();
    await user.keyboard('{Escape}');
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
  });
});
