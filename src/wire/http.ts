// HTTP as far as the wire needs it: a request that was read whole, and the response that is sent whole.

export interface HttpRequest {
  readonly method: string;
  /** As it was sent: still encoded, without the query. */
  readonly path: string;
  /** What follows the question mark, as it was sent; empty where there is none. */
  readonly query: string;
  /** By lower-case name; a header that came more than once has its values joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Names come from outside, and every object has a `constructor`. */
export const headerOf = ({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined =>
  Object.hasOwn(headers, name) ? headers[name] : undefined;
