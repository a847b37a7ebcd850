// The options that every `aws` line takes, before or behind the command.
// Source: AWS CLI v2 Command Reference, "aws", Global Options.
import { parseWords, type OptionSpec, type OptionValue } from './argument-parser.ts';
import { errorFormats, findErrorFormat, type ErrorFormat } from './errors.ts';

export const outputFormats = ['json', 'text', 'table', 'yaml', 'yaml-stream', 'off'] as const;
export const binaryFormats = ['base64', 'raw-in-base64-out'] as const;

const flag = (name: string, key: string, value = true): OptionSpec => ({
  name,
  key,
  takes: { kind: 'nothing', value },
});
const one = (name: string, key: string, choices?: readonly string[]): OptionSpec => ({
  name,
  key,
  takes: { kind: 'one' },
  ...(choices && { choices }),
});
const integer = (name: string, key: string): OptionSpec => ({ ...one(name, key), integer: true });

export const globalOptions: readonly OptionSpec[] = [
  flag('--debug', 'debug'),
  one('--endpoint-url', 'endpointUrl'),
  flag('--no-verify-ssl', 'verifySsl', false),
  flag('--no-paginate', 'paginate', false),
  one('--output', 'output', outputFormats),
  one('--query', 'query'),
  one('--profile', 'profile'),
  one('--region', 'region'),
  flag('--version', 'version'),
  one('--color', 'color', ['on', 'off', 'auto']),
  flag('--no-sign-request', 'signRequest', false),
  one('--ca-bundle', 'caBundle'),
  integer('--cli-read-timeout', 'cliReadTimeout'),
  integer('--cli-connect-timeout', 'cliConnectTimeout'),
  one('--cli-binary-format', 'binaryFormat', binaryFormats),
  flag('--no-cli-pager', 'pager', false),
  flag('--cli-auto-prompt', 'autoPrompt'),
  flag('--no-cli-auto-prompt', 'autoPrompt', false),
  one('--cli-error-format', 'errorFormat', errorFormats),
];

export interface Globals {
  readonly endpointUrl: string | undefined;
  readonly paginate: boolean;
  readonly output: string | undefined;
  readonly query: string | undefined;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly version: boolean;
  readonly color: boolean;
  readonly signRequest: boolean;
  readonly binaryFormat: string | undefined;
  readonly errorFormat: ErrorFormat | undefined;
}

export interface ParsedLine {
  readonly globals: Globals;
  /** kms, help, configure … */
  readonly command: string;
  readonly rest: readonly string[];
}

/** `commands` are those that can follow `aws`. */
export function parseLine(words: readonly string[], commands: readonly string[]): ParsedLine {
  // argparse prints the version as soon as it meets the option, whatever else is missing.
  if (words.includes('--version')) return { globals: globalsOf(new Map([['version', true]])), command: '', rest: [] };
  const { options, positional, rest } = parseWords(words, globalOptions, { name: 'command', choices: commands });
  return { globals: globalsOf(options), command: positional ?? '', rest };
}

function globalsOf(options: ReadonlyMap<string, OptionValue>): Globals {
  const text = (key: string) => {
    const value = options.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    endpointUrl: text('endpointUrl'),
    paginate: options.get('paginate') !== false,
    output: text('output'),
    query: text('query'),
    profile: text('profile'),
    region: text('region'),
    version: options.get('version') === true,
    color: text('color') === 'on',
    signRequest: options.get('signRequest') !== false,
    binaryFormat: text('binaryFormat'),
    errorFormat: findErrorFormat(text('errorFormat')),
  };
}
