// Automatic paging: all pages of a list, at most --max-items of its items, and the token to go on from there.
// Source: AWS CLI User Guide, "Pagination"; the token is botocore's.
import { utf8, fromUtf8 } from '../../base/bytes.ts';
import { fromBase64, toBase64 } from '../../base/encodings.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../base/json.ts';
import type { Pagination, Structure } from '../../world/model.ts';
import { failure } from './errors.ts';
import { pythonInt, pythonRepr } from './python-text.ts';

export interface PagingOptions {
  readonly startingToken: string | undefined;
  readonly pageSize: number | undefined;
  readonly maxItems: number | undefined;
}

export interface PagedItem {
  /** The page with the items of it that were asked for. */
  readonly page: JsonObject;
  /** What --starting-token takes to go on; only with the last page, and only where something is left. */
  readonly resumeToken: string | undefined;
}

type FetchPage = (input: Structure) => Promise<JsonObject>;

export async function* pages(
  pagination: Pagination,
  input: Structure,
  options: PagingOptions,
  fetch: FetchPage,
): AsyncGenerator<PagedItem> {
  const { inputToken, outputToken, limitKey, resultKey, moreResults } = pagination;
  const start = options.startingToken === undefined ? undefined : parseToken(options.startingToken, inputToken);
  const { [inputToken]: _given, ...others } = input;
  const base: Structure = options.pageSize === undefined ? others : { ...others, [limitKey]: options.pageSize };

  let token = start?.token;
  let skipped = start?.skip ?? 0;
  let previous: string | undefined;
  let count = 0;
  for (;;) {
    const response = await fetch(token === undefined ? base : { ...base, [inputToken]: token });
    const all = response[resultKey];
    const items = (Array.isArray(all) ? (all as readonly Json[]) : []).slice(skipped);
    const page = all === undefined ? response : { ...response, [resultKey]: items };
    const excess = options.maxItems === undefined ? 0 : count + items.length - options.maxItems;
    if (excess > 0) {
      const kept = items.slice(0, items.length - excess);
      const resumeToken = encodeToken(inputToken, token ?? null, kept.length + skipped);
      yield { page: { ...page, [resultKey]: kept }, resumeToken };
      return;
    }
    count += items.length;
    const next = moreResults !== undefined && response[moreResults] !== true ? undefined : response[outputToken];
    if (typeof next !== 'string' || next === '') {
      yield { page, resumeToken: undefined };
      return;
    }
    if (options.maxItems !== undefined && count === options.maxItems) {
      yield { page, resumeToken: encodeToken(inputToken, next) };
      return;
    }
    yield { page, resumeToken: undefined };
    if (next === previous) {
      throw failure(
        `Error during pagination: The same next token was received twice: ${pythonRepr({ [inputToken]: next })}`,
      );
    }
    token = next;
    previous = next;
    skipped = 0;
  }
}

/** All pages as one answer. */
export async function collectPages(items: AsyncIterable<PagedItem>, resultKey: string): Promise<JsonObject> {
  let all: readonly Json[] | undefined;
  let resumeToken: string | undefined;
  for await (const item of items) {
    const found = item.page[resultKey];
    if (Array.isArray(found)) all = [...(all ?? []), ...(found as readonly Json[])];
    resumeToken = item.resumeToken;
  }
  return {
    ...(all !== undefined && { [resultKey]: all }),
    ...(resumeToken !== undefined && { NextToken: resumeToken }),
  };
}

function encodeToken(inputToken: string, token: string | null, truncated?: number): string {
  const amount = truncated === undefined ? '' : `, "boto_truncate_amount": ${truncated}`;
  return toBase64(utf8(`{${JSON.stringify(inputToken)}: ${JSON.stringify(token)}${amount}}`));
}

/** A token that is none of the CLI's own is taken for the service's. */
function parseToken(text: string, inputToken: string): { token: string | undefined; skip: number } {
  const own = decodeToken(text);
  if (own) {
    const token = own[inputToken];
    const skip = own['boto_truncate_amount'];
    return { token: typeof token === 'string' ? token : undefined, skip: typeof skip === 'number' ? skip : 0 };
  }
  const [token = '', amount] = text.split('___');
  const skip = amount === undefined ? 0 : pythonInt(amount);
  if (skip === undefined) throw failure(`Bad starting token: ${text}`);
  return { token: token === 'None' ? undefined : token, skip };
}

function decodeToken(text: string): JsonObject | undefined {
  const bytes = fromBase64(text);
  if (!bytes) return undefined;
  try {
    const json = parseJson(fromUtf8(bytes));
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
