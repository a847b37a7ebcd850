// One `aws SERVICE OPERATION` line, from its words to its output.
// Source: AWS CLI v2 Command Reference; the order of the steps, and so of the errors, is the CLI's.
import type { Json, JsonObject } from '../../base/json.ts';
import type { ApiModel, OperationModel, Structure, Value } from '../../world/model.ts';
import { parseWords, type OptionValue } from './argument-parser.ts';
import type { Config } from './config.ts';
import { failure, paramValidation, unknownOptions } from './errors.ts';
import type { Globals } from './global-options.ts';
import { readInputDocument } from './input-document.ts';
import type { AwsIo } from './io.ts';
import { inputMembers, optionSpecs } from './operation-options.ts';
import { kebabCase } from './names.ts';
import { isOutputFormat, Printer } from './output.ts';
import { collectPages, pages, type PagingOptions } from './paginate.ts';
import { readParameter, shapeOf } from './parameters.ts';
import { presentOutput, type Presentation } from './present.ts';
import type { Query } from './query.ts';
import { call, decodeBlobs, toInput, type Client } from './request.ts';
import { inputSkeleton, outputSkeleton, yamlInputSkeleton } from './skeleton.ts';
import { validate } from './validate.ts';

export interface Line {
  readonly io: AwsIo;
  readonly globals: Globals;
  readonly config: Config;
  readonly query: Query | undefined;
  readonly write: (text: string) => void;
}

export async function runOperation(
  line: Line,
  model: ApiModel,
  operation: OperationModel,
  words: readonly string[],
): Promise<void> {
  const { options, rest } = parseWords(words, optionSpecs(model, operation, words));
  if (rest.length > 0) throw unknownOptions(rest);
  const parameters = await readParameters(line, model, operation, options);
  const skeleton = options.get('--generate-cli-skeleton');
  if (skeleton === 'input' || skeleton === 'yaml-input') {
    line.write(skeleton === 'input' ? inputSkeleton(model, operation) : yamlInputSkeleton(model, operation));
    return;
  }

  const paging = pagingOf(line, operation, options);
  const { config, globals, io } = line;
  const output = config.output();
  if (!isOutputFormat(output)) throw failure(`Unknown output type: ${output}`);
  const presentation: Presentation = { timestamps: config.timestampFormat(), zone: io.env['TZ'] ?? '' };
  const printer = new Printer(operation.name, output, line.query, globals.color, line.write);
  const client = clientOf(line, model);
  const input = checkedInput(line, model, operation, parameters);

  if (skeleton === 'output') {
    const sample = outputSkeleton(model, operation);
    if (operation.output !== null) validate(model, operation.output, sample);
    printer.whole(presentOutput(model, operation.output, sample, presentation));
    return;
  }
  const signed = { ...client, credentials: globals.signRequest ? config.signingCredentials() : unsigned };
  const fetch = async (one: Structure): Promise<JsonObject> =>
    presentOutput(model, operation.output, await call(signed, operation, one), presentation);
  if (!paging || !operation.pagination) {
    printer.whole(await fetch(input));
    return;
  }
  const items = pages(operation.pagination, input, paging, fetch);
  if (output === 'text' || output === 'yaml-stream') await printer.pageByPage(items, operation.pagination.resultKey);
  else printer.whole(await collectPages(items, operation.pagination.resultKey));
}

/** What a request under --no-sign-request is signed with. */
const unsigned = { accessKeyId: '' };

async function readParameters(
  { io }: Line,
  model: ApiModel,
  operation: OperationModel,
  options: ReadonlyMap<string, OptionValue>,
): Promise<{ readonly [key: string]: Value }> {
  const given: [string, Value][] = [];
  for (const member of inputMembers(model, operation)) {
    const value = options.get(member.option);
    if (value !== undefined) given.push([member.member, await readParameter(io, model, member, value)]);
  }
  const document: { readonly [key: string]: Json } = await readInputDocument(io, options);
  return { ...document, ...Object.fromEntries(given) };
}

function checkedInput(
  { config }: Line,
  model: ApiModel,
  operation: OperationModel,
  parameters: { readonly [key: string]: Value },
): Structure {
  if (operation.input === null) return {};
  const decoded = decodeBlobs(model, operation.input, parameters, config.binaryFormat());
  validate(model, operation.input, decoded);
  const input = toInput(model, operation.input, decoded);
  return shapeOf(model, operation.input).type === 'structure' ? (input as Structure) : {};
}

/** Undefined where the answer is one page only: none in the API, none wanted, or paged by hand. */
function pagingOf(
  { globals }: Line,
  { pagination }: OperationModel,
  options: ReadonlyMap<string, OptionValue>,
): PagingOptions | undefined {
  if (!pagination) return undefined;
  const ours = ['--starting-token', '--page-size', '--max-items'].filter((name) => options.has(name));
  if (!globals.paginate) {
    if (ours.length === 0) return undefined;
    throw paramValidation(`Cannot specify --no-paginate along with pagination arguments: ${ours.join(', ')}`);
  }
  const byHand = [pagination.inputToken, pagination.limitKey].some((member) => options.has(`--${kebabCase(member)}`));
  if (byHand && ours.length === 0) return undefined;
  const number = (name: string) => {
    const value = options.get(name);
    return typeof value === 'number' ? value : undefined;
  };
  const startingToken = options.get('--starting-token');
  return {
    startingToken: typeof startingToken === 'string' ? startingToken : undefined,
    pageSize: number('--page-size'),
    maxItems: number('--max-items'),
  };
}

function clientOf({ io, config }: Line, model: ApiModel): Omit<Client, 'credentials'> {
  const region = config.region();
  // Half a pair of keys is noticed here; none at all only when a request is signed.
  config.credentials();
  return {
    io,
    model,
    region,
    endpointUrl: config.endpointUrl(model.service),
    maxAttempts: config.maxAttempts(),
  };
}
