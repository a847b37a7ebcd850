// The whole way with the real shell: a typed line, the HSM, the journal in IndexedDB, a killed tab, a link, a proof.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { itemTexts, lessonTexts } from '../../src/host/library.ts';
import { parseItem } from '../../src/exam/parse.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { createShell } from '../../src/shell/session.ts';
import { BrowserOfHosts } from './browser-of-hosts.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

const lines = [
  'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
  'echo attack at dawn > plain.txt',
  'aws kms encrypt --key-id $KEY_ID --plaintext fileb://plain.txt --query CiphertextBlob --output text | base64 -d > cipher.bin',
];
const decrypt = 'aws kms decrypt --ciphertext-blob fileb://cipher.bin --query Plaintext --output text | base64 -d';

describe('with the real shell', () => {
  it('what was encrypted in a killed tab is decrypted in the next, with its variables and files', async () => {
    const browser = new BrowserOfHosts();
    const tab = await browser.tab({}, createShell);
    const { id } = await tab.host.sandbox();
    await tab.open(id);
    for (const line of lines) expect(await tab.says(id, line)).toBe('');
    tab.kill();

    const next = await browser.tab({}, createShell);
    await next.open(id);
    expect(await next.says(id, decrypt)).toBe('attack at dawn\n');
    expect(await next.says(id, 'aws kms describe-key --key-id $KEY_ID --query KeyMetadata.KeyState')).toBe(
      '"Enabled"\n',
    );
    expect(await next.host.run(id, 'lab reset')).toMatchObject({ exitCode: 0 });
    expect(await next.says(id, 'aws kms list-keys --query "length(Keys)"')).toBe('0\n');
    expect(await next.says(id, 'ls')).toBe('');
  });

  it('a sandbox is shared as commands that make it again', async () => {
    const tab = await new BrowserOfHosts().tab({}, createShell);
    const { id } = await tab.host.sandbox();
    for (const line of lines) await tab.host.run(id, line);
    const { fragment, left } = await tab.host.share(id);
    expect(left).toEqual([]);
    vi.stubGlobal('indexedDB', new IDBFactory());
    const friend = await new BrowserOfHosts().tab({ ours: () => false }, createShell);
    const link = await friend.host.readLink(fragment);
    const world = await friend.host.worldOf(link.ok ? link.value.text : '');
    expect(world).toMatchObject({ ok: true });
    expect(await friend.says(world.ok ? world.value.id : '', decrypt)).toBe('attack at dawn\n');
  });

  it('a lesson’s first step that asks for something does not pass until it is solved', async () => {
    const text = lessonTexts.find((it) => parseScenario(it).steps.some((step) => step.checks.length > 0)) ?? '';
    const step = parseScenario(text).steps.findIndex(({ checks }) => checks.length > 0);
    const tab = await new BrowserOfHosts().tab({}, createShell);
    const world = await tab.host.worldOf(text);
    const id = world.ok ? world.value.id : '';
    const before = await tab.host.check(id, step);
    expect(before.passed).toBe(false);
    for (const earlier of parseScenario(text).steps.slice(0, step + 1)) {
      for (const command of earlier.solution) await tab.host.run(id, command);
    }
    expect((await tab.host.check(id, step)).passed).toBe(true);
  });

  it('an item’s right option is proved, and each command told as it is done', async () => {
    const [text = ''] = itemTexts;
    const tab = await new BrowserOfHosts().tab({}, createShell);
    const right = parseItem(text).options.find((option) => option.right)?.id ?? '';
    const proof = await tab.host.prove(text, right, 'p1');
    expect(proof).toMatchObject({ ok: true, value: { proved: true } });
    expect(proof.ok && proof.value.steps.length).toBeGreaterThan(0);
    const told = tab.events.flatMap((event) => (event.kind === 'proof' ? [event] : []));
    expect(told.map(({ step }) => step)).toEqual(proof.ok && proof.value.steps);
    expect(told.map(({ showing, at }) => `${showing} ${at}`)).toEqual(told.map((_, at) => `p1 ${at}`));
    expect(await tab.host.prove('no item', 'A', 'p2')).toMatchObject({ ok: false });
  });
});

it('the library has lessons and items, and each is what it should be', () => {
  expect(lessonTexts.length).toBeGreaterThan(0);
  expect(itemTexts.length).toBeGreaterThan(0);
  for (const text of lessonTexts) parseScenario(text);
  for (const text of itemTexts) parseItem(text);
});
