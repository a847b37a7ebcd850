// Words into options, as Python's argparse takes them: an unambiguous beginning of an option is enough, --name=value
// works, a repeated option's last value counts, and what is not known is left over for the next parser.
// Source: Python Library Reference, argparse (parse_known_args).
import { closeMatches } from './close-matches.ts';
import { usageError } from './errors.ts';
import { pythonInt, pythonRepr } from './python-text.ts';

export interface OptionSpec {
  /** With its dashes. */
  readonly name: string;
  /** What is remembered under; two options may share it (--multi-region, --no-multi-region). */
  readonly key: string;
  readonly takes:
    | { readonly kind: 'nothing'; readonly value: boolean }
    | { readonly kind: 'one' }
    | { readonly kind: 'perhaps one'; readonly otherwise: string }
    | { readonly kind: 'any number' };
  readonly integer?: boolean;
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

export type OptionValue = string | number | boolean | readonly string[];

export interface PositionalSpec {
  readonly name: string;
  readonly choices: readonly string[];
}

export interface ParsedWords {
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly positional: string | undefined;
  readonly rest: readonly string[];
}

interface Recognised {
  readonly spec: OptionSpec | undefined;
  readonly attached: string | undefined;
}

export function parseWords(
  words: readonly string[],
  specs: readonly OptionSpec[],
  positional?: PositionalSpec,
): ParsedWords {
  const recognised = words.map((word) => recognise(word, specs));
  const options = new Map<string, OptionValue>();
  const seen = new Set<OptionSpec>();
  const rest: string[] = [];
  let taken: string | undefined;

  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    const option = recognised[at];
    at += 1;
    if (option === undefined) {
      if (positional && taken === undefined) taken = checkedChoice(word, positional.name, positional.choices);
      else rest.push(word);
      continue;
    }
    const { spec, attached } = option;
    if (spec === undefined) {
      rest.push(word);
      continue;
    }
    let available = 0;
    while (at + available < words.length && recognised[at + available] === undefined) available += 1;
    const { value, used } = take(spec, attached, words.slice(at, at + available));
    at += used;
    seen.add(spec);
    options.set(spec.key, value);
  }

  const missing = specs.filter((spec) => spec.required === true && !seen.has(spec)).map((spec) => spec.name);
  if (positional && taken === undefined) missing.push(positional.name);
  if (missing.length > 0) throw usageError(`the following arguments are required: ${missing.join(', ')}`);
  return { options, positional: taken, rest };
}

/** Undefined for a word that is no option. */
function recognise(word: string, specs: readonly OptionSpec[]): Recognised | undefined {
  if (!word.startsWith('-') || word === '-') return undefined;
  const exact = specs.find((spec) => spec.name === word);
  if (exact) return { spec: exact, attached: undefined };
  const equals = word.indexOf('=');
  const beginning = equals === -1 ? word : word.slice(0, equals);
  const attached = equals === -1 ? undefined : word.slice(equals + 1);
  const whole = specs.find((spec) => spec.name === beginning);
  if (whole) return { spec: whole, attached };
  if (beginning.startsWith('--')) {
    const possible = specs.filter((spec) => spec.name.startsWith(beginning));
    if (possible.length > 1) {
      throw usageError(`ambiguous option: ${word} could match ${possible.map((spec) => spec.name).join(', ')}`);
    }
    if (possible.length === 1) return { spec: possible[0], attached };
  }
  if (/^-\d+$|^-\d*\.\d+$/.test(word) || word.includes(' ')) return undefined;
  return { spec: undefined, attached: undefined };
}

function take(
  spec: OptionSpec,
  attached: string | undefined,
  available: readonly string[],
): { readonly value: OptionValue; readonly used: number } {
  const [first] = available;
  switch (spec.takes.kind) {
    case 'nothing':
      if (attached !== undefined) throw argumentError(spec.name, `ignored explicit argument ${pythonRepr(attached)}`);
      return { value: spec.takes.value, used: 0 };
    case 'any number':
      return attached === undefined ? { value: available, used: available.length } : { value: [attached], used: 0 };
    case 'perhaps one':
      if (attached !== undefined) return { value: converted(spec, attached), used: 0 };
      return first === undefined
        ? { value: spec.takes.otherwise, used: 0 }
        : { value: converted(spec, first), used: 1 };
    case 'one':
      if (attached !== undefined) return { value: converted(spec, attached), used: 0 };
      if (first === undefined) throw argumentError(spec.name, 'expected one argument');
      return { value: converted(spec, first), used: 1 };
  }
}

function converted(spec: OptionSpec, word: string): string | number {
  if (spec.integer === true) {
    const number = pythonInt(word);
    if (number === undefined) throw argumentError(spec.name, `invalid int value: ${pythonRepr(word)}`);
    return number;
  }
  return spec.choices ? checkedChoice(word, spec.name, spec.choices) : word;
}

const argumentError = (name: string, problem: string) => usageError(`argument ${name}: ${problem}`);

export function checkedChoice(word: string, name: string, choices: readonly string[]): string {
  if (choices.includes(word)) return word;
  const possible = closeMatches(word, choices);
  const meant =
    possible.length === 0 ? '\n' : `\n\nMaybe you meant:\n\n${possible.map((choice) => `  * ${choice}`).join('\n')}`;
  throw argumentError(name, `Found invalid choice ${pythonRepr(word)}${meant}`);
}
