// date and sleep: the world's time. `sleep` moves the world's clock; nobody waits for it.
import { fails } from './command.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';
import { formatDate } from './date-format.ts';
import { parseDate } from './date-parse.ts';
import { UsageError, parseOptions, withUsage } from './options.ts';

const specs = [
  { short: 'u', long: 'utc' },
  { short: 'u', long: 'universal' },
  { short: 'd', long: 'date', value: 'required' },
  { short: 'R', long: 'rfc-email' },
  { long: 'rfc-3339', value: 'required' },
  { long: 'iso-8601', value: 'required' },
] as const;

const iso: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};
const DEFAULT = '%a %b %e %H:%M:%S %Z %Y';

async function showDate(args: readonly string[], io: CommandIo): Promise<CommandResult> {
  // -I takes its value joined only, and so does --iso-8601: neither is getopt's common form.
  const words = args.map((word) =>
    /^-I/.test(word) ? `--iso-8601=${word.slice(2) || 'date'}` : word === '--iso-8601' ? '--iso-8601=date' : word,
  );
  const { options, operands } = parseOptions(words, specs);
  let format = DEFAULT;
  let when = io.host.world.nowMs();
  for (const { name, value } of options) {
    if (name === 'd') {
      const given = parseDate(value, when);
      if (given === undefined) return fails(`date: invalid date ‘${value}’`);
      when = given;
    } else if (name === 'R') format = '%a, %d %b %Y %H:%M:%S %z';
    else if (name === 'iso-8601' || name === 'rfc-3339') {
      const known = Object.keys(iso).find((each) => each.startsWith(value));
      if (known === undefined) throw new UsageError(`invalid argument ‘${value}’ for ‘--${name}’`);
      format = iso[known] ?? DEFAULT;
      if (name === 'rfc-3339') format = format.replace('T', ' ').replace(',', '.');
    }
  }
  const [operand, extra] = operands;
  if (extra !== undefined) throw new UsageError(`extra operand ‘${extra}’`);
  if (operand !== undefined) {
    if (!operand.startsWith('+')) return fails('date: cannot set date: use `lab clock advance`');
    format = operand.slice(1);
  }
  return { stdout: `${formatDate(format, when)}\n` };
}

export const date: ShellCommand = { name: 'date', run: (args, io) => withUsage('date', () => showDate(args, io)) };

const units: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 100 * 366 * 86_400_000;

export const sleep: ShellCommand = {
  name: 'sleep',
  async run(args, io) {
    if (args.length === 0) {
      return fails("sleep: missing operand\nTry 'sleep --help' for more information.");
    }
    let total = 0;
    for (const word of args) {
      const [, amount, unit = ''] = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(word) ?? [];
      if (amount === undefined) {
        return fails(`sleep: invalid time interval ‘${word}’\nTry 'sleep --help' for more information.`);
      }
      total += Math.round(Number(amount) * (units[unit] ?? 0));
    }
    if (total > LONGEST_MS) return fails('sleep: longer than a hundred years');
    if (total > 0) await io.host.line().group.advance(total);
    return {};
  },
};
