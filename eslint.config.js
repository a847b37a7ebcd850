import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

// ── The engine ──────────────────────────────────────────────────────────────────────────────────────────────────────
// These rooms run alike in the page, in a worker, in Node and in the tests, and the same commands must give the same
// world on any machine: time, chance and waiting come from the world, and there is neither a DOM nor a Node.
const engine = ['base', 'crypto', 'hsm', 'policy', 'world', 'services', 'wire', 'shell', 'scenario', 'exam'];
const engineFiles = engine.map((room) => `src/${room}/**/*.ts`);

// The only way to an exception is a file's name, here, with its reason. (test/tooling/engine-rules.test.ts sees to it
// that no comment in the engine switches these rules off.)
/** @type {{ file: string, because: string }[]} */
const mayReadTheMachine = [];

// What a browser and Node have in common, and what stays allowed of it.
const common = new Set(Object.keys(globals['shared-node-browser']));
const notTheirs = [
  'fetch',
  'localStorage',
  'sessionStorage',
  'navigator',
  'Navigator',
  'performance',
  'Performance',
  'WebSocket',
  'Storage',
];
const clocks = ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'setImmediate', 'clearImmediate'];
const hostGlobals = Object.keys({ ...globals.browser, ...globals.worker, ...globals.nodeBuiltin, ...globals.node });
const bannedGlobals = [
  ...clocks.map((name) => ({ name, message: 'The engine does not wait: due dates are the world’s (src/world).' })),
  ...[...hostGlobals.filter((name) => !common.has(name)), ...notTheirs]
    .filter((name) => !clocks.includes(name))
    .map((name) => ({ name, message: 'The engine has neither a DOM nor Node: take it as an argument.' })),
];

const time = 'Time is the world’s: ask its clock.';
const chance = 'Chance is the world’s: ask its entropy.';
const bannedProperties = [
  { object: 'Date', property: 'now', message: time },
  { object: 'Math', property: 'random', message: chance },
  { object: 'crypto', property: 'getRandomValues', message: chance },
  { object: 'crypto', property: 'randomUUID', message: chance },
];
const bannedSyntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: time },
  { selector: 'CallExpression[callee.name="Date"]', message: time },
  { selector: 'MemberExpression[property.name=/^(getRandomValues|randomUUID)$/]', message: chance },
  {
    selector: 'MemberExpression[object.name="globalThis"][property.name=/^(performance|setTimeout|setInterval)$/]',
    message: time,
  },
];

// ── Rooms, for .svelte files ────────────────────────────────────────────────────────────────────────────────────────
// dependency-cruiser (.dependency-cruiser.cjs) keeps the rooms apart, but it sees a .svelte file only after the compiler
// has dropped its type-only imports. Those are caught here.
const hiddenFromUi = [
  { regex: '/(hsm|storage|wire|crypto)/', message: 'The page does not reach into this room.' },
  { regex: '/services/(?!\\w+/view\\.ts$)', message: 'Of a service the page sees src/services/<name>/view.ts only.' },
  { regex: '/host/(?!(protocol|client)\\.ts$)', message: 'Of the host the page sees protocol.ts and client.ts only.' },
];

export default defineConfig(
  globalIgnores(['dist/', 'dev-dist/', 'coverage/', '.cache/', 'test/tooling/fixtures/', 'src/**/*.generated.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,

  {
    languageOptions: {
      globals: globals['shared-node-browser'],
      parserOptions: {
        project: ['./tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      // TypeScript knows every name there is.
      'no-undef': 'off',
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An async method that has nothing to wait for yet still keeps its interface.
      '@typescript-eslint/require-await': 'off',
    },
  },

  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // $props() and $state() are assigned to from outside.
      'prefer-const': 'off',
      // What a child component takes is known to svelte-check; typescript-eslint sees .svelte imports as any.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    files: ['src/ui/**/*.svelte'],
    rules: { 'no-restricted-imports': ['error', { patterns: hiddenFromUi }] },
  },

  {
    files: engineFiles,
    ignores: mayReadTheMachine.map((exception) => exception.file),
    rules: {
      'no-restricted-globals': ['error', ...bannedGlobals],
      'no-restricted-properties': ['error', ...bannedProperties],
      'no-restricted-syntax': ['error', ...bannedSyntax],
    },
  },

  {
    files: ['test/**/*.ts'],
    rules: {
      // A test may say "this is there" and go on: if it is not, the test fails.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // expect(object.method) is how a spy is looked at.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    // A cast in a JSDoc comment is one for tsc, which checks these files too, but not for typescript-eslint.
    files: ['tools/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['*.config.js', '.*.cjs', '.*.js'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
