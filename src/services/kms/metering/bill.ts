// The running bill: requests by class, and keys by the hour. A caller's account pays for its requests, a key's for the key.
// Source: AWS KMS pricing page; a key that waits for its deletion costs nothing, and if that is cancelled, all the same.
import type { AccountId, Region } from '../../../base/brand.ts';
import { defineTable, type View } from '../../../world/records.ts';
import type { CallFacts, Transaction } from '../../../world/service.ts';
import { keyArnOf, type KeyRecord } from '../records.ts';
import { keysOfCall } from './keys-of-call.ts';
import { classOf, FREE_REQUESTS, inFreeTier, perTenThousand, unitsOf, type RequestClass } from './prices.ts';

export interface RequestsRecord {
  /** 2027-01 */
  readonly month: string;
  readonly region: Region;
  readonly requestClass: RequestClass;
  readonly requests: number;
}
/** Under the paying account, by month, Region and class. */
export const requestsTable = defineTable<RequestsRecord>('bill/kms-requests');

/** A time in which a key cost `units` times the price of a key. */
export interface KeySpan {
  readonly fromMs: number;
  /** Null while it goes on. */
  readonly untilMs: number | null;
  readonly units: number;
}
/** Under the account that owns the key, by key ARN. It outlives the key: last month's bill does not change. */
export const keySpansTable = defineTable<KeySpansRecord>('bill/kms-keys');
export interface KeySpansRecord {
  readonly region: Region;
  readonly spans: readonly KeySpan[];
}

/** Every request is charged, answered or refused; those that were throttled are not. */
export function chargeRequest(call: CallFacts, transaction: Transaction): void {
  const [key] = keysOfCall(transaction.view, call);
  const requestClass = classOf(call.operation, call.input, key);
  const month = monthOf(transaction.nowMs);
  const { region, caller } = call;
  const id = `${month}/${region}/${requestClass}`;
  const { requests = 0 } = transaction.view.get(requestsTable, caller.account, id) ?? {};
  transaction.put(requestsTable, caller.account, id, { month, region, requestClass, requests: requests + 1 });
}

/** Called with each change of a key: `after` undefined where it is gone. Writes only where the price changes. */
export function chargeKey(before: KeyRecord | undefined, after: KeyRecord | undefined, transaction: Transaction): void {
  const key = after ?? before;
  if (!key) return;
  const units = after ? unitsOf(after) : 0;
  if (units === (before ? unitsOf(before) : 0)) return;
  const { region } = key;
  const spans = transaction.view.get(keySpansTable, key.account, keyArnOf(key))?.spans ?? [];
  const next = continued(spans, units, transaction.nowMs, isWaiting(before) && after !== undefined);
  transaction.put(keySpansTable, key.account, keyArnOf(key), { region, spans: next });
}

const isWaiting = (key: KeyRecord | undefined): boolean =>
  key?.lifecycle.state === 'PendingDeletion' || key?.lifecycle.state === 'PendingReplicaDeletion';

/** `cancelled`: the time in between is charged as though no deletion had been scheduled. */
function continued(spans: readonly KeySpan[], units: number, nowMs: number, cancelled: boolean): readonly KeySpan[] {
  const last = spans.at(-1);
  const earlier = spans.slice(0, -1);
  if (last && cancelled) {
    if (last.units === units) return [...earlier, { ...last, untilMs: null }];
    return [...earlier, { ...last, untilMs: nowMs }, { fromMs: nowMs, untilMs: null, units }];
  }
  const closed = last && last.untilMs === null ? [...earlier, { ...last, untilMs: nowMs }] : spans;
  return units === 0 ? closed : [...closed, { fromMs: nowMs, untilMs: null, units }];
}

export interface BillLine {
  readonly what: string;
  readonly region: Region | null;
  /** Requests, or key-months. */
  readonly quantity: number;
  readonly usd: number;
}

export interface Bill {
  readonly month: string;
  readonly lines: readonly BillLine[];
  readonly usd: number;
}

/** What an account owes for a month, as far as it has passed by `nowMs`. */
export function billOf(view: View, account: AccountId, month: string, nowMs: number): Bill {
  const lines = [...keyLines(view, account, month, nowMs), ...requestLines(view, account, month)];
  return { month, lines, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

function keyLines(view: View, account: AccountId, month: string, nowMs: number): readonly BillLine[] {
  const { startMs, endMs } = boundsOf(month);
  const byRegion = new Map<Region, number>();
  for (const { row } of view.scan(keySpansTable, account)) {
    for (const { fromMs, untilMs, units } of row.spans) {
      const ms = Math.min(untilMs ?? nowMs, nowMs, endMs) - Math.max(fromMs, startMs);
      if (ms <= 0) continue;
      // Prorated by the hour: one that has begun counts.
      const months = (Math.ceil(ms / HOUR_MS) * HOUR_MS) / (endMs - startMs);
      byRegion.set(row.region, (byRegion.get(row.region) ?? 0) + months * units);
    }
  }
  return [...byRegion].map(([region, quantity]) => ({
    what: 'customer managed keys',
    region,
    quantity,
    usd: quantity,
  }));
}

function requestLines(view: View, account: AccountId, month: string): readonly BillLine[] {
  let free = FREE_REQUESTS;
  return view
    .scan(requestsTable, account)
    .map(({ row }) => row)
    .filter((row) => row.month === month)
    .map(({ region, requestClass, requests }) => {
      const spared = requestClass === inFreeTier ? Math.min(free, requests) : 0;
      free -= spared;
      const usd = ((requests - spared) / 10_000) * perTenThousand[requestClass];
      return { what: `requests: ${requestClass}`, region, quantity: requests, usd };
    });
}

const HOUR_MS = 3_600_000;

export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7);

function boundsOf(month: string): { readonly startMs: number; readonly endMs: number } {
  const [year = 0, ordinal = 1] = month.split('-').map(Number);
  return { startMs: Date.UTC(year, ordinal - 1), endMs: Date.UTC(year, ordinal) };
}
