import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { address, browser, closeProfiles, profile, readyForOffline, removeProfile, watchedPage } from './page.ts';
import { serve } from './serve.ts';
import { Terminal } from './terminal.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** What the build emitted, except for the service worker itself. */
function emittedFiles(): string[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/\/+/g, '/').slice(dist.length))
    .filter((name) => !/^(sw|workbox-[\w-]+)\.js$/.test(name))
    .sort();
}

let chromium: Browser;
beforeAll(async () => {
  chromium = await browser();
});
afterEach(closeProfiles);
afterAll(() => chromium.close());

test('the page opens without an error or a breach of its content policy', async () => {
  const context = await chromium.newContext();
  const { page, troubles } = await watchedPage(context);
  await page.goto(address());
  expect(await page.title()).toContain('Keyroom');
  await page.waitForLoadState('networkidle');
  expect(troubles).toEqual([]);
  await context.close();
});

test('the policy allows neither eval nor a word to another host, in the page and in what it is served with', async () => {
  const context = await chromium.newContext();
  const page = await context.newPage();
  const answer = await page.goto(address());
  const inPage = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(inPage?.replace(/\s+/g, ' ').trim()).toBe(answer?.headers()['content-security-policy']);
  const refused = await page.evaluate(async () => {
    const breach = new Promise<string>((seen) => {
      document.addEventListener('securitypolicyviolation', (event) => seen(event.effectiveDirective), { once: true });
    });
    const fetched = await fetch('https://keyroom.invalid/').then(
      () => 'fetched',
      () => 'refused',
    );
    return [fetched, await breach];
  });
  expect(refused).toEqual(['refused', 'connect-src']);
  // page.evaluate is not bound by the policy, so eval is asked for what the policy says.
  expect(inPage).toMatch(/script-src 'self';/);
  await context.close();
});

test('after the first visit everything is there without a network, also when the browser was closed in between', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyroom-profile-'));
  const server = await serve();
  const first = await profile(folder);
  const { page: visited } = await watchedPage(first);
  await visited.goto(server.address);
  await readyForOffline(visited);
  await first.close();
  // No emulation: the server is gone, for the page and for the service worker.
  await server.stop();

  const second = await profile(folder);
  const { page, troubles } = await watchedPage(second);
  await page.goto(server.address);
  expect(await page.title()).toContain('Keyroom');
  const missing = await page.evaluate(async (names) => {
    const there = (name: string) =>
      fetch(`/${name}`).then(
        (answer) => answer.ok,
        () => false,
      );
    const answers = await Promise.all(names.map(there));
    return names.filter((_, index) => !answers[index]);
  }, emittedFiles());
  expect(missing).toEqual([]);
  expect(troubles).toEqual([]);
  await second.close();
  removeProfile(folder);
});

test('a first visit that never opened a terminal is enough for one without a network', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyroom-profile-'));
  const server = await serve();
  const first = await profile(folder);
  const { page: visited } = await watchedPage(first);
  await visited.goto(`${server.address}/#/exam`);
  await visited.getByRole('radio').first().waitFor();
  expect(await visited.locator('.xterm').count()).toBe(0);
  await readyForOffline(visited);
  await first.close();
  await server.stop();

  const second = await profile(folder);
  const { page, troubles } = await watchedPage(second);
  await page.goto(`${server.address}/#/sandbox`);
  const terminal = await new Terminal(page).open();
  const made = await terminal.run('aws kms create-key --query KeyMetadata.KeyState');
  expect(made).toBe('"Enabled"');
  await page.goto(`${server.address}/#/learn/envelope-encryption`);
  expect(await (await new Terminal(page).open()).run('wc -c < notes.txt')).toBe('1048576');
  expect(troubles).toEqual([]);
  await second.close();
  removeProfile(folder);
});
