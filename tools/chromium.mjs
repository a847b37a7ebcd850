// Finds a Chromium to drive, and installs one where that can be done without asking.
//
//   node tools/chromium.mjs            prints the path of the browser, installing it if need be
//   import { launchChromium } …        starts it, with the flags that it needs here
//
// In this order: CHROMIUM_PATH; an installed browser; the Debian package, if we are root there;
// Playwright's own download; else one sentence that says what to do.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const WHAT_TO_DO =
  'No Chromium was found or could be installed: install Chromium or Google Chrome, or set CHROMIUM_PATH to the path of one.';

const isRoot = process.getuid?.() === 0;

/** Flags for every launch: no talk with the outside, and no sandbox where we are root. */
export const chromiumFlags = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The path of an installed browser, or undefined. Installs nothing. */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, which is not a program that can be run.`);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...MAC_APPS, chromium.executablePath()].find(isProgram);
}

/**
 * What an installer prints goes to stderr, so that stdout stays the path alone.
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: ['ignore', 2, 2], env }).status === 0;
}

function installFromDebian() {
  if (!isRoot || !existsSync('/etc/debian_version')) return false;
  console.error('No Chromium is installed: installing the Debian package chromium …');
  return (
    run('apt-get', ['update', '-qq']) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
  );
}

function installFromPlaywright() {
  console.error("No Chromium is installed: fetching Playwright's …");
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  return run(process.execPath, [cli, 'install', 'chromium']);
}

/** The path of a browser, installing one if there is none. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  for (const install of [installFromDebian, installFromPlaywright]) {
    const installed = install() ? findChromium() : undefined;
    if (installed) return installed;
  }
  throw new Error(WHAT_TO_DO);
}

/**
 * A browser with a throw-away profile.
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export function launchChromium(options = {}) {
  return chromium.launch({
    executablePath: ensureChromium(),
    ...options,
    args: [...chromiumFlags, ...(options.args ?? [])],
  });
}

/**
 * A browser whose profile stays in a folder: IndexedDB and service workers outlive it, even when it is killed.
 * @param {string} folder
 * @param {Parameters<typeof chromium.launchPersistentContext>[1]} [options]
 */
export function launchProfile(folder, options = {}) {
  return chromium.launchPersistentContext(folder, {
    executablePath: ensureChromium(),
    ...options,
    args: [...chromiumFlags, ...(options.args ?? [])],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureChromium());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
