// AWS's own client in a page of a real Chromium, with the world in place of the network, for every operation.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { build, preview, type PreviewServer } from 'vite';
import { launchChromium } from '../../tools/chromium.mjs';
import { sdkCases } from '../wire/sdk-cases.ts';

describe('the SDK in Chromium', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'keyroom-sdk-'));
  const root = fileURLToPath(new URL('sdk-page', import.meta.url));
  const common = { configFile: false, root, logLevel: 'error', build: { outDir, emptyOutDir: true } } as const;
  let server: PreviewServer;
  let chromium: Browser;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    expect(inject('chromium')).not.toBe('');
    await build(common);
    server = await preview({ ...common, preview: { host: '127.0.0.1', port: 0 } });
    chromium = await launchChromium();
    page = await chromium.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.waitForFunction(() => 'play' in globalThis);
    page.on('request', (request) => asked.push(request.url()));
  });

  afterAll(async () => {
    await chromium.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  });

  it.each(Object.entries(sdkCases))('plays %s, success and refusal', async (operation, { refused: [name] }) => {
    const played = await page.evaluate(
      (which) => (globalThis as unknown as { play(operation: string): Promise<unknown> }).play(which),
      operation,
    );
    expect(played).toEqual({
      succeeded: true,
      refused: { name, status: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
  });

  it('asks the network for nothing', () => {
    expect(asked).toEqual([]);
  });
});
