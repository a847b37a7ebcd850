// AWS JSON 1.1, the server's side: which operation a request asks for, its input, and the response to it.
// Sources: Smithy, "AWS JSON 1.1 protocol"; facts/behaviours.md, section 16 (what KMS is observed to send).
import type { Region } from '../base/brand.ts';
import { fromUtf8, utf8 } from '../base/bytes.ts';
import { parseJson, type Json } from '../base/json.ts';
import { ServiceError } from '../world/errors.ts';
import type { ApiModel, OperationModel } from '../world/model.ts';
import type { Answer, Credentials, Group } from '../world/world-api.ts';
import { headerOf, type HttpRequest, type HttpResponse } from './http.ts';
import { fromWire, toWire } from './json.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** What a request asks for. */
export interface Target {
  readonly model: ApiModel;
  readonly operation: OperationModel;
}

export const unknownOperation = () => new ServiceError('UnknownOperationException', '', 404);

/** From `X-Amz-Target: TrentService.Encrypt`. Throws an UnknownOperationException. */
export function targetOf(models: Readonly<Record<string, ApiModel>>, request: HttpRequest): Target {
  const [prefix, name, ...more] = (headerOf(request, 'x-amz-target') ?? '').split('.');
  const model = Object.values(models).find(({ targetPrefix }) => targetPrefix === prefix);
  const operation = model && name !== undefined && Object.hasOwn(model.operations, name) && model.operations[name];
  const isCall = request.method === 'POST' && request.path === '/' && hasOurContentType(request);
  if (!model || !operation || more.length > 0 || !isCall) throw unknownOperation();
  return { model, operation };
}

/** Parameters of the media type, such as a charset, say nothing here. */
const hasOurContentType = (request: HttpRequest): boolean =>
  headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase() === CONTENT_TYPE;

export interface CallOnWire {
  readonly group: Group;
  readonly target: Target;
  readonly region: Region;
  readonly credentials: Credentials;
  readonly body: Uint8Array;
  readonly signal?: AbortSignal;
}

/** Asks the world, and writes its answer. */
export async function answerCall(call: CallOnWire): Promise<Answered> {
  const { group, target, region, credentials, signal } = call;
  const answer = await group.invoke(
    {
      service: target.model.service,
      operation: target.operation.name,
      input: inputOf(target, call.body),
      region,
      credentials,
    },
    signal ? { signal } : {},
  );
  return answer.ok ? success(target, answer) : failure(answer.error, answer.requestId);
}

export interface Answered {
  readonly status: number;
  readonly requestId: string;
  readonly text: string;
}

/** Null for what cannot be read: the front door refuses that with a SerializationException, and keeps count of it. */
function inputOf({ model, operation }: Target, body: Uint8Array): unknown {
  const json = jsonOf(body);
  if (json === undefined) return null;
  if (operation.input === null) return json;
  try {
    return fromWire(model, operation.input, json);
  } catch (error) {
    if (error instanceof ServiceError) return null;
    throw error;
  }
}

/** An empty body is no JSON, as for AWS. */
function jsonOf(body: Uint8Array): Json | undefined {
  try {
    return parseJson(fromUtf8(body));
  } catch {
    return undefined;
  }
}

/** An operation without an output shape answers with an empty body. */
function success({ model, operation }: Target, answer: Extract<Answer, { ok: true }>): Answered {
  const text = operation.output === null ? '' : JSON.stringify(toWire(model, operation.output, answer.output ?? {}));
  return { status: 200, requestId: answer.requestId, text };
}

/** An empty message is left out. What AWS's authorization says comes with a capital M. */
export function failure(
  { code, message, httpStatus }: Pick<ServiceError, 'code' | 'message' | 'httpStatus'>,
  requestId: string,
): Answered {
  const said = message === '' ? {} : { [code === 'AccessDeniedException' ? 'Message' : 'message']: message };
  return { status: httpStatus, requestId, text: JSON.stringify({ __type: code, ...said }) };
}

/** `nowMs` is what the Date header says. */
export function responseOf({ status, requestId, text }: Answered, nowMs: number): HttpResponse {
  const body = utf8(text);
  const headers = {
    'content-type': CONTENT_TYPE,
    'content-length': String(body.length),
    date: new Date(nowMs).toUTCString(),
    'x-amzn-requestid': requestId,
  };
  return { status, headers, body };
}
