// base64 of GNU coreutils. just-bash's own takes what is not base64 for base64, and has no -i.
import { fromLatin1, toBase64, toLatin1 } from '../../base/encodings.ts';
import type { Bytes } from '../../base/bytes.ts';
import { concatBytes } from '../../base/bytes.ts';
import { FileError, fails } from './command.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';
import { UsageError, parseOptions, withUsage } from './options.ts';

const specs = [
  { short: 'd', long: 'decode' },
  { short: 'i', long: 'ignore-garbage' },
  { short: 'w', long: 'wrap', value: 'required' },
  { long: 'help' },
  { long: 'version' },
] as const;

const HELP = `Usage: base64 [OPTION]... [FILE]
Base64 encode or decode FILE, or standard input, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --decode          decode data
  -i, --ignore-garbage  when decoding, ignore non-alphabet characters
  -w, --wrap=COLS       wrap encoded lines after COLS character (default 76).
                          Use 0 to disable line wrapping

      --help        display this help and exit
      --version     output version information and exit
`;

export function wrapped(text: string, columns: number): string {
  if (columns === 0 || text === '') return text;
  let lines = '';
  for (let at = 0; at < text.length; at += columns) lines += `${text.slice(at, at + columns)}\n`;
  return lines;
}

/** Groups of four, each perhaps padded; and whether all of it was base64. What was right before an error is kept. */
export function decodeBase64(text: string): { readonly bytes: Bytes; readonly valid: boolean } {
  const clean = /^(?:[A-Za-z0-9+/]{4})*/.exec(text)?.[0] ?? '';
  const parts = [fromLatin1(atob(clean))];
  let at = clean.length;
  while (at < text.length) {
    const group = /^[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/]=|==)/.exec(text.slice(at, at + 4))?.[0];
    if (group === undefined) {
      const [some = ''] = /^[A-Za-z0-9+/]{2,3}/.exec(text.slice(at, at + 4)) ?? [];
      if (some !== '') parts.push(fromLatin1(atob(some)));
      return { bytes: concatBytes(...parts), valid: false };
    }
    parts.push(fromLatin1(atob(group)));
    at += 4;
  }
  return { bytes: concatBytes(...parts), valid: true };
}

function decoded(bytes: Bytes, ignoreGarbage: boolean): CommandResult {
  const text = toLatin1(bytes).replace(ignoreGarbage ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
  const { bytes: stdout, valid } = decodeBase64(text);
  return valid ? { stdout } : { stdout, ...fails('base64: invalid input') };
}

async function run(args: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { options, operands } = parseOptions(args, specs);
  const has = (name: string) => options.some((option) => option.name === name);
  if (has('help')) return { stdout: HELP };
  if (has('version')) return { stdout: 'base64 (GNU coreutils) 8.32\n' };
  const wrap = options.findLast((option) => option.name === 'w')?.value ?? '76';
  if (!/^\d+$/.test(wrap)) return fails(`base64: invalid wrap size: ‘${wrap}’`);
  const [file = '-', extra] = operands;
  if (extra !== undefined) throw new UsageError(`extra operand ‘${extra}’`);
  try {
    const bytes = file === '-' ? io.stdin : await io.readFile(file);
    return has('d') ? decoded(bytes, has('i')) : { stdout: wrapped(toBase64(bytes), Number(wrap)) };
  } catch (error) {
    if (error instanceof FileError) return fails(`base64: ${file}: ${error.message}`);
    throw error;
  }
}

export const base64: ShellCommand = {
  name: 'base64',
  run: (args, io) => withUsage('base64', () => run(args, io)),
};
