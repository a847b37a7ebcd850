// just-bash, loaded lazily in a worker, builds and runs under the page's content policy.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { expect, test } from 'vitest';
import { browser, watchedPage } from '../browser/page.ts';

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));
const root = fileURLToPath(new URL('fixtures/bash-page', import.meta.url));

test('bash runs in a worker, and the worker may not eval', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'keyroom-bash-'));
  const common = { configFile, root, logLevel: 'error' as const, build: { outDir, emptyOutDir: true } };
  await build(common);
  const server = await preview({ ...common, preview: { host: '127.0.0.1', port: 0 } });
  const chromium = await browser();
  try {
    const { page, troubles } = await watchedPage(await chromium.newContext());
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.locator('output:not(:empty)').waitFor();
    expect(await page.locator('output').textContent()).toBe('HELLO\n[1,2]\nMQoyCjMK\neval refused');
    expect(troubles).toEqual([]);
  } finally {
    await chromium.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
});
