// A request of Node's HTTP server, read whole, as the wire takes it.
import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../world/errors.ts';
import type { HttpRequest } from '../wire/http.ts';

/** More than any request of KMS needs; AWS's own limit is of this order. */
export const MOST_BODY_BYTES = 1 << 20;
/** So much of a body that is too long is read and dropped, so that its sender hears why; beyond, the line is cut. */
const MOST_DROPPED_BYTES = 64 << 20;

const tooLarge = () =>
  new ServiceError('RequestEntityTooLargeException', `The body is longer than ${MOST_BODY_BYTES} bytes.`, 413);

/** Throws a ServiceError for a body that is too long. Undefined where the client went away. */
export async function readRequest(incoming: IncomingMessage): Promise<HttpRequest | undefined> {
  const body = await readBody(incoming);
  if (body === undefined) return undefined;
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  return { method: incoming.method ?? '', path, query: query.join('?'), headers: headersOf(incoming), body };
}

function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    incoming.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= MOST_BODY_BYTES) pieces.push(piece);
      else pieces.length = 0;
      if (length > MOST_DROPPED_BYTES) incoming.destroy();
    });
    incoming.on('end', () => {
      if (length > MOST_BODY_BYTES) reject(tooLarge());
      else resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
    });
    incoming.on('close', () => resolve(undefined));
    incoming.on('error', () => resolve(undefined));
  });
}

/** From the raw ones: Node's own view of them drops what came twice. */
function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(headers);
}
