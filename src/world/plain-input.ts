// What a caller hands in, as plain data of our own: read once, so that nothing behind it can change between the check and
// the journal. Getters, proxies and what contains itself end here.
import { ServiceError } from './errors.ts';

/** Deeper than any request nests. */
const DEEPEST = 64;

const notReadable = () => new ServiceError('SerializationException');

/** Throws a SerializationException for what cannot be read to its end. */
export function plainInput(value: unknown): unknown {
  try {
    return copy(value, 0);
  } catch {
    // A getter's or a proxy's own words are nobody's business.
    throw notReadable();
  }
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) throw notReadable();
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return Array.from(value as readonly unknown[], (item) => copy(item, depth + 1));
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, copy((value as Readonly<Record<string, unknown>>)[key], depth + 1)]),
  );
}
