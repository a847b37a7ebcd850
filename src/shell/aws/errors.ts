// Everything that ends an `aws` line early, and how AWS CLI v2 words it on standard error.
// Source: AWS CLI User Guide, "Return codes", "Structured error output"; recorded runs of 2.36.7.
import type { JsonObject } from '../../base/json.ts';
import { formatJson } from './format/json.ts';
import { formatTable } from './format/table.ts';
import { formatText } from './format/text.ts';
import { formatYaml } from './format/yaml.ts';

export const USAGE = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`;

export const errorFormats = ['legacy', 'json', 'yaml', 'text', 'table', 'enhanced'] as const;
export type ErrorFormat = (typeof errorFormats)[number];

export const findErrorFormat = (text: string | undefined): ErrorFormat | undefined =>
  errorFormats.find((format) => format === text);

export const errorFormatOrDefault = (text: string | undefined): ErrorFormat => findErrorFormat(text) ?? 'enhanced';

/** 252: the line is wrong. 253: Region or credentials are missing. 254: the service refused. 255: anything else. */
export type FailureCode = 252 | 253 | 254 | 255;

export class CliError extends Error {
  override readonly name = 'CliError';
  constructor(
    readonly exitCode: FailureCode,
    message: string,
    /** What the structured formats print; absent where an error has no code. */
    readonly details?: JsonObject,
    /** Whether the usage stands before the message. */
    readonly usageFirst = false,
  ) {
    super(message);
  }

  render(format: ErrorFormat): string {
    if (this.details) {
      if (format === 'json') return formatJson(this.details);
      if (format === 'yaml') return formatYaml(this.details);
      if (format === 'text') return formatText(this.details);
      if (format === 'table') return formatTable('error', this.details);
    }
    const usage = this.usageFirst ? `\n${USAGE}\n` : '';
    const label = format === 'legacy' ? '' : 'aws: [ERROR]: ';
    return `${usage}\n${label}${this.message.trimEnd()}\n`;
  }
}

const coded = (exitCode: FailureCode, code: string, message: string) =>
  new CliError(exitCode, `An error occurred (${code}): ${message}`, { Code: code, Message: message });

export const paramValidation = (message: string) => coded(252, 'ParamValidation', message);

export const paramError = (name: string, message: string) =>
  paramValidation(`Error parsing parameter '${name}': ${message}`);

/** What argparse says of a line it cannot read: the message, then the usage. */
export const usageError = (message: string) => paramValidation(`${message}\n\n${USAGE}`);

export const unknownOptions = (words: readonly string[]) =>
  new CliError(252, `Unknown options: ${words.join(', ')}`, undefined, true);

export const noRegion = () =>
  coded(253, 'NoRegion', 'You must specify a region. You can also configure your region by running "aws configure".');

export const noCredentials = () =>
  coded(253, 'NoCredentials', 'Unable to locate credentials. You can configure credentials by running "aws login".');

/** An exception that the CLI itself did not foresee, in Python's own words. */
export const failure = (message: string) => new CliError(255, message);
