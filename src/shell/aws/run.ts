// `aws`: one command line of AWS CLI v2 from beginning to end, as a function of its words and its surroundings.
import { checkedChoice, parseWords } from './argument-parser.ts';
import { Config } from './config.ts';
import {
  CliError,
  errorFormatOrDefault,
  paramValidation,
  unknownOptions,
  usageError,
  type ErrorFormat,
} from './errors.ts';
import { parseLine } from './global-options.ts';
import { mainHelp, operationHelp, serviceHelp } from './help.ts';
import type { AwsIo, AwsResult } from './io.ts';
import { kebabCase } from './names.ts';
import { commandsElsewhere, configureAsksNothing, configureElsewhere, notHere } from './not-here.ts';
import type { ApiModel } from '../../world/model.ts';
import { runOperation, type Line } from './operation.ts';
import { compileQuery } from './query.ts';

export const CLI_VERSION = '2.36.7';
const CLOUDSHELL_PLATFORM = 'Python/3.13.11 Linux/6.1 exec-env/CloudShell exe/x86_64.amzn.2023';

export async function runAws(argv: readonly string[], io: AwsIo): Promise<AwsResult> {
  const written: string[] = [];
  const state = { errorFormat: errorFormatOrDefault(io.env['AWS_CLI_ERROR_FORMAT']) };
  try {
    await dispatch(
      argv,
      io,
      (text) => written.push(text),
      (format) => (state.errorFormat = format),
    );
    return { stdout: written.join(''), stderr: '', exitCode: 0 };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { stdout: written.join(''), stderr: error.render(state.errorFormat), exitCode: error.exitCode };
  }
}

async function dispatch(
  argv: readonly string[],
  io: AwsIo,
  write: (text: string) => void,
  useErrorFormat: (format: ErrorFormat) => void,
): Promise<void> {
  const services = Object.keys(io.models);
  const here = [...services, 'configure', 'help'];
  const elsewhere = commandsElsewhere(argv, here);
  const { globals, command, rest } = parseLine(argv, [...here, ...elsewhere]);
  if (globals.errorFormat) useErrorFormat(globals.errorFormat);
  if (globals.version) {
    write(`aws-cli/${CLI_VERSION} ${io.platform ?? CLOUDSHELL_PLATFORM}\n`);
    return;
  }
  if (elsewhere.includes(command)) throw notHere(command, services);
  const query = globals.query === undefined ? undefined : compileQuery(globals.query);
  checkEndpoint(globals.endpointUrl);
  const config = await Config.load(io, globals);
  useErrorFormat(config.errorFormat());
  const line: Line = { io, globals, config, query, write };
  const model = Object.hasOwn(io.models, command) ? io.models[command] : undefined;
  if (model) await runService(line, command, model, rest);
  else write(command === 'configure' ? configure(config, rest) : mainHelp(io.models));
}

async function runService(line: Line, service: string, model: ApiModel, words: readonly string[]): Promise<void> {
  const operations = new Map(
    Object.values(model.operations).map((operation) => [kebabCase(operation.name), operation]),
  );
  const { positional, rest } = parseWords(words, [], { name: 'operation', choices: [...operations.keys(), 'help'] });
  // What is no operation was refused; so this is help.
  const operation = operations.get(positional ?? '');
  if (!operation) line.write(serviceHelp(service, model));
  else if (rest.length === 1 && rest[0] === 'help') line.write(operationHelp(service, model, operation));
  else await runOperation(line, model, operation, rest);
}

/** Settings are files here as everywhere: `configure` tells what they say; an editor changes them. */
function configure(config: Config, [subcommand, ...rest]: readonly string[]): string {
  if (subcommand === undefined || configureElsewhere.includes(subcommand)) throw configureAsksNothing();
  if (checkedChoice(subcommand, 'subcommand', ['get', 'list-profiles']) === 'list-profiles') {
    if (rest.length > 0) throw unknownOptions(rest);
    return config
      .profiles()
      .map((profile) => `${profile}\n`)
      .join('');
  }
  const [name, ...more] = rest;
  if (name === undefined) throw usageError('the following arguments are required: varname');
  if (more.length > 0) throw unknownOptions(more);
  const value = config.setting(name);
  if (value === undefined) throw new SilentFailure();
  return `${value}\n`;
}

/** An unset value prints nothing and fails, without a word. */
class SilentFailure extends CliError {
  constructor() {
    super(255, '');
  }
  override render(): string {
    return '';
  }
}

function checkEndpoint(url: string | undefined): void {
  if (url === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return;
  throw paramValidation(
    `Bad value for --endpoint-url "${url}": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/`,
  );
}
