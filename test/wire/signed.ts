// Requests as AWS's own signer signs them: a second implementation beside ours.
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '../../src/wire/http.ts';

export const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const NOW_MS = Date.UTC(2027, 2, 12, 9, 30, 5);

/** Node's digests in the form that the signer takes. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {}
}

export interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly atMs?: number;
  readonly region?: string;
  readonly service?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

/** How a client writes a query on its request line: encoded, in the order in which it was given. */
const rawQuery = (query: Readonly<Record<string, string | string[]>>): string =>
  Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`))
    .join('&');

export async function signed(signing: Signing = {}): Promise<HttpRequest> {
  const { method = 'POST', path = '/', query = {}, body = '{}', atMs = NOW_MS, sessionToken } = signing;
  const { region = 'us-east-1', service = 'kms' } = signing;
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: signing.accessKeyId ?? accessKeyId,
      secretAccessKey: signing.secretAccessKey ?? secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
    },
    region,
    service,
    sha256: Sha256 as never,
    applyChecksum: false,
  });
  const headers = {
    host: '127.0.0.1:8423',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.ListKeys',
    ...signing.headers,
  };
  const request = { method, protocol: 'http:', hostname: '127.0.0.1', port: 8423, path, query, headers, body };
  const { headers: sent } = await signer.sign(request, { signingDate: new Date(atMs) });
  const lowerCase = Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method,
    path,
    query: rawQuery(query),
    headers: Object.fromEntries(lowerCase),
    body: new TextEncoder().encode(body),
  };
}
