// A Chromium whose processes can be ended as a crash or a power cut ends them: SIGKILL, all of them, at any moment.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { chromiumFlags } from '../../tools/chromium.mjs';

/** Those that still run. */
const running = new Set<Killable>();

/** Behind each test: one that failed leaves no browser that keeps its profile open. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((it) => it.kill()));
}

export interface Killable {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Resolves when its process has ended; it may be asked more than once. */
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
  const group = process_.pid;
  if (group === undefined) throw new Error('Chromium could not be started');
  const ended = new Promise<void>((resolve) => process_.once('exit', () => resolve()));
  const end = (): void => {
    if (process_.exitCode === null && process_.signalCode === null) process.kill(-group, 'SIGKILL');
  };
  // Also where the test run itself is stopped.
  process.once('exit', end);
  const killGroup = async () => {
    end();
    await ended;
    process.off('exit', end);
  };
  try {
    const port = await until(() => (existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n')[0] : ''));
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const context = browser.contexts()[0]!;
    const kill = async () => {
      running.delete(killable);
      await killGroup();
      await browser.close().catch(() => undefined);
    };
    const killable: Killable = { browser, context, kill };
    running.add(killable);
    return killable;
  } catch (error) {
    await killGroup();
    throw error;
  }
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
