// The endpoint's command line.
import { parseArgs } from 'node:util';
import { EndpointError } from './endpoint-error.ts';

export const usage = `usage: npm run endpoint -- [--port PORT] [--world FILE] [--data DIR]

Serves AWS KMS on http://127.0.0.1:PORT for the AWS CLI, boto3, Terraform and every AWS SDK.

  --port PORT    0 to 65535; 0 takes a free one (default 8423)
  --world FILE   accounts, principals and access keys, as JSON (docs/endpoint.md);
                 without it AKIAIOSFODNN7EXAMPLE is an administrator of 111122223333
  --data DIR     keeps everything that was answered in DIR; without it the world ends with the process
  --help         prints this
`;

export interface EndpointArguments {
  readonly help: boolean;
  readonly port: number;
  readonly world: string | undefined;
  readonly data: string | undefined;
}

export const DEFAULT_PORT = 8423;

/** Throws an EndpointError whose exit code is 2. */
export function readArguments(args: readonly string[]): EndpointArguments {
  const values = parsed(args);
  for (const name of ['port', 'world', 'data'] as const) {
    const given = values[name];
    if (given === '') throw wrongly(`--${name} needs a value`);
  }
  return {
    help: values.help ?? false,
    port: values.port === undefined ? DEFAULT_PORT : readPort(values.port),
    world: values.world,
    data: values.data,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { port: text, world: text, data: text, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw wrongly(error instanceof Error ? error.message : String(error));
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw wrongly(`--port takes a number from 0 to 65535, not '${text}'`);
  return port;
}

const wrongly = (message: string) => new EndpointError(`${message}\n\n${usage}`, 2);
