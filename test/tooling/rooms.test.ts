// Every wall between the rooms bites: one tree in which each file breaks one rule, one in which none does.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const trees: string[] = [];
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

/** Writes a tree and says what the project's rules find in it. */
function violationsIn(files: Record<string, string>): Violation[] {
  const tree = mkdtempSync(join(tmpdir(), 'keyroom-rooms-'));
  trees.push(tree);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(tree, dirname(path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  cpSync(join(root, 'tsconfig.json'), join(tree, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      'src',
    ],
    { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(run.stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations;
}

/** The files that others are allowed, or not allowed, to import. They import nothing. */
const stones = Object.fromEntries(
  [
    'base/bytes.ts',
    'crypto/aes.ts',
    'hsm/types.ts',
    'hsm/vault.ts',
    'policy/parse.ts',
    'world/world.ts',
    'services/iam/iam.ts',
    'services/iam/view.ts',
    'services/kms/kms.ts',
    'services/kms/view.ts',
    'wire/json.ts',
    'storage/journal.ts',
    'shell/bash.ts',
    'scenario/parse.ts',
    'exam/items.ts',
    'classroom/links.ts',
    'host/worker.ts',
    'host/protocol.ts',
    'host/client.ts',
    'ui/view.ts',
    'ui/Leaf.svelte',
    'endpoint/main.ts',
  ].map((path) => [
    `src/${path}`,
    path.endsWith('.svelte') ? '<p>leaf</p>\n' : 'export const it = 1;\nexport type It = 1;\n',
  ]),
);

/** From the folder of one file in src to another file in src. */
const up = (path: string) => '../'.repeat(path.split('/').length - 1) || './';
const value = (from: string, to: string) => `import { it } from '${up(from)}${to}';\nexport const use = it;\n`;
const type = (from: string, to: string) => `import type { It } from '${up(from)}${to}';\nexport type Use = It;\n`;
const svelte = (script: string) => `<script lang="ts">\n${script}</script>\n<p>{use}</p>\n`;

// From which room to which file, and the rule that must say no.
const offences: [from: string, to: string, rule: string][] = [
  ['base', 'crypto/aes.ts', 'room-base'],
  ['base', 'world/world.ts', 'room-base'],
  ['crypto', 'hsm/types.ts', 'room-crypto'],
  ['policy', 'world/world.ts', 'room-policy'],
  ['hsm', 'world/world.ts', 'room-hsm'],
  ['hsm', 'policy/parse.ts', 'room-hsm'],
  ['world', 'hsm/vault.ts', 'room-world'],
  ['world', 'services/kms/kms.ts', 'room-world'],
  ['world', 'storage/journal.ts', 'room-world'],
  ['services/iam', 'services/kms/kms.ts', 'room-services'],
  ['services/iam', 'services/kms/view.ts', 'room-services'],
  ['services/iam', 'hsm/vault.ts', 'room-services'],
  ['services/iam', 'hsm/types.ts', 'room-services'],
  ['services/iam', 'wire/json.ts', 'room-services'],
  ['services/kms', 'services/iam/iam.ts', 'room-services-kms'],
  ['services/kms', 'storage/journal.ts', 'room-services-kms'],
  ['wire', 'shell/bash.ts', 'room-wire'],
  ['wire', 'services/kms/view.ts', 'room-wire'],
  ['storage', 'hsm/vault.ts', 'room-storage'],
  ['storage', 'shell/bash.ts', 'room-storage'],
  ['shell', 'services/kms/kms.ts', 'room-shell'],
  ['shell', 'hsm/types.ts', 'room-shell'],
  ['shell', 'scenario/parse.ts', 'room-shell'],
  ['scenario', 'services/kms/view.ts', 'room-scenario'],
  ['scenario', 'exam/items.ts', 'room-scenario'],
  ['exam', 'shell/bash.ts', 'room-exam'],
  ['exam', 'classroom/links.ts', 'room-exam'],
  ['classroom', 'exam/items.ts', 'room-classroom'],
  ['classroom', 'storage/journal.ts', 'room-classroom'],
  ['host', 'ui/view.ts', 'room-host'],
  ['endpoint', 'ui/view.ts', 'room-endpoint'],
  ['ui', 'hsm/types.ts', 'room-ui'],
  ['ui', 'storage/journal.ts', 'room-ui'],
  ['ui', 'services/kms/kms.ts', 'room-ui'],
  ['ui', 'host/worker.ts', 'room-ui'],
  ['ui', 'wire/json.ts', 'room-ui'],
];

// Rules that are not between a room and a room.
const otherOffences: [name: string, from: string, text: string, rule: string][] = [
  [
    'a value of the HSM in the world',
    'world/value.ts',
    value('world/value.ts', 'hsm/types.ts'),
    'world-hsm-types-only',
  ],
  [
    'a value of the HSM in storage',
    'storage/value.ts',
    value('storage/value.ts', 'hsm/types.ts'),
    'storage-hsm-types-only',
  ],
  ['a room that no rule knows', 'attic/box.ts', value('attic/box.ts', 'base/bytes.ts'), 'known-room'],
  ['a file beside main.ts', 'loose.ts', value('loose.ts', 'base/bytes.ts'), 'known-room'],
  ['an import of main.ts', 'ui/main-user.ts', value('ui/main-user.ts', 'main.ts'), 'nobody-imports-main'],
  [
    'Node in the engine',
    'crypto/node.ts',
    "import { hash } from 'node:crypto';\nexport const use = hash;\n",
    'no-node-in-the-engine',
  ],
  ['Node in the shell, lazily', 'shell/fs.ts', "export const use = () => import('fs');\n", 'no-node-in-the-engine'],
  [
    'Node’s types in a service',
    'services/kms/fs.ts',
    "import type { Stats } from 'node:fs';\nexport type Use = Stats;\n",
    'no-node-in-the-engine',
  ],
  [
    'Svelte in the engine',
    'world/store.ts',
    "import { writable } from 'svelte/store';\nexport const use = writable;\n",
    'no-svelte-in-the-engine',
  ],
  [
    'an import that leads nowhere',
    'base/nowhere.ts',
    "import { it } from './gone.ts';\nexport const use = it;\n",
    'resolvable',
  ],
  ['a component with a value of the HSM', 'ui/Hsm.svelte', svelte(value('ui/Hsm.svelte', 'hsm/vault.ts')), 'room-ui'],
  [
    'a component with a service’s inside',
    'ui/deep/Kms.svelte',
    svelte(value('ui/deep/Kms.svelte', 'services/kms/kms.ts')),
    'room-ui',
  ],
  ['a view model with storage', 'ui/model.svelte.ts', value('ui/model.svelte.ts', 'storage/journal.ts'), 'room-ui'],
  ['a lazy import', 'ui/lazy.ts', "export const use = () => import('../hsm/vault.ts');\n", 'room-ui'],
];

describe('a wall between two rooms', () => {
  let found: Violation[];
  const fileOf = (room: string, index: number, kind: string) => `${room}/offence-${index}-${kind}.ts`;

  beforeAll(() => {
    const files: Record<string, string> = { ...stones, 'src/main.ts': 'export const it = 1;\n' };
    offences.forEach(([room, to], index) => {
      for (const [kind, text] of [['value', value] as const, ['type', type] as const]) {
        const from = fileOf(room, index, kind);
        files[`src/${from}`] = text(from, to);
      }
    });
    for (const [, from, text] of otherOffences) files[`src/${from}`] = text;
    files['src/base/hen.ts'] = "import { egg } from './egg.ts';\nexport const hen = () => egg;\n";
    files['src/base/egg.ts'] = "import { hen } from './hen.ts';\nexport const egg = () => hen;\n";
    found = violationsIn(files);
  });

  test.each(offences)('keeps %s from %s', (room, to, rule) => {
    const index = offences.findIndex((offence) => offence[0] === room && offence[1] === to);
    for (const kind of ['value', 'type']) {
      const from = `src/${fileOf(room, index, kind)}`;
      expect(found).toContainEqual(
        expect.objectContaining({ from, to: `src/${to}`, rule: { name: rule, severity: 'error' } }),
      );
    }
  });

  test.each(otherOffences)('keeps out %s', (_, from, __, rule) => {
    expect(found.filter((one) => one.from === `src/${from}`).map((one) => one.rule.name)).toContain(rule);
  });

  test('keeps out cycles', () => {
    const cycles = found.filter((one) => one.rule.name === 'no-cycles').map((one) => [one.from, one.to].sort());
    expect(cycles).toEqual([['src/base/egg.ts', 'src/base/hen.ts']]);
  });
});

test('what is allowed is let through', () => {
  const allowed: [from: string, to: string, text: typeof value][] = [
    ['crypto/a.ts', 'base/bytes.ts', value],
    ['hsm/a.ts', 'crypto/aes.ts', value],
    ['world/a.ts', 'policy/parse.ts', value],
    ['world/b.ts', 'hsm/types.ts', type],
    ['storage/a.ts', 'hsm/types.ts', type],
    ['services/iam/a.ts', 'services/iam/iam.ts', value],
    ['services/iam/b.ts', 'world/world.ts', value],
    ['services/kms/operations/a.ts', 'hsm/vault.ts', value],
    ['services/kms/operations/b.ts', 'services/kms/kms.ts', value],
    ['shell/a.ts', 'wire/json.ts', value],
    ['scenario/a.ts', 'shell/bash.ts', value],
    ['exam/a.ts', 'scenario/parse.ts', value],
    ['classroom/a.ts', 'scenario/parse.ts', value],
    ['host/a.ts', 'services/kms/kms.ts', value],
    ['host/b.ts', 'storage/journal.ts', value],
    ['endpoint/a.ts', 'host/worker.ts', value],
    ['ui/a.ts', 'host/client.ts', value],
    ['ui/b.ts', 'services/kms/view.ts', type],
    ['main.ts', 'hsm/vault.ts', value],
  ];
  const files = {
    ...stones,
    ...Object.fromEntries(allowed.map(([from, to, text]) => [`src/${from}`, text(from, to)])),
    'src/host/node/file.ts': "import { readFileSync } from 'node:fs';\nexport const use = readFileSync;\n",
    'src/ui/App.svelte': svelte(
      "import Leaf from './Leaf.svelte';\nimport { it as use } from '../world/world.ts';\n",
    ).concat('<Leaf />\n'),
    'src/ui/worker.ts':
      "export const use = () => new Worker(new URL('../host/worker.ts', import.meta.url), { type: 'module' });\n",
    'src/scenario/text.ts': "import text from '../../lessons/a.md?raw';\nexport const use = text;\n",
    'lessons/a.md': '# A\n',
  };
  expect(violationsIn(files)).toEqual([]);
});
