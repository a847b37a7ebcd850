// npm run bench            runs every test/bench/*.bench.ts in Node, one after the other
// npm run bench -- journal runs those whose name contains "journal"
//
// A bench is a program: it measures when it is run, and prints what it measured. One that wants to measure in a browser
// builds its page and drives it with tools/chromium.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../test/bench', import.meta.url));
const wanted = process.argv.slice(2);

const benches = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();

if (benches.length === 0) {
  console.error('No such bench in test/bench.');
  process.exitCode = 1;
}
for (const bench of benches) {
  console.log(`\n── ${bench}`);
  // --expose-gc: a bench that measures memory can ask for a collection first.
  const run = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', join(folder, bench)], {
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exitCode = 1;
}
