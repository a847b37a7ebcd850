// In Chromium: the same calls beside bare WebCrypto (aim: at most 80 µs more), the durable journal with 64 calls in
// flight (aim: 2,000 a second), and a world with 10,000 keys.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { launchChromium } from '../../tools/chromium.mjs';
import { describeTimes, type CallTimes } from './calls.ts';

// This program is built before it runs, so its own address says nothing of the project's.
const project = process.env['KEYROOM_ROOT'] ?? process.cwd();
const configFile = join(project, 'vite.config.ts');
const root = join(project, 'test', 'bench', 'page');
const outDir = mkdtempSync(join(tmpdir(), 'keyroom-bench-'));
const common = { configFile, root, logLevel: 'error' as const, build: { outDir, emptyOutDir: true } };

await build(common);
const server = await preview({ ...common, preview: { host: '127.0.0.1', port: 0 } });
const chromium = await launchChromium({ args: ['--enable-precise-memory-info'] });
try {
  const page = await chromium.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  const ask = <Value>(what: string): Promise<Value> =>
    page.evaluate(
      (wish) => (globalThis as unknown as { ask(wish: string): Promise<unknown> }).ask(wish),
      what,
    ) as Promise<Value>;

  console.log(`Chromium ${chromium.version()}, one call at a time, journal in memory (aim: at most 80 µs more)`);
  console.log(describeTimes(await ask<readonly CallTimes[]>('calls')));

  console.log('\nIndexedDB journal (durability strict), 64 calls in flight (aim: 2,000 a second)');
  for (const [operation, rate] of Object.entries(await ask<Record<string, number>>('inFlight'))) {
    console.log(`${operation.padEnd(16)} ${rate.toFixed(0)} a second`);
  }

  console.log('\nA world with 10,000 keys, in IndexedDB');
  const many =
    await ask<Record<'making' | 'opening' | 'listed' | 'pages' | 'listing' | 'command' | 'slowest', number>>(
      'manyKeys',
    );
  console.log(`making them      ${(many.making / 1000).toFixed(1)} s`);
  console.log(`opening it       ${many.opening.toFixed(0)} ms (aim: under 1000)`);
  console.log(
    `ListKeys         ${many.listed} keys in ${many.pages} pages: ${many.listing.toFixed(0)} ms, ${(many.listing / many.pages).toFixed(1)} a page`,
  );
  console.log(
    `one command      ${many.command.toFixed(1)} ms to its next prompt, the slowest of 30 ${many.slowest.toFixed(1)} (aim: under 30)`,
  );
} finally {
  await chromium.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
}
