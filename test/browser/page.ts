// What the browser tests share: a Chromium, and a page that tells what went wrong on it.
import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchChromium, launchProfile } from '../../tools/chromium.mjs';

/** The address of the built page, with a path if wanted. */
export const address = (path = '/') => inject('address') + path;

/** A browser with a throw-away profile. */
export const browser = () => launchChromium({ executablePath: inject('chromium') });

const profiles = new Set<BrowserContext>();

/** A browser whose profile (IndexedDB, service worker) stays in a folder and can be opened again. */
export async function profile(folder: string): Promise<BrowserContext> {
  const context = await launchProfile(folder, { executablePath: inject('chromium') });
  profiles.add(context);
  context.once('close', () => profiles.delete(context));
  return context;
}

/** Behind each test: one that failed leaves no browser that keeps its profile open. */
export async function closeProfiles(): Promise<void> {
  await Promise.all([...profiles].map((context) => context.close()));
}

/** Removes a profile's folder. What of a browser's helpers still ends may write into it for a moment. */
export const removeProfile = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });

/** A new page, and the list of what went wrong on it: exceptions, console errors, breaches of the content policy. */
export async function watchedPage(context: BrowserContext): Promise<{ page: Page; troubles: string[] }> {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  return { page, troubles };
}

/** Waits until the service worker has put everything in the cache and serves this page. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((controlled) => {
      navigator.serviceWorker.addEventListener('controllerchange', controlled, { once: true });
    });
  });
}
