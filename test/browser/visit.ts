// A visit to the built page by somebody who was never there before, and the few things that everybody does on it.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { address, watchedPage } from './page.ts';

export interface Visit {
  readonly page: Page;
  /** What went wrong on the page, as it comes. */
  readonly troubles: string[];
}

/** A page in a profile of its own. Nothing waits for what moves, unless a test asks for motion. */
export async function visit(chromium: Browser, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await chromium.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const visited = await watchedPage(context);
  await visited.page.goto(address(path));
  return visited;
}

/** Behind each test: what it opened is closed, whether it failed or not. */
export async function closeContexts(chromium: Browser): Promise<void> {
  await Promise.all(chromium.contexts().map((context) => context.close()));
}

export const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });

/** The heading of what is shown. */
export const title = async (page: Page, text: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: text }).waitFor();

/** Waits until the element says this. */
export async function says(element: Locator, what: RegExp, withinMs = 30_000): Promise<void> {
  await expect
    .poll(() => element.allInnerTexts().then((texts) => texts.join('\n')), { timeout: withinMs })
    .toMatch(what);
}

/** The terminal's plain view: the same session, as elements of the page. */
export class PlainView {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<this> {
    const toggle = button(this.#page, 'Plain view');
    await toggle.waitFor({ timeout: 60_000 });
    if ((await toggle.getAttribute('aria-pressed')) === 'false') await toggle.click();
    await this.line.waitFor();
    return this;
  }

  get line(): Locator {
    return this.#page.getByLabel(/Command line/);
  }
  get log(): Locator {
    return this.#page.getByRole('log', { name: 'Transcript' });
  }

  /** Runs a line and gives what stands below it when it has ended. */
  async run(line: string): Promise<string> {
    await this.line.fill(line);
    await this.line.press('Enter');
    await expect.poll(() => this.line.inputValue()).toBe('');
    await this.log.getByText('running…').waitFor({ state: 'detached', timeout: 60_000 });
    const text = await this.log.innerText();
    return text.slice(text.lastIndexOf(line) + line.length).trim();
  }
}
