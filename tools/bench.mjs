// npm run bench            builds and runs every test/bench/*.bench.ts in Node, one after the other
// npm run bench -- journal runs those whose name contains "journal"
//
// A bench is a program: it measures when it is run, and prints what it measured. It is built first, as what is shipped is:
// running TypeScript as it stands would measure the helpers that such a run adds. One that wants to measure in a browser builds
// its page and drives it with tools/chromium.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test', 'bench');
const wanted = process.argv.slice(2);

const benches = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();

if (benches.length === 0) {
  console.error('No such bench in test/bench.');
  process.exitCode = 1;
}
// Inside the project, so that what is built finds the packages.
const outDir = mkdtempSync(join(root, 'node_modules', '.bench-'));
for (const bench of benches) {
  console.log(`\n── ${bench}`);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(folder, bench), outDir, emptyOutDir: true, target: 'node20', minify: false },
  });
  // --expose-gc: a bench that measures memory can ask for a collection first.
  const program = join(outDir, `${basename(bench, '.ts')}.js`);
  const run = spawnSync(process.execPath, ['--expose-gc', program], {
    stdio: 'inherit',
    env: { ...process.env, KEYROOM_ROOT: root },
  });
  if (run.status !== 0) process.exitCode = 1;
}
rmSync(outDir, { recursive: true, force: true });
