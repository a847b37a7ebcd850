// A Chromium whose processes can be ended as a crash or a power cut ends them: SIGKILL, all of them, at any moment.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { chromiumFlags } from '../../tools/chromium.mjs';

export interface Killable {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Resolves when no process of it is left. */
  kill(): Promise<void>;
}

/** What a killed browser leaves behind would make the next one think that the profile is in use. */
export function forgetOwner(folder: string): void {
  for (const left of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(join(folder, left), { force: true });
}

/** Starts one with the profile in `folder`. */
export async function startKillable(folder: string): Promise<Killable> {
  const portFile = join(folder, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  forgetOwner(folder);
  const flags = [
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
    '--window-size=1300,860',
    ...chromiumFlags,
  ];
  // A group of its own: its helpers are killed with it.
  const process_ = spawn(inject('chromium'), [...flags, 'about:blank'], { detached: true, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => process_.once('exit', () => resolve()));
  const port = await until(() => (existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n')[0] : ''));
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const context = browser.contexts()[0]!;
  const kill = async () => {
    process.kill(-process_.pid!, 'SIGKILL');
    await ended;
    await browser.close().catch(() => undefined);
  };
  return { browser, context, kill };
}

async function until(read: () => string | undefined): Promise<string> {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = read();
    if (value) return value;
    if (Date.now() > end) throw new Error('Chromium did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
