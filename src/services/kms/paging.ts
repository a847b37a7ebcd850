// Lists in pages. A marker says behind which item the next page begins, so that nothing is listed twice or left out
// although keys come and go in between. To its users it is opaque.
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { fromBase64Url, toBase64Url } from '../../base/encodings.ts';
import { canonicalJson, parseJson } from '../../base/json.ts';
import type { Structure, Value } from '../../world/model.ts';
import type { ScanOptions } from '../../world/records.ts';
import { invalidMarker } from './errors.ts';
import { optionalNumber, optionalText } from './input.ts';

export interface PageRequest {
  readonly operation: string;
  readonly limit: number;
  /** The ID of the last item of the page before. */
  readonly after?: string;
}

export interface Item {
  readonly id: string;
  readonly value: Value;
}

/** Throws InvalidMarkerException for a marker that no page of this operation ended with. */
export function pageRequest(input: Structure, operation: string, defaultLimit: number): PageRequest {
  const limit = optionalNumber(input, 'Limit') ?? defaultLimit;
  const marker = optionalText(input, 'Marker');
  return marker === undefined ? { operation, limit } : { operation, limit, after: readMarker(marker, operation) };
}

/** How a table is scanned for a page: one more than it holds tells whether there is another. */
export const scanOptions = ({ after, limit }: PageRequest): ScanOptions => ({
  ...(after !== undefined && { after }),
  limit: limit + 1,
});

/** `items` are those behind `after`: as many as the page holds, and one more if there is one. */
export function page(request: PageRequest, resultKey: string, items: readonly Item[]): Structure {
  const shown = items.slice(0, request.limit);
  const last = shown.at(-1);
  const more = last !== undefined && items.length > shown.length;
  return {
    [resultKey]: shown.map(({ value }) => value),
    ...(more && { NextMarker: writeMarker(request.operation, last.id) }),
    Truncated: more,
  };
}

/** A page of items that stand in an order of their own. */
export function pageOfList(request: PageRequest, resultKey: string, items: readonly Item[]): Structure {
  if (request.after === undefined) return page(request, resultKey, items);
  const at = items.findIndex(({ id }) => id === request.after);
  if (at < 0) throw invalidMarker();
  return page(request, resultKey, items.slice(at + 1));
}

const writeMarker = (operation: string, after: string): string => toBase64Url(utf8(canonicalJson([operation, after])));

function readMarker(marker: string, operation: string): string {
  const bytes = fromBase64Url(marker);
  const content = bytes && parseJson(textOf(bytes));
  if (!Array.isArray(content)) throw invalidMarker();
  const after: unknown = content[1];
  if (typeof after !== 'string' || writeMarker(operation, after) !== marker) throw invalidMarker();
  return after;
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}
