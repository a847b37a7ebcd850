// The canonical form of a request, which its signature is of.
// Source: AWS IAM User Guide, "Create a signed AWS API request", step 1.
import { toHex } from '../base/encodings.ts';
import { headerOf, type HttpRequest } from './http.ts';

export function canonicalRequest(
  request: HttpRequest,
  signedHeaders: readonly string[],
  sha256: (bytes: Uint8Array) => Uint8Array,
): string {
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(headerOf(request, name) ?? '')}\n`);
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    toHex(sha256(request.body)),
  ].join('\n');
}

const canonicalValue = (value: string): string => (/\s/.test(value) ? value.trim().replace(/\s+/g, ' ') : value);

/** Encoded once more than it was sent, as every service but S3 has it; without its detours. */
function canonicalPath(path: string): string {
  if (path === '/') return path;
  const way: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') way.pop();
    else if (segment !== '' && segment !== '.') way.push(uriEncode(segment));
  }
  return `/${way.join('/')}${way.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): readonly [string, string] => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [uriEncode(uriDecode(name)), uriEncode(uriDecode(value))];
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** All that is encoded is ASCII, so code units are bytes. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 3986: encodeURIComponent, and the five characters that it leaves alone. */
const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);

/** What is not encoded text stays as it is: it was signed so, or not at all. */
function uriDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
