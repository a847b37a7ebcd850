// xxd by Juergen Weigert: hexadecimal dumps, and back. Options as in its manual page; abbreviations as it takes them.
import { concatBytes } from '../../base/bytes.ts';
import { FileError, fails } from './command.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';
import { dump } from './xxd-dump.ts';
import type { DumpKind } from './xxd-dump.ts';
import { reverse } from './xxd-reverse.ts';

const USAGE = `Usage:
       xxd [options] [infile [outfile]]
    or
       xxd -r [-s [-]offset] [-c cols] [-ps] [infile [outfile]]
Options:
    -a          toggle autoskip: A single '*' replaces nul-lines. Default off.
    -b          binary digit dump (incompatible with -ps,-i,-r). Default hex.
    -c cols     format <cols> octets per line. Default 16 (-i: 12, -ps: 30).
    -d          show offset in decimal instead of hex.
    -e          little-endian dump (incompatible with -ps,-i,-r).
    -g bytes    number of octets per group in normal output. Default 2 (-e: 4).
    -h          print this summary.
    -i          output in C include file style.
    -l len      stop after <len> octets.
    -o off      add <off> to the displayed file position.
    -ps         output in postscript plain hexdump style.
    -r          reverse operation: convert (or patch) hexdump into binary.
    -r -s off   revert with <off> added to file positions found in hexdump.
    -s [+][-]seek  start at <seek> bytes abs. (or +: rel.) infile offset.
    -u          use upper case hex letters.
    -v          show version: "xxd 2022-01-14 by Juergen Weigert et al.".
`;

interface Settings {
  kind: DumpKind;
  reverse: boolean;
  upper: boolean;
  decimal: boolean;
  skipZeros: boolean;
  columns?: number;
  group?: number;
  length?: number;
  seek: number;
  fromEnd: boolean;
  offset: number;
  operands: string[];
}

const kinds: Readonly<Record<string, DumpKind>> = { p: 'plain', b: 'bits', e: 'little', i: 'include' };

/** As strtol(3) reads it with base 0. */
const integer = (text: string): number | undefined => {
  const [, sign = '', digits = ''] = /^([+-]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const value = /^0\d+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
};

/** Undefined where xxd shows its usage. */
function read(args: readonly string[]): Settings | 'version' | undefined {
  const rest = [...args];
  const settings: Settings = {
    kind: 'hex',
    reverse: false,
    upper: false,
    decimal: false,
    skipZeros: false,
    seek: 0,
    fromEnd: false,
    offset: 0,
    operands: [],
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--' || word === '-' || !word.startsWith('-')) {
      if (word !== '--') settings.operands.push(word);
      continue;
    }
    const [, letter = '', tail = ''] = /^--?([a-zA-Z])(.*)$/s.exec(word) ?? [];
    const kind = kinds[letter];
    if (kind !== undefined) settings.kind = kind;
    else if (letter === 'r') settings.reverse = true;
    else if (letter === 'u') settings.upper = true;
    else if (letter === 'd') settings.decimal = true;
    else if (letter === 'a') settings.skipZeros = !settings.skipZeros;
    else if (letter === 'v') return 'version';
    else if ('cglso'.includes(letter) && letter !== '') {
      const joined = /^[+-]?\d/.test(tail);
      const text = joined ? tail : (rest.shift() ?? '');
      const value = integer(text);
      if (value === undefined) return undefined;
      if (letter === 'c') settings.columns = value;
      if (letter === 'g') settings.group = value;
      if (letter === 'l') settings.length = value;
      if (letter === 'o') settings.offset = value;
      if (letter === 's') Object.assign(settings, { seek: value, fromEnd: text.startsWith('-') });
    } else return undefined;
  }
  return settings.operands.length > 2 ? undefined : settings;
}

const defaults: Readonly<Record<DumpKind, { columns: number; group: number; most: number }>> = {
  hex: { columns: 16, group: 2, most: 256 },
  little: { columns: 16, group: 4, most: 256 },
  bits: { columns: 6, group: 1, most: 256 },
  plain: { columns: 30, group: 0, most: Infinity },
  include: { columns: 12, group: 0, most: Infinity },
};

function work(settings: Settings, bytes: Uint8Array, name: string): CommandResult {
  const standard = defaults[settings.kind];
  const isPlain = settings.kind === 'plain';
  const columns = settings.columns ?? standard.columns;
  if (columns < 0 || columns > standard.most) {
    return fails(`xxd: invalid number of columns (max. ${standard.most}).`);
  }
  const effective = columns === 0 && standard.most !== Infinity ? standard.columns : columns;
  if (settings.reverse) {
    if (!isPlain && settings.kind !== 'hex') return fails('xxd: sorry, cannot revert this type of hexdump');
    const original = reverse(bytes, isPlain, effective, settings.seek);
    return original ? { stdout: original } : fails('xxd: sorry, cannot seek backwards.', 5);
  }
  const group = Math.max(0, settings.group ?? standard.group);
  if (settings.kind === 'little' && (group & (group - 1)) !== 0) {
    return fails('xxd: number of octets per group must be a power of 2 with -e.');
  }
  const start = settings.fromEnd ? Math.max(0, bytes.length + settings.seek) : settings.seek;
  const end = settings.length === undefined || settings.length < 0 ? bytes.length : start + settings.length;
  const { kind, upper, decimal, skipZeros } = settings;
  const named = name === '-' ? {} : { name };
  const offset = start + settings.offset;
  const shown = bytes.subarray(start, end);
  return { stdout: dump(shown, { kind, columns: effective, group, upper, decimal, skipZeros, offset, ...named }) };
}

async function run(args: readonly string[], io: CommandIo): Promise<CommandResult> {
  const settings = read(args);
  if (settings === undefined) return { stderr: USAGE, exitCode: 1 };
  if (settings === 'version') return { stderr: 'xxd 2022-01-14 by Juergen Weigert et al.\n' };
  const [input = '-', output] = settings.operands;
  try {
    const bytes = input === '-' ? io.stdin : await io.readFile(input);
    const result = work(settings, bytes, input);
    if (output === undefined || output === '-' || result.stdout === undefined) return result;
    const text = result.stdout;
    await io.writeFile(output, typeof text === 'string' ? new TextEncoder().encode(text) : concatBytes(text));
    return { ...result, stdout: '' };
  } catch (error) {
    if (error instanceof FileError) return fails(`xxd: ${input}: ${error.message}`, 2);
    throw error;
  }
}

export const xxd: ShellCommand = { name: 'xxd', run };
