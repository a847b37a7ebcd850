// getopt(3) as GNU programs use it: short options in one word, values joined or apart, long ones by any clear beginning.

import type { CommandResult } from './command.ts';
export interface OptionSpec {
  readonly short?: string;
  readonly long?: string;
  readonly value?: 'required';
}

export interface ParsedOptions {
  /** In order; by the short name, or the long one where there is no short. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly operands: readonly string[];
}

/** What getopt prints, without the program's name. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function parseOptions(args: readonly string[], specs: readonly OptionSpec[]): ParsedOptions {
  const options: { name: string; value: string }[] = [];
  const operands: string[] = [];
  const nameOf = (spec: OptionSpec) => spec.short ?? spec.long ?? '';
  const rest = [...args];

  const long = (word: string) => {
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const exact = specs.filter((spec) => spec.long === name);
    const found = exact.length > 0 ? exact : specs.filter((spec) => spec.long?.startsWith(name));
    const [spec] = found;
    if (!spec) throw new UsageError(`unrecognized option '--${name}'`);
    if (found.length > 1) throw new UsageError(`option '--${name}' is ambiguous`);
    if (!spec.value) {
      if (value !== undefined) throw new UsageError(`option '--${spec.long ?? ''}' doesn't allow an argument`);
      options.push({ name: nameOf(spec), value: '' });
      return;
    }
    const given = value ?? rest.shift();
    if (given === undefined) throw new UsageError(`option '--${spec.long ?? ''}' requires an argument`);
    options.push({ name: nameOf(spec), value: given });
  };

  const short = (letters: string) => {
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters.charAt(at);
      const spec = specs.find((each) => each.short === letter);
      if (!spec) throw new UsageError(`invalid option -- '${letter}'`);
      if (!spec.value) {
        options.push({ name: letter, value: '' });
        continue;
      }
      const given = at + 1 < letters.length ? letters.slice(at + 1) : rest.shift();
      if (given === undefined) throw new UsageError(`option requires an argument -- '${letter}'`);
      options.push({ name: letter, value: given });
      return;
    }
  };

  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      operands.push(...rest.splice(0));
    } else if (word.startsWith('--')) long(word.slice(2));
    else if (word.startsWith('-') && word.length > 1) short(word.slice(1));
    else operands.push(word);
  }
  return { options, operands };
}

/** Runs a command's body; what getopt refuses is said as GNU programs say it. */
export async function withUsage(name: string, body: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { stderr: `${name}: ${error.message}\nTry '${name} --help' for more information.\n`, exitCode: 1 };
  }
}
