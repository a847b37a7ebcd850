// The part of node:zlib that just-bash's browser build asks for (gzip, gunzip, zcat, rg -z), on fflate.
// vite.config.ts puts it in place of node:zlib in the page; under Node the real one is used.
import { Buffer } from 'buffer';
import { Gunzip, gzipSync as compress } from 'fflate';

// The same commands ask for a global Buffer, and a browser has none. This module is loaded with just-bash and before it.
(globalThis as { Buffer?: typeof Buffer }).Buffer ??= Buffer;

export const constants = { Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1 };

interface Limit {
  maxOutputLength?: number;
}

function tooLarge(limit: number): Error {
  const error = new RangeError(`Cannot create a Buffer larger than ${limit} bytes`);
  return Object.assign(error, { code: 'ERR_BUFFER_TOO_LARGE' });
}

export function gzipSync(bytes: Uint8Array, options: Limit & { level?: number } = {}): Uint8Array {
  const { level = constants.Z_DEFAULT_COMPRESSION, maxOutputLength = Infinity } = options;
  const packed = compress(bytes, { level: level < 0 ? 6 : (level as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9), mtime: 0 });
  if (packed.length > maxOutputLength) throw tooLarge(maxOutputLength);
  return packed;
}

export function gunzipSync(bytes: Uint8Array, options: Limit = {}): Uint8Array {
  const { maxOutputLength = Infinity } = options;
  // In small pieces: a piece can grow a thousandfold, and the limit must hold before the memory is gone.
  const piece = 4096;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Gunzip((chunk) => {
    length += chunk.length;
    if (length > maxOutputLength) throw tooLarge(maxOutputLength);
    chunks.push(chunk);
  });
  for (let at = 0; at === 0 || at < bytes.length; at += piece) {
    stream.push(bytes.subarray(at, at + piece), at + piece >= bytes.length);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
