// Entries as JSON and back: bytes, which JSON has no words for, are tagged. A member that is undefined is left out.
//   bytes {"$bytes":"base64"}   an object that has a name like that of its own {"$object":[[name, value], …]}
import { fromBase64, toBase64 } from '../../base/encodings.ts';

/** Throws a TypeError at what would not come back as it is. */
export const toTaggedJson = (value: unknown): string =>
  // Asking for each member costs several times what writing it does, and hardly any entry has something to tag.
  needsNoTag(value) ? JSON.stringify(value) : JSON.stringify(value, tag);

function needsNoTag(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
  if (Array.isArray(value)) return value.every(needsNoTag);
  if (Object.getPrototypeOf(value) !== Object.prototype || 'toJSON' in value) return false;
  for (const name in value) {
    if (name.startsWith('$') || !needsNoTag((value as Readonly<Record<string, unknown>>)[name])) return false;
  }
  return true;
}

/** JSON.stringify has asked a toJSON before it asks this; what lies in the holder is the value itself. */
function tag(this: Readonly<Record<string, unknown>>, key: string): unknown {
  const value = this[key];
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is not kept in JSON`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${key} is no plain object`);
  return hasTagName(value) ? { $object: Object.entries(value) } : value;
}

function hasTagName(value: object): boolean {
  for (const name in value) if (name.startsWith('$')) return true;
  return false;
}

/** Throws a SyntaxError or a TypeError where the text is not what toTaggedJson writes. */
export const fromTaggedJson = (text: string): unknown => JSON.parse(text, untag) as unknown;

function untag(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (Object.hasOwn(value, '$bytes')) {
    const { $bytes } = value as { $bytes: unknown };
    const bytes = typeof $bytes === 'string' ? fromBase64($bytes) : undefined;
    if (!bytes) throw new TypeError('what is tagged as bytes is none');
    return bytes;
  }
  if (Object.hasOwn(value, '$object')) {
    const { $object } = value as { $object: unknown };
    if (!Array.isArray($object)) throw new TypeError('what is tagged as an object is none');
    return Object.fromEntries($object as [string, unknown][]);
  }
  return value;
}
