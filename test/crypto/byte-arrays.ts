// Byte strings for properties, of the kind that the engine passes around.
import fc from 'fast-check';
import type { Bytes } from '../../src/base/bytes.ts';

export const byteArrays = (bounds: fc.IntArrayConstraints = {}): fc.Arbitrary<Bytes> =>
  fc.uint8Array(bounds).map((bytes) => new Uint8Array(bytes));
