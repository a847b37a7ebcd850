// npm run endpoint -- [--port PORT] [--world FILE] [--data DIR]
//
// Builds src/endpoint (Node 20 runs no TypeScript) and runs it in this process. What was built is kept under the checksum
// of its sources, in node_modules/.keyroom-endpoint, so that only the first start after a change takes its time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const shelf = join(root, 'node_modules', '.keyroom-endpoint');

/**
 * What the page alone is made of has no part in it.
 * @param {string} folder
 * @returns {string[]}
 */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !['ui', 'shell', 'scenario', 'exam'].includes(name))
    .flatMap((each) => (each.isDirectory() ? sources(join(folder, each.name)) : [join(folder, each.name)]))
    .filter((path) => /\.(ts|json)$/.test(path))
    .sort();
}

function checksum() {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of [...sources(join(root, 'src')), join(root, 'package-lock.json'), fileURLToPath(import.meta.url)]) {
    hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 32);
}

/** @param {string} folder */
async function buildTo(folder) {
  mkdirSync(shelf, { recursive: true });
  const outDir = mkdtempSync(join(shelf, 'building-'));
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: join(root, 'src', 'endpoint', 'main.ts'), outDir, target: 'node20', minify: false },
  });
  try {
    renameSync(outDir, folder);
  } catch (error) {
    // Somebody else has built the same meanwhile.
    if (!existsSync(folder)) throw error;
    rmSync(outDir, { recursive: true, force: true });
  }
  // Those that nobody has started for a day; a younger one may be about to start.
  for (const name of readdirSync(shelf)) {
    const path = join(shelf, name);
    if (statSync(path).mtimeMs < Date.now() - 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}

const built = join(shelf, checksum());
if (!existsSync(join(built, 'main.js'))) await buildTo(built);
/** @type {{ main: (args: string[]) => Promise<void> }} */
const { main } = await import(pathToFileURL(join(built, 'main.js')).href);
await main(process.argv.slice(2));
