// The dumps of xxd: normal, plain, bits, little-endian, and C.

export type DumpKind = 'hex' | 'plain' | 'bits' | 'little' | 'include';

export interface DumpOptions {
  readonly kind: DumpKind;
  readonly columns: number;
  readonly group: number;
  readonly upper: boolean;
  readonly decimal: boolean;
  readonly skipZeros: boolean;
  /** What the first byte's position is. */
  readonly offset: number;
  /** Names the C array; absent for standard input. */
  readonly name?: string;
}

const printable = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

function plain(bytes: Uint8Array, columns: number, hex: (byte: number) => string): string {
  if (columns === 0) return `${Array.from(bytes, hex).join('')}\n`;
  let text = '';
  for (let at = 0; at < bytes.length; at += columns) {
    text += `${Array.from(bytes.subarray(at, at + columns), hex).join('')}\n`;
  }
  return text;
}

function include(bytes: Uint8Array, { columns, upper, name }: DumpOptions): string {
  const items = Array.from(bytes, (byte) => {
    const digits = byte.toString(16).padStart(2, '0');
    return upper ? `0X${digits.toUpperCase()}` : `0x${digits}`;
  });
  const lines: string[] = [];
  for (let at = 0; at < items.length; at += columns || items.length) {
    lines.push(`  ${items.slice(at, at + (columns || items.length)).join(', ')}`);
  }
  const body = lines.length > 0 ? `${lines.join(',\n')}\n` : '';
  if (name === undefined) return body;
  const word = name.replaceAll(/[^A-Za-z0-9]/g, '_');
  const variable = /^\d/.test(word) ? `__${word}` : word;
  return `unsigned char ${variable}[] = {\n${body}};\nunsigned int ${variable}_len = ${bytes.length};\n`;
}

function cells(row: Uint8Array, { kind, columns, group, upper }: DumpOptions): string {
  const digits = kind === 'bits' ? 8 : 2;
  const cell = (byte: number | undefined) => {
    if (byte === undefined) return ' '.repeat(digits);
    const text = byte.toString(kind === 'bits' ? 2 : 16).padStart(digits, '0');
    return upper ? text.toUpperCase() : text;
  };
  const size = group === 0 ? columns : group;
  const groups: string[] = [];
  for (let at = 0; at < columns; at += size) {
    const part = Array.from({ length: Math.min(size, columns - at) }, (_, index) => cell(row[at + index]));
    groups.push((kind === 'little' ? part.reverse() : part).join(''));
  }
  return groups.join(' ');
}

function rows(bytes: Uint8Array, options: DumpOptions): string {
  const { columns, decimal, skipZeros, offset, upper } = options;
  let text = '';
  let zeroRows = 0;
  for (let at = 0; at < bytes.length; at += columns) {
    const row = bytes.subarray(at, at + columns);
    const zero = skipZeros && row.length === columns && row.every((byte) => byte === 0);
    zeroRows = zero ? zeroRows + 1 : 0;
    if (zeroRows > 1 && at + columns < bytes.length) {
      if (zeroRows === 2) text += '*\n';
      continue;
    }
    const position = (offset + at).toString(decimal ? 10 : 16).padStart(8, '0');
    text += `${upper && !decimal ? position.toLowerCase() : position}: ${cells(row, options)}  ${Array.from(row, printable).join('')}\n`;
  }
  return text;
}

export function dump(bytes: Uint8Array, options: DumpOptions): string {
  const { kind, columns, upper } = options;
  const hex = (byte: number) => {
    const text = byte.toString(16).padStart(2, '0');
    return upper ? text.toUpperCase() : text;
  };
  if (bytes.length === 0 && kind !== 'include' && !(kind === 'plain' && columns === 0)) return '';
  if (kind === 'plain') return plain(bytes, columns, hex);
  if (kind === 'include') return include(bytes, options);
  return rows(bytes, options);
}
