// cmp of GNU diffutils: whether two files are equal, byte by byte.
import type { Bytes } from '../../base/bytes.ts';
import { FileError, fails } from './command.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';
import { parseOptions, withUsage } from './options.ts';

const specs = [
  { short: 's', long: 'silent' },
  { short: 's', long: 'quiet' },
  { short: 'l', long: 'verbose' },
  { short: 'b', long: 'print-bytes' },
  { short: 'n', long: 'bytes', value: 'required' },
] as const;

const octal = (byte: number) => byte.toString(8).padStart(3, ' ');
const trouble = (message: string) => fails(`cmp: ${message}`, 2);

function listing(a: Bytes, b: Bytes, length: number): string {
  const width = String(Math.max(a.length, b.length)).length;
  let text = '';
  for (let at = 0; at < length; at += 1) {
    const [left = 0, right = 0] = [a[at], b[at]];
    if (left !== right) text += `${String(at + 1).padStart(width)} ${octal(left)} ${octal(right)}\n`;
  }
  return text;
}

function compared(
  names: readonly [string, string],
  a: Bytes,
  b: Bytes,
  mode: 'first' | 'silent' | 'all',
): CommandResult {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at]) at += 1;
  if (at === length && a.length === b.length) return {};
  if (mode === 'silent') return { exitCode: 1 };
  const lines = (end: number) => a.subarray(0, end).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  const shorter = a.length < b.length ? names[0] : names[1];
  const last = a[length - 1] === 10 ? `line ${lines(length)}` : `in line ${lines(length) + 1}`;
  const end = length === 0 ? ` which is empty` : ` after byte ${length}${mode === 'all' ? '' : `, ${last}`}`;
  const eof = `cmp: EOF on ${shorter === '-' ? 'standard input' : shorter}${end}\n`;
  if (mode === 'all') {
    return { stdout: listing(a, b, length), stderr: a.length === b.length ? '' : eof, exitCode: 1 };
  }
  if (at === length) return { stderr: eof, exitCode: 1 };
  return { stdout: `${names[0]} ${names[1]} differ: byte ${at + 1}, line ${lines(at) + 1}\n`, exitCode: 1 };
}

async function run(args: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { options, operands } = parseOptions(args, specs);
  const [first, second = '-', ...more] = operands;
  if (first === undefined) return trouble("missing operand after 'cmp'\ncmp: Try 'cmp --help' for more information.");
  if (more.length > 0) return trouble('skips of bytes are not supported here');
  const limit = options.find(({ name }) => name === 'n')?.value;
  if (limit !== undefined && !/^\d+$/.test(limit)) return trouble(`invalid --bytes value '${limit}'`);
  const contents: Bytes[] = [];
  for (const name of [first, second]) {
    try {
      const bytes = name === '-' ? io.stdin : await io.readFile(name);
      contents.push(limit === undefined ? bytes : bytes.slice(0, Number(limit)));
    } catch (error) {
      if (error instanceof FileError) return trouble(`${name}: ${error.message}`);
      throw error;
    }
  }
  const [a = new Uint8Array(), b = new Uint8Array()] = contents;
  const has = (name: string) => options.some((option) => option.name === name);
  return compared([first, second], a, b, has('s') ? 'silent' : has('l') ? 'all' : 'first');
}

export const cmp: ShellCommand = {
  name: 'cmp',
  run: (args, io) => withUsage('cmp', () => run(args, io)),
};
