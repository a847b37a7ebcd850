// env and printenv: just-bash's take every variable for exported, and none that is set for a command alone.
import { quoted } from '../quoting.ts';
import { fails } from './command.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';

const shown = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

async function run(args: readonly string[], io: CommandIo): Promise<CommandResult> {
  const rest = [...args];
  let env: Record<string, string> = { ...io.env };
  for (let word = rest[0]; word?.startsWith('-') === true; word = rest[0]) {
    rest.shift();
    const unset = /^(?:-u|--unset=)(.*)$/s.exec(word);
    if (word === '--') break;
    if (word === '-i' || word === '-' || word === '--ignore-environment') env = {};
    else if (unset) {
      const name = unset[1] === '' ? rest.shift() : unset[1];
      env = Object.fromEntries(Object.entries(env).filter(([each]) => each !== name));
    } else return fails(`env: invalid option -- '${word.slice(1)}'\nTry 'env --help' for more information.`, 125);
  }
  const set: string[] = [];
  for (let pair = /^([^=]+)=(.*)$/s.exec(rest[0] ?? ''); pair; pair = /^([^=]+)=(.*)$/s.exec(rest[0] ?? '')) {
    const [whole, name = '', value = ''] = pair;
    rest.shift();
    env[name] = value;
    // Before the command, so that it counts as exported.
    if (/^\w+$/.test(name)) set.push(`${name}=${quoted(whole.slice(name.length + 1))}`);
  }
  if (rest.length === 0) return { stdout: shown(env) };
  const path = { PATH: io.env['PATH'] ?? '/usr/bin:/bin' };
  return io.script([...set, 'command', ...rest.map(quoted)].join(' '), { ...path, ...env });
}

export const env: ShellCommand = { name: 'env', run };

export const printenv: ShellCommand = {
  name: 'printenv',
  run(args, io): CommandResult {
    if (args.length === 0) return { stdout: shown(io.env) };
    const values = args.map((name) => (Object.hasOwn(io.env, name) ? io.env[name] : undefined));
    const stdout = values.map((value) => (value === undefined ? '' : `${value}\n`)).join('');
    return { stdout, exitCode: values.includes(undefined) ? 1 : 0 };
  },
};
