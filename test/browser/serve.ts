// Before the browser tests: serves the built page (dist) on a free port of the loopback, and finds a Chromium.
// A test reads both with inject('address') and inject('chromium'), or simply takes openPage() of ./page.ts.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { ensureChromium } from '../../tools/chromium.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served, without a slash at its end. */
    address: string;
    /** The program that is driven. */
    chromium: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Serves dist on a free port. A test that wants to take the network away serves the page itself and stops. */
export async function serve(): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = await preview({ root, logLevel: 'warn', preview: { host: '127.0.0.1', port: 0 } });
  const address = server.resolvedUrls?.local[0]?.replace(/\/$/, '');
  if (address === undefined) throw new Error('vite preview has no address');
  return { address, stop: () => server.close() };
}

export default async function setup(project: TestProject) {
  // `npm test` has just built it. Run alone, these tests take the build that is there.
  if (!existsSync(`${root}dist/index.html`)) await build({ root, logLevel: 'warn' });
  const { address, stop } = await serve();
  project.provide('address', address);
  project.provide('chromium', ensureChromium());
  return stop;
}
