// The engine reads no clock, draws no chance, waits for nothing, and knows neither a DOM nor Node: the lint rules bite.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rooms = ['base', 'crypto', 'hsm', 'policy', 'world', 'services', 'wire', 'shell', 'scenario', 'exam'];

// The files named here do not exist, so rules that need types stay out of it.
const eslint = new ESLint({ cwd: root, overrideConfig: [ts.configs.disableTypeChecked] });

async function rulesBrokenBy(text: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? [])
    .filter((message) => message.severity === 2)
    .map((message) => message.ruleId ?? message.message);
}

describe('in the engine', () => {
  test.each([
    ['export const now = Date.now();', 'no-restricted-properties'],
    ['export const { now } = Date;', 'no-restricted-properties'],
    ['export const now = new Date();', 'no-restricted-syntax'],
    ['export const now = Date();', 'no-restricted-syntax'],
    ['export const now = performance.now();', 'no-restricted-globals'],
    ['export const now = globalThis.performance.now();', 'no-restricted-syntax'],
    ['export const chance = Math.random();', 'no-restricted-properties'],
    ['export const chance = crypto.getRandomValues(new Uint8Array(1));', 'no-restricted-properties'],
    ['export const chance = globalThis.crypto.randomUUID();', 'no-restricted-syntax'],
    ['setTimeout(() => {}, 1);', 'no-restricted-globals'],
    ['setInterval(() => {}, 1);', 'no-restricted-globals'],
    ['export const title = document.title;', 'no-restricted-globals'],
    ['export const here = window;', 'no-restricted-globals'],
    ['export const mail = fetch("/");', 'no-restricted-globals'],
    ['export const kept = localStorage;', 'no-restricted-globals'],
    ['export const db = indexedDB;', 'no-restricted-globals'],
    ['export const bytes = Buffer.from("");', 'no-restricted-globals'],
    ['export const home = process.env;', 'no-restricted-globals'],
  ])('not: %s', async (line, rule) => {
    const broken = await rulesBrokenBy(`${line}\n`, 'src/world/offence.ts');
    expect(broken).toContain(rule);
  });

  test('every room of it is meant', async () => {
    for (const room of rooms) {
      const broken = await rulesBrokenBy('export const now = Date.now();\n', `src/${room}/deep/offence.ts`);
      expect(broken, room).toEqual(['no-restricted-properties']);
    }
  });

  test('what belongs to every host is allowed', async () => {
    const text = `
      export const then = new Date(0).toISOString();
      export const key = crypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt']);
      export const text = new TextDecoder().decode(new TextEncoder().encode(structuredClone('a')));
      export const packed = new CompressionStream('deflate-raw');
      export const stop = new AbortController();
    `;
    expect(await rulesBrokenBy(text, 'src/world/allowed.ts')).toEqual([]);
  });

  test('an exception is named in eslint.config.js, never in a comment', () => {
    const hidden: string[] = [];
    for (const room of rooms) {
      const folder = `${root}src/${room}`;
      if (!existsSync(folder)) continue;
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
        const text = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8');
        for (const [, named = ''] of text.matchAll(/eslint-disable(?:-next-line|-line)?([^\n]*)/g)) {
          const rules = named.split('--')[0]!.replace('*/', '').trim();
          if (rules === '' || rules.includes('no-restricted-'))
            hidden.push(`${entry.parentPath}/${entry.name}:${named}`);
        }
      }
    }
    expect(hidden).toEqual([]);
  });
});

test('outside the engine the page may read the clock', async () => {
  expect(await rulesBrokenBy('export const now = Date.now();\n', 'src/ui/clock.ts')).toEqual([]);
});

describe('a component', () => {
  const component = (line: string) =>
    rulesBrokenBy(`<script lang="ts">\n  ${line}\n</script>\n`, 'src/ui/Offence.svelte');

  test.each([
    "import type { Token } from '../hsm/types.ts';",
    "import type { Journal } from '../storage/journal.ts';",
    "import type { KeyRecord } from '../services/kms/records.ts';",
    "import type { World } from '../host/assemble.ts';",
  ])('does not even know a type from where it may not reach: %s', async (line) => {
    expect(await component(line)).toContain('no-restricted-imports');
  });

  test.each([
    "import type { KeyView } from '../services/kms/view.ts';",
    "import type { Message } from '../host/protocol.ts';",
    "import type { Entry } from '../world/journal.ts';",
  ])('may know %s', async (line) => {
    expect(await component(line)).not.toContain('no-restricted-imports');
  });
});
