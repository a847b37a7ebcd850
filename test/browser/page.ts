// What the browser tests share: a Chromium, and a page that tells what went wrong on it.
import type { BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchChromium, launchProfile } from '../../tools/chromium.mjs';

/** The address of the built page, with a path if wanted. */
export const address = (path = '/') => inject('address') + path;

/** A browser with a throw-away profile. */
export const browser = () => launchChromium({ executablePath: inject('chromium') });

/** A browser whose profile (IndexedDB, service worker) stays in a folder and can be opened again. */
export const profile = (folder: string) => launchProfile(folder, { executablePath: inject('chromium') });

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
