// env and printenv: just-bash's show every variable, where only exported ones belong to the environment.
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';

const shown = ({ env }: CommandIo): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

export const env: ShellCommand = {
  name: 'env',
  run: (args, io) => (args.length === 0 ? { stdout: shown(io) } : io.original(args)),
};

export const printenv: ShellCommand = {
  name: 'printenv',
  run(args, io): CommandResult {
    if (args.length === 0) return { stdout: shown(io) };
    const values = args.map((name) => (Object.hasOwn(io.env, name) ? io.env[name] : undefined));
    const stdout = values.map((value) => (value === undefined ? '' : `${value}\n`)).join('');
    return { stdout, exitCode: values.includes(undefined) ? 1 : 0 };
  },
};
