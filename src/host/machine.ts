// The machine that a world runs on: its clock and its chance.
import type { HostMachine } from '../world/world-api.ts';

/** Asking the machine costs more than the bytes, so a few calls' worth is fetched at once. */
const POOL_BYTES = 4096;
const MOST_FROM_POOL = 256;

function pooledRandom(): HostMachine['random'] {
  const pool = new Uint8Array(POOL_BYTES);
  let at = POOL_BYTES;
  return (length) => {
    if (length > MOST_FROM_POOL) return crypto.getRandomValues(new Uint8Array(length));
    if (at + length > POOL_BYTES) {
      crypto.getRandomValues(pool);
      at = 0;
    }
    const bytes = pool.slice(at, at + length);
    // Nothing that was given away stays behind.
    pool.fill(0, at, at + length);
    at += length;
    return bytes;
  };
}

export const machine: HostMachine = {
  nowMs: () => Date.now(),
  random: pooledRandom(),
};
