// A request handler for the AWS SDK for JavaScript v3: its clients get the world instead of the network.
//   new KMSClient({ region, credentials, requestHandler: createSdkHandler({ world }) })
// The page runs the SDK itself, so its signature proves nothing; whose credentials signed decides who calls.
import type { Region } from '../base/brand.ts';
import { utf8 } from '../base/bytes.ts';
import { ServiceError } from '../world/errors.ts';
import type { Call, Credentials, Group, World } from '../world/world-api.ts';
import { answerCall, failure, responseOf, targetOf, type Answered } from './aws-json.ts';
import { headerOf, type HttpRequest } from './http.ts';
import { authorizationOf, scopeOf } from './sigv4-scope.ts';

export interface SdkHandlerOptions {
  readonly world: World;
  /** Without, each request is a group of its own. */
  readonly group?: Group;
}

/** What the SDK hands a handler, as far as it matters here. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The SDK's own type of signals is wider than the platform's. */
export interface SdkHandlerCallOptions {
  readonly abortSignal?: { readonly aborted: boolean } | undefined;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

export interface SdkHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: SdkRequest, options?: SdkHandlerCallOptions): Promise<{ response: SdkResponse }>;
  /** The SDK asks every handler for these; there is nothing to configure. */
  updateHttpClientConfig(key: never, value: never): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
}

export function createSdkHandler({ world, group }: SdkHandlerOptions): SdkHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, { abortSignal } = {}) => {
      if (abortSignal?.aborted) throw aborted();
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      try {
        const answered = await answerTo(world, group ?? world.group(), readable(request), signal);
        const { status, headers, body } = responseOf(answered, world.nowMs());
        return { response: { statusCode: status, headers: { ...headers }, body } };
      } catch (error) {
        throw signal?.aborted ? aborted() : error;
      }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

async function answerTo(
  world: World,
  group: Group,
  request: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<Answered> {
  try {
    const target = targetOf(world.models, request);
    const { region, credentials } = claimed(request);
    return await answerCall({ group, target, region, credentials, body: request.body, ...(signal && { signal }) });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // It never comes to a service, but it has a request ID, which is the world's to give.
    const { requestId } = await group.invoke(nothing);
    return failure(error, requestId);
  }
}

const nothing: Call = { service: '', operation: '', input: {}, region: '' as Region, credentials: { accessKeyId: '' } };

/** Who the request says has signed it. Throws as AWS does where it does not say so. */
function claimed(request: HttpRequest): { readonly region: Region; readonly credentials: Credentials } {
  const { accessKeyId, region } = scopeOf(authorizationOf(request).credential);
  const sessionToken = headerOf(request, 'x-amz-security-token');
  return {
    region: region as Region,
    credentials: { accessKeyId, ...(sessionToken !== undefined && { sessionToken }) },
  };
}

function readable({ method, path, headers, body }: SdkRequest): HttpRequest {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, path, query: '', headers: Object.fromEntries(lowerCase), body: bytesOf(body) };
}

/** The SDK serializes JSON to text, or to bytes. */
function bytesOf(body: unknown): Uint8Array {
  if (typeof body === 'string') return utf8(body);
  if (body instanceof Uint8Array) return body;
  return new Uint8Array();
}

/** The SDK's retries know an abort by this name. */
function aborted(): Error {
  const error = new Error('Request aborted');
  error.name = 'AbortError';
  return error;
}
