// What the journal may remember of a call: everything but what nobody may read again.
import type { Redacted } from './entry.ts';
import type { ApiModel } from './model.ts';

/** Walks the value along its shape. What does not fit the shape is left out: nobody knows what it is. */
export function redact(model: ApiModel, shapeName: string | null, value: unknown, sensitive = false): Redacted {
  const shape = shapeName === null ? undefined : model.shapes[shapeName];
  if (!shape || value === null || value === undefined) return null;
  switch (shape.type) {
    case 'structure': {
      if (typeof value !== 'object') return null;
      const given = value as Readonly<Record<string, unknown>>;
      const kept: Record<string, Redacted> = {};
      for (const name in shape.members) {
        const member = shape.members[name];
        const item = Object.hasOwn(given, name) ? given[name] : undefined;
        if (!member || item === undefined || item === null) continue;
        kept[name] = redact(model, member.shape, item, sensitive || member.sensitive);
      }
      return kept;
    }
    case 'list':
      return Array.isArray(value) ? redactList(model, shape.member, value, sensitive) : null;
    case 'map':
      if (typeof value !== 'object') return null;
      return redactMap(model, shape.value, value, sensitive);
    case 'blob':
      if (!(value instanceof Uint8Array)) return null;
      return sensitive ? { bytes: value.length } : { bytes: value.length, mark: markOf(value) };
    case 'string':
      if (typeof value !== 'string') return null;
      return sensitive ? { characters: value.length } : shortened(value);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'timestamp':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
  }
}

/** No request has a longer list; a page of a thousand keys is not for the journal, which is written with every call. */
const MOST_ITEMS = 50;

function redactList(model: ApiModel, itemShape: string, items: readonly unknown[], sensitive: boolean): Redacted {
  const kept = items.slice(0, MOST_ITEMS).map((item) => redact(model, itemShape, item, sensitive));
  const left = items.length - kept.length;
  return left > 0 ? [...kept, `… and ${left} more`] : kept;
}

/** An encryption context has 8192 bytes, so that none that was taken has more; one that is refused may be of any size. */
const MOST_MEMBERS = 4096;

function redactMap(model: ApiModel, itemShape: string, map: object, sensitive: boolean): Redacted {
  const members = Object.entries(map);
  const kept = members.slice(0, MOST_MEMBERS);
  const left = members.length - kept.length;
  return Object.fromEntries([
    ...kept.map(([key, item]): [string, Redacted] => [shortened(key), redact(model, itemShape, item, sensitive)]),
    ...(left > 0 ? [['…', `and ${left} more`] as const] : []),
  ]);
}

/** The longest text that is ever taken, a key policy, has 32 KiB. What is refused, and the refusal that quotes it, may be longer. */
const MOST_CHARACTERS = 32_768;

export const shortened = (text: string): string =>
  text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS)}… and ${text.length - MOST_CHARACTERS} more characters`;

/**
 * Eight hexadecimal digits, equal for equal bytes: enough to follow a ciphertext from call to call in a drawing.
 * No secret ever gets one, since it could be searched for (FNV-1a, 32 bits).
 */
export function markOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
