// A verb of several parts, as `lab cluster add-hsm` is one of `lab cluster`: each with its own usage, all in one help.
import { credentialsIn } from '../../environment.ts';
import type { Structure } from '../../../world/model.ts';
import type { Region } from '../../../base/brand.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { fails } from '../command.ts';
import { parseOptions, UsageError, type OptionSpec } from '../options.ts';
import { refusal } from './verb.ts';
import type { Verb } from './verb.ts';

export interface Given {
  /** By the option's name. */
  readonly options: Readonly<Record<string, string>>;
  readonly operands: readonly string[];
}

export interface Part {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options?: readonly OptionSpec[];
  /** What the first word besides options may be, where there is a list of it. */
  readonly choices?: readonly string[];
  /** How many words there are besides options. */
  readonly operands?: number;
  /** What it prints. */
  run(given: Given, simulation: Simulation): Promise<string | Uint8Array> | string;
}

/** Why a part does nothing, in words for the person who typed it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The simulated parts of the world around KMS, asked through the front door: what they are told can be undone. */
export class Simulation {
  constructor(readonly io: CommandIo) {}

  get region(): string {
    return this.io.env['AWS_REGION'] ?? this.io.env['AWS_DEFAULT_REGION'] ?? '';
  }

  /** Throws a Refusal. */
  async ask(operation: string, input: Structure): Promise<Structure> {
    const { env, host } = this.io;
    const { group, signal } = host.line();
    const answer = await group.invoke(
      {
        service: 'simulation',
        operation,
        input,
        region: this.region as Region,
        credentials: credentialsIn((name) => env[name], host.credentials),
      },
      { signal },
    );
    if (answer.ok) return answer.output ?? {};
    throw new Refusal(answer.error.message || answer.error.code);
  }
}

export function severalParts(
  name: string,
  summary: string,
  parts: readonly Part[],
  common: readonly OptionSpec[],
  footnote: string,
  /** The part that is meant where none is named. */
  silently?: string,
): Verb {
  const width = Math.max(...parts.map((part) => `${part.name} ${part.usage}`.trim().length));
  const lines = parts.map(
    (part) => `  lab ${name} ${`${part.name} ${part.usage}`.trim().padEnd(width)}  ${part.summary}\n`,
  );
  const verb: Verb = {
    name,
    usage: '<what> …',
    summary,
    details: `\n${lines.join('')}\n${footnote}\n`,
    words: parts.map((part) => part.name),
    furtherWords: Object.fromEntries(parts.map((part) => [part.name, part.choices ?? []])),
    async run(words, io): Promise<CommandResult> {
      const isNamed = parts.some((each) => each.name === words[0]) || isHelp(words[0]);
      const [word, ...args] = isNamed || silently === undefined ? words : [silently, ...words];
      if (word === undefined || isHelp(word)) return { stdout: `${summary}\n${verb.details ?? ''}` };
      const part = parts.find((each) => each.name === word);
      if (!part) return refusal(verb, `there is no “${word}”. Try: lab help ${name}`);
      const named = { name: `${name} ${part.name}`, usage: part.usage };
      try {
        const parsed = parseOptions(args, [...(part.options ?? []), ...common]);
        const { operands } = parsed;
        const most = part.operands ?? 0;
        if (operands.length > most) return refusal(named, `“${operands.slice(most).join(' ')}” is more than it takes`);
        const options = Object.fromEntries(parsed.options.map((option) => [option.name, option.value]));
        return { stdout: await part.run({ options, operands }, new Simulation(io)) };
      } catch (error) {
        if (error instanceof UsageError) return refusal(named, error.message);
        if (error instanceof Refusal) return fails(`lab ${named.name}: ${error.message}`);
        throw error;
      }
    },
  };
  return verb;
}

const isHelp = (word: string | undefined): boolean => word === 'help' || word === '--help';

/** The word that has to be there. Throws a UsageError. */
export function needed(word: string | undefined, what: string): string {
  if (word === undefined) throw new UsageError(`${what} is missing`);
  return word;
}

/** What a word stands for. Throws a UsageError that lists the words. */
export function oneOf(word: string | undefined, what: string, words: Readonly<Record<string, string>>): string {
  const named = word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;
  if (named === undefined) throw new UsageError(`${what} is one of ${Object.keys(words).join(', ')}`);
  return named;
}

export const value = (long: string): OptionSpec => ({ long, value: 'required' });

/** A member of an answer that is a text. */
export const textOf = (structure: Structure, member: string): string => {
  const found = structure[member];
  return typeof found === 'string' ? found : '';
};

/** A member of an answer that is a structure. */
export function structureOf(structure: Structure, member: string): Structure {
  const found = structure[member];
  return isStructure(found) ? found : {};
}

export function structuresOf(structure: Structure, member: string): readonly Structure[] {
  const found: unknown = structure[member];
  return Array.isArray(found) ? found.filter(isStructure) : [];
}

const isStructure = (found: unknown): found is Structure =>
  typeof found === 'object' && found !== null && !Array.isArray(found) && !(found instanceof Uint8Array);

/** Members of a request, without those that were not given. */
export const given = (members: Readonly<Record<string, string | undefined>>): Structure =>
  Object.fromEntries(Object.entries(members).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
