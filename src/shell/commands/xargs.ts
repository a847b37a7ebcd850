// xargs of just-bash takes an option's value apart from it only: `-I{}` and `-n1` are given to it as it understands them.
import type { ShellCommand } from './command.ts';

function apart(args: readonly string[]): readonly string[] {
  const [word, ...rest] = args;
  if (word?.startsWith('-') !== true) return args;
  const [, option, value] = /^(-[InPLd])(.*)$/s.exec(word) ?? [];
  if (option === undefined || value === undefined) return [word, ...apart(rest)];
  if (value !== '') return [option, value, ...apart(rest)];
  return [option, ...rest.slice(0, 1), ...apart(rest.slice(1))];
}

export const xargs: ShellCommand = { name: 'xargs', run: (args, io) => io.original(apart(args)) };
