// When each KMS key was last used, and for what. Source: AWS KMS API Reference, GetKeyLastUsage: successful cryptographic
// operations alone; the keys of a multi-Region set each for itself; ReEncrypt uses two keys.
import { parseArn } from '../../../base/arn.ts';
import { defineTable, type View } from '../../../world/records.ts';
import type { CallFacts, Transaction } from '../../../world/service.ts';
import type { KeyRecord } from '../records.ts';
import { partitionOf } from '../records.ts';

export interface LastUsageRecord {
  readonly operation: string;
  readonly atMs: number;
  readonly eventId: string;
  readonly requestId: string;
}

/** Under `account/region` of the key, by key ID. It outlives the key; nobody can ask for it then. */
export const lastUsageTable = defineTable<LastUsageRecord>('usage/kms-keys');

/** When AWS began to keep this: 2026-04-23. */
export const TRACKING_START_MS = Date.UTC(2026, 3, 23);

const tracked: ReadonlySet<string> = new Set([
  'Decrypt',
  'DeriveSharedSecret',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
]);

export const isCryptographic = (operation: string): boolean => tracked.has(operation);

export function rememberUsage(call: CallFacts, transaction: Transaction): void {
  if (!tracked.has(call.operation)) return;
  const { operation, eventId, requestId } = call;
  for (const keyArn of call.resources) {
    const arn = parseArn(keyArn);
    if (!arn?.resource.startsWith('key/')) continue;
    const row = { operation, atMs: transaction.nowMs, eventId, requestId };
    transaction.put(lastUsageTable, `${arn.account}/${arn.region}`, arn.resource.slice('key/'.length), row);
  }
}

export const lastUsageOf = (view: View, key: KeyRecord): LastUsageRecord | undefined =>
  view.get(lastUsageTable, partitionOf(key), key.keyId);

const DAY_IN_MS = 86_400_000;

/**
 * The condition key kms:TrailingDaysWithoutKeyUsage: whole days since the key was last used; of one that never was, since
 * there was anything to keep of it.
 */
export function unusedConditions(view: View, key: KeyRecord, nowMs: number): Readonly<Record<string, string>> {
  const sinceMs = lastUsageOf(view, key)?.atMs ?? Math.max(key.createdAtMs, TRACKING_START_MS);
  return { 'kms:TrailingDaysWithoutKeyUsage': String(Math.max(0, Math.floor((nowMs - sinceMs) / DAY_IN_MS))) };
}
