// What draws from the world's entropy outside of openssl: mktemp, shred, `$RANDOM`, and `head -c` of /dev/urandom.
import { devices } from '../devices.ts';
import type { EntropySource } from '../line.ts';
import { RANDOM_COMMAND } from '../random-expansion.ts';
import { FileError, fails } from './command.ts';
import type { ShellCommand } from './command.ts';
import { parseOptions, withUsage } from './options.ts';

/** `$RANDOM`: 0 to 32767. */
export const random: ShellCommand = {
  name: RANDOM_COMMAND,
  run(_, io) {
    const [high = 0, low = 0] = io.host.line().entropy().bytes(2);
    return { stdout: String(((high << 8) | low) & 0x7fff) };
  },
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function letters(entropy: EntropySource, count: number): string {
  let text = '';
  while (text.length < count) {
    // 248 is four times 62: above it a letter would be likelier than others.
    for (const byte of entropy.bytes(count)) if (byte < 248) text += LETTERS.charAt(byte % LETTERS.length);
  }
  return text.slice(0, count);
}

export const mktemp: ShellCommand = {
  name: 'mktemp',
  run: (args, io) =>
    withUsage('mktemp', async () => {
      const { options, operands } = parseOptions(args, [
        { short: 'd', long: 'directory' },
        { short: 'u', long: 'dry-run' },
        { short: 'q', long: 'quiet' },
        { short: 't' },
        { short: 'p', long: 'tmpdir', value: 'required' },
        { long: 'suffix', value: 'required' },
      ]);
      const given = (name: string) => options.findLast((option) => option.name === name)?.value;
      const template = operands[0] ?? 'tmp.XXXXXXXXXX';
      const [, head = '', xs = '', tail = ''] = /^(.*?)(X{3,})([^X/]*)$/s.exec(template) ?? [];
      if (xs === '') return fails(`mktemp: too few X's in template ‘${template}’`);
      const inTemp = operands.length === 0 || given('t') !== undefined || given('p') !== undefined;
      const directory = inTemp ? `${given('p') ?? io.env['TMPDIR'] ?? '/tmp'}/` : '';
      const path = `${directory}${head}${letters(io.host.line().entropy(), xs.length)}${tail}${given('suffix') ?? ''}`;
      const isDirectory = given('d') !== undefined;
      try {
        if (given('u') === undefined) {
          if (isDirectory) await io.mkdir(path);
          else await io.writeFile(path, new Uint8Array());
          await io.chmod(path, isDirectory ? 0o700 : 0o600);
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        const what = isDirectory ? 'directory' : 'file';
        return fails(`mktemp: failed to create ${what} via template ‘${directory}${template}’: ${error.message}`);
      }
      return { stdout: `${path}\n` };
    }),
};

/** Overwrites with random bytes, and with -u removes. Undo still has what the world's journal has. */
export const shred: ShellCommand = {
  name: 'shred',
  run: (args, io) =>
    withUsage('shred', async () => {
      const { options, operands } = parseOptions(args, [
        { short: 'u', long: 'remove' },
        { short: 'z', long: 'zero' },
        { short: 'v', long: 'verbose' },
        { short: 'f', long: 'force' },
        { short: 'n', long: 'iterations', value: 'required' },
      ]);
      const has = (name: string) => options.some((option) => option.name === name);
      if (operands.length === 0) return fails("shred: missing file operand\nTry 'shred --help' for more information.");
      let stderr = '';
      let exitCode = 0;
      for (const path of operands) {
        try {
          const { length } = await io.readFile(path);
          const source = devices(() => io.host.line().entropy());
          const noise = await source.read(has('z') ? '/dev/zero' : '/dev/urandom', length);
          await io.writeFile(path, noise ?? new Uint8Array(length));
          if (has('u')) await io.remove(path);
          if (has('v') && has('u')) stderr += `shred: ${path}: removed\n`;
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          stderr += `shred: ${path}: failed to open for writing: ${error.message}\n`;
          exitCode = 1;
        }
      }
      return { stderr, exitCode };
    }),
};

const multipliers: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  kB: 1_000,
  K: 1_024,
  k: 1_024,
  KiB: 1_024,
  MB: 1_000_000,
  M: 1_048_576,
  MiB: 1_048_576,
};
const MOST = 64 * 1_048_576;

/** `head -c` of an endless device gives as much as is asked for; all else is just-bash's head. */
export const head: ShellCommand = {
  name: 'head',
  async run(args, io) {
    const words = args.join('\0');
    const [, amount, unit = '', device = ''] =
      /^(?:-c\0?|--bytes(?:=|\0))(\d+)([A-Za-z]*)\0(\/dev\/(?:u?random|zero))$/.exec(words) ?? [];
    const factor = multipliers[unit];
    if (amount === undefined || factor === undefined) return io.original(args);
    const length = Number(amount) * factor;
    if (length > MOST) return fails(`head: ${amount}${unit}: more than 64 MiB`);
    const stdout = await devices(() => io.host.line().entropy()).read(device, length);
    return stdout ? { stdout } : io.original(args);
  },
};
