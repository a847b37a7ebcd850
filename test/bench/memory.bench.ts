// In Node: what a world with 10,000 keys holds in memory, journal included.
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { createKey } from './calls.ts';
import { perSecond } from './measure.ts';

const KEYS = 10_000;

function heapMegabytes(): number {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}

const world = await assembleMemoryWorld({ kind: { kind: 'sandbox' } });
await createKey(world);
const before = heapMegabytes();
await perSecond(() => createKey(world), 64, KEYS);
const after = heapMegabytes();
console.log(
  `${KEYS} keys and their ${world.entries.length} entries: ${(after - before).toFixed(0)} MB of heap, ` +
    `${(((after - before) * 1e6) / KEYS).toFixed(0)} bytes a key (before them ${before.toFixed(0)} MB)`,
);
