// /dev/urandom, /dev/random and /dev/zero. A command of just-bash reads a file whole, so an endless one gives so much;
// `head -c` (commands/head.ts) and `dd` ask for what they need.
import type { Bytes } from '../base/bytes.ts';
import { aesCtr } from '../crypto/aes.ts';
import type { EntropySource } from './line.ts';

export interface Devices {
  /** Undefined where the path is no such device. */
  read(path: string, length?: number): Promise<Bytes | undefined>;
}

const AT_ONCE = 65_536;
const DRAW = 4_096;

/** Small draws are entropy itself; a large one is AES-256-CTR under a key that is drawn. */
export async function randomBytes(entropy: EntropySource, length: number): Promise<Bytes> {
  if (length <= DRAW) return entropy.bytes(length);
  return aesCtr(entropy.bytes(32), new Uint8Array(16), new Uint8Array(length));
}

export const devices = (entropy: () => EntropySource): Devices => ({
  async read(path, length = AT_ONCE) {
    if (path === '/dev/zero') return new Uint8Array(length);
    if (path === '/dev/urandom' || path === '/dev/random') return randomBytes(entropy(), length);
    return undefined;
  },
});

export const deviceNames = ['/dev/urandom', '/dev/random', '/dev/zero'] as const;
