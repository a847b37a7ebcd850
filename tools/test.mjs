// npm test                 runs every suite, one after the other, whatever the earlier ones said
// npm test -- unit rooms   runs only these
// npm test -- unit -- clock    what follows the second -- goes to the suite's own program (here: vitest's file filter)
//
// The last line is plain: "N passed, N failed". A suite of vitest counts its tests as vitest counted them; every other
// check counts as one. A suite that breaks down without counting a failure counts as one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'keyroom-test-'));

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, what: string, run: (more: string[]) => Counts }} Suite
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: unknown[] }[],
 * }} VitestReport
 */

/**
 * Runs a program of node_modules/.bin and shows what it prints. True when it exits with 0.
 * @param {string[]} command
 */
function succeeds([program = '', ...args]) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  const run = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  if (run.error) console.error(run.error.message);
  return run.status === 0;
}

/**
 * A check that is one thing: it passes or it fails.
 * @param {...string[]} commands
 * @returns {Suite['run']}
 */
function check(...commands) {
  return (more) => {
    const passed = commands.map((command) => succeeds([...command, ...more])).every(Boolean);
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  };
}

/**
 * A project of vitest.config.ts, counted by vitest.
 * @param {string} project
 * @returns {Suite['run']}
 */
function vitest(project) {
  return (more) => {
    const file = join(scratch, `${project}.json`);
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
    const succeeded = succeeds(['vitest', 'run', '--project', project, ...reporters, ...more]);
    /** @type {VitestReport} */
    let report;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return { passed: 0, failed: 1, skipped: 0 };
    }
    const passed = report.numPassedTests;
    let failed = report.numFailedTests;
    // A file that could not be loaded has no tests that could fail.
    for (const suite of report.testResults) {
      if (suite.status === 'failed' && suite.assertionResults.length === 0) failed += 1;
    }
    if (!succeeded && failed === 0) failed = 1;
    return { passed, failed, skipped: report.numPendingTests + report.numTodoTests };
  };
}

/** @type {Suite[]} */
const suites = [
  { name: 'format', what: 'prettier', run: check(['prettier', '--check', '--log-level=warn', '.']) },
  {
    name: 'types',
    what: 'svelte-check and tsc: the page, then the tests and tools',
    run: check(
      ['svelte-check', '--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
      ['tsc', '-p', 'test/tsconfig.json'],
    ),
  },
  { name: 'lint', what: 'eslint', run: check(['eslint', '--max-warnings=0', '.']) },
  { name: 'rooms', what: 'dependency-cruiser: who may import whom', run: check(['depcruise', 'src']) },
  {
    name: 'dead',
    what: 'knip: files, exports and dependencies that nothing uses',
    run: check(['knip', '--no-progress']),
  },
  { name: 'unit', what: 'unit and property tests', run: vitest('unit') },
  { name: 'dom', what: 'component tests', run: vitest('dom') },
  { name: 'endpoint', what: 'the endpoint as a process, with real clients', run: vitest('endpoint') },
  { name: 'build', what: 'vite build', run: check(['vite', 'build', '--logLevel', 'warn']) },
  { name: 'size', what: 'size-limit: bytes before the page can be read', run: check(['size-limit']) },
  { name: 'browser', what: 'the built page in a real Chromium', run: vitest('browser') },
];

const args = process.argv.slice(2);
const dashes = args.indexOf('--');
const names = dashes < 0 ? args : args.slice(0, dashes);
const more = dashes < 0 ? [] : args.slice(dashes + 1);

const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. There are:`);
  for (const suite of suites) console.error(`  ${suite.name.padEnd(8)} ${suite.what}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
const lines = [];
for (const suite of suites) {
  if (names.length > 0 && !names.includes(suite.name)) continue;
  console.log(`\n── ${suite.name}: ${suite.what}`);
  const start = performance.now();
  const { passed, failed, skipped } = suite.run(more);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  const besides = skipped > 0 ? `, ${skipped} skipped` : '';
  lines.push(
    `${failed > 0 ? 'FAILED' : 'ok    '} ${suite.name.padEnd(8)} ${passed} passed, ${failed} failed${besides} (${seconds} s)`,
  );
}
rmSync(scratch, { recursive: true, force: true });

console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
