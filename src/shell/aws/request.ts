// One call: the parameters in the engine's form, sent, tried again where the CLI would, and refusals in its words.
// Source: AWS SDKs and Tools Reference Guide, "Retry behavior" (standard mode).
import { utf8 } from '../../base/bytes.ts';
import { findRegion } from '../../base/regions.ts';
import type { Json } from '../../base/json.ts';
import type { ApiModel, OperationModel, Structure, Value } from '../../world/model.ts';
import type { Answer, Credentials } from '../../world/world-api.ts';
import { blobFromText } from './blobs.ts';
import { CliError, failure } from './errors.ts';
import type { AwsIo } from './io.ts';
import { noSuchOperationYet } from './not-here.ts';
import { shapeOf } from './parameters.ts';
import { isDict, isList } from './python-text.ts';
import { readTimestamp } from './timestamps.ts';

export interface Client {
  readonly io: AwsIo;
  readonly model: ApiModel;
  readonly region: string;
  readonly credentials: Credentials;
  readonly endpointUrl: string | undefined;
  readonly maxAttempts: number;
}

const RETRIED_CODES = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'RequestThrottled',
  'SlowDown',
  'PriorRequestNotComplete',
  'EC2ThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
]);
const RETRIED_STATUSES = new Set([500, 502, 503, 504]);

/** Throws a CliError where the service refuses. Every try is a call of its own, as it is in AWS. */
export async function call(client: Client, operation: OperationModel, input: Structure): Promise<Structure> {
  const { io, model, region, credentials } = client;
  checkReachable(client);
  const request = { service: model.service, operation: operation.name, input, region, credentials };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await io.send(request);
    if (answer.ok) return answer.output ?? {};
    const { code, httpStatus } = answer.error;
    const retried = RETRIED_CODES.has(code) || RETRIED_STATUSES.has(httpStatus);
    if (retried && attempt < client.maxAttempts) continue;
    throw refusal(model, operation, answer, retried ? ` (reached max retries: ${attempt - 1})` : '');
  }
}

/** There is no network: only AWS's own endpoints answer. */
function checkReachable({ endpointUrl, model, region }: Client): void {
  const url = endpointUrl ?? `https://${model.service}.${region}.amazonaws.com`;
  const ours = /^https?:\/\/[^/]*\.(?:amazonaws\.com|api\.aws)(?:[:/]|$)/.test(url) && findRegion(region) !== undefined;
  if (!ours) throw failure(`Could not connect to the endpoint URL: "${url.replace(/\/*$/, '/')}"`);
}

function refusal(
  model: ApiModel,
  operation: OperationModel,
  { error }: Extract<Answer, { ok: false }>,
  retries: string,
): CliError {
  const { code } = error;
  const message =
    code === 'UnknownOperationException' && error.message === '' ? noSuchOperationYet(operation.name) : error.message;
  const modelled = Object.values(model.operations).some(({ errors }) => errors.includes(code));
  return new CliError(
    254,
    `An error occurred (${code}) when calling the ${operation.name} operation${retries}: ${message}`,
    // Errors that the API model knows come with their own member besides what the CLI makes of every error.
    { Message: message, Code: code, ...(modelled && message !== '' && { message }) },
  );
}

/** Validated parameters as the engine takes them. */
export function toInput(model: ApiModel, shapeName: string, value: Value): Value {
  const shape = shapeOf(model, shapeName);
  switch (shape.type) {
    case 'structure': {
      if (!isDict(value)) return value;
      // In the model's order, which is also the order in which the CLI's options are read.
      const members = Object.entries(shape.members).flatMap(([name, member]): [string, Value][] => {
        const item = Object.hasOwn(value, name) ? value[name] : undefined;
        return item === undefined ? [] : [[name, toInput(model, member.shape, item)]];
      });
      return Object.fromEntries(members);
    }
    case 'list':
      return isList(value) ? value.map((item) => toInput(model, shape.member, item)) : value;
    case 'map':
      if (!isDict(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toInput(model, shape.value, item)]));
    case 'blob':
      return typeof value === 'string' ? utf8(value) : value;
    case 'timestamp':
      return readTimestamp(value) ?? value;
    case 'integer':
    case 'long':
      return typeof value === 'boolean' ? Number(value) : value;
    default:
      return value;
  }
}

/** Texts where the model has blobs become bytes, before anything is validated. */
export function decodeBlobs(model: ApiModel, shapeName: string, value: Value, format: string): Value {
  const shape = shapeOf(model, shapeName);
  if (shape.type === 'blob') return typeof value === 'string' ? blobFromText(value, format) : value;
  if (shape.type === 'list' && isList(value)) {
    return value.map((item) => decodeBlobs(model, shape.member, item, format));
  }
  if (shape.type === 'map' && isDict(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, decodeBlobs(model, shape.value, item, format)]),
    );
  }
  if (shape.type !== 'structure' || !isDict(value)) return value;
  const members = Object.entries(value).map(([key, item]) => {
    const member = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
    return [key, member ? decodeBlobs(model, member.shape, item, format) : item];
  });
  return Object.fromEntries(members) as Value;
}

export type Page = Readonly<Record<string, Json>>;
