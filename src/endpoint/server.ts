// The HTTP server: a world's services on loopback, for whoever signs with one of its access keys.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerCall, failure, responseOf, targetOf, type Answered } from '../wire/aws-json.ts';
import { headerOf, type HttpRequest } from '../wire/http.ts';
import { createVerifier, type Digests, type Verify } from '../wire/sigv4.ts';
import { accessKeysTable } from '../world/default-world.ts';
import { ServiceError } from '../world/errors.ts';
import type { HostMachine, World } from '../world/world-api.ts';
import { errorCode } from './endpoint-error.ts';
import { readRequest } from './read-request.ts';

export interface Patience {
  /** For the headers of a request, counted from when its connection was free for them. */
  readonly headersMs: number;
  /** For a request in whole. */
  readonly requestMs: number;
  /** For the next request on a connection. */
  readonly keepAliveMs: number;
}

const patienceOfAll: Patience = { headersMs: 10_000, requestMs: 30_000, keepAliveMs: 60_000 };

const MOST_HEADER_BYTES = 16 << 10;
const MOST_CONNECTIONS = 1024;

export interface ServerOptions {
  readonly world: World;
  readonly machine: HostMachine;
  readonly patience?: Patience;
  /** A bug of ours, while a request was answered. */
  readonly report: (error: unknown) => void;
}

const nodeDigests: Digests = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  hmacSha256: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
};

export function createEndpointServer(options: ServerOptions): Server {
  const { world, machine, patience = patienceOfAll, report } = options;
  const verify = createVerifier({
    accessKey: (id) => world.view.get(accessKeysTable, '', id),
    nowMs: () => machine.nowMs(),
    digests: nodeDigests,
  });
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      keepAliveTimeout: patience.keepAliveMs,
      connectionsCheckingInterval: Math.min(1000, patience.headersMs),
      maxHeaderSize: MOST_HEADER_BYTES,
      noDelay: true,
    },
    (incoming, outgoing) => {
      respond(options, verify, incoming, outgoing).catch((error: unknown) => {
        report(error);
        outgoing.destroy();
      });
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error, socket) => refuseUnread(error, socket, machine.nowMs()));
  return server;
}

async function respond(
  { world, machine, report }: ServerOptions,
  verify: Verify,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let answered: Answered;
  try {
    const request = await readRequest(incoming);
    if (!request) return;
    answered = await answerTo(world, verify, request);
  } catch (error) {
    if (!(error instanceof ServiceError)) report(error);
    answered = failure(error instanceof ServiceError ? error : internalFailure(), randomUUID());
  }
  const { status, headers, body } = responseOf(answered, machine.nowMs());
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

const internalFailure = () =>
  new ServiceError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  );

async function answerTo(world: World, verify: Verify, request: HttpRequest): Promise<Answered> {
  assertOurHost(request);
  const target = targetOf(world.models, request);
  const { credentials, region } = verify(request, target.model.service);
  return answerCall({ group: world.group(), target, region, credentials, body: request.body });
}

/** A page whose name was made to point to this machine sends that name: it is not for us. */
function assertOurHost(request: HttpRequest): void {
  const host = headerOf(request, 'host') ?? '';
  if (/^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host)) return;
  throw new ServiceError(
    'AccessDeniedException',
    'This endpoint answers requests to 127.0.0.1 and localhost only; the Host header names another.',
    403,
  );
}

/** What is no HTTP, or did not come in time. */
function refuseUnread(error: Error, socket: Duplex, nowMs: number): void {
  if (!socket.writable || errorCode(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, headers, body } = responseOf(failure(refusalOf(errorCode(error)), randomUUID()), nowMs);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
  socket.end(Buffer.concat([Buffer.from(head, 'latin1'), body]), () => socket.destroy());
}

function refusalOf(code: string): ServiceError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ServiceError('RequestTimeoutException', 'The request did not come in time.', 408);
    case 'HPE_HEADER_OVERFLOW':
      return new ServiceError('RequestEntityTooLargeException', 'The headers are too long.', 431);
    default:
      return new ServiceError('BadRequestException', 'The request is not HTTP/1.1.', 400);
  }
}
