// Values in Python's own words, as they stand in the CLI's messages.
// Source: Python Language Reference, repr() and str() of the built-in types.
import { toLatin1 } from '../../base/encodings.ts';
import type { Value } from '../../world/model.ts';

export function pythonType(value: Value): string {
  if (value === null) return "<class 'NoneType'>";
  if (typeof value === 'boolean') return "<class 'bool'>";
  if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  if (typeof value === 'string') return "<class 'str'>";
  if (value instanceof Uint8Array) return "<class 'bytes'>";
  return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>";
}

export const pythonStr = (value: Value): string => (typeof value === 'string' ? value : pythonRepr(value));

export function pythonRepr(value: Value): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value, (character) => !/[\p{C}\p{Z}]/u.test(character));
  if (value instanceof Uint8Array) return `b${quoted(toLatin1(value), () => false)}`;
  if (isList(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${pythonRepr(key)}: ${pythonRepr(member)}`);
  return `{${members.join(', ')}}`;
}

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export const isDict = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function quoted(text: string, printable: (character: string) => boolean): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === quote) body += `\\${quote}`;
    else if (named[character] !== undefined) body += named[character];
    else if ((code >= 0x20 && code < 0x7f) || (code > 0x7f && printable(character))) body += character;
    else body += escaped(code);
  }
  return quote + body + quote;
}

function escaped(code: number): string {
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** What int(text) gives. Undefined where Python raises a ValueError. */
export function pythonInt(text: string): number | undefined {
  return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '').trim()) : undefined;
}
