// Multi-Region keys: which keys are related, and which of them is the primary key.
// Source: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS".
import { assert } from '../../base/assert.ts';
import type { Region } from '../../base/brand.ts';
import type { View } from '../../world/records.ts';
import type { Transaction } from '../../world/service.ts';
import { findKey, putKey, type KeyPlace } from './key-changes.ts';
import { keysTable, multiRegionTable, partitionOf, type KeyRecord, type MultiRegionRecord } from './records.ts';

/** Undefined for a single-Region key. */
export function multiRegionOf(view: View, key: KeyRecord): MultiRegionRecord | undefined {
  if (!key.multiRegion) return undefined;
  const record = view.get(multiRegionTable, key.account, key.keyId);
  assert(record, `the multi-Region key ${key.keyId} has a record of its related keys`);
  return record;
}

export const isReplica = (view: View, key: KeyRecord): boolean => {
  const set = multiRegionOf(view, key);
  return set !== undefined && set.primaryRegion !== key.region;
};

export const isPrimary = (view: View, key: KeyRecord): boolean =>
  multiRegionOf(view, key)?.primaryRegion === key.region;

/** Whether it is a primary key that has to wait for others before it can go. A replica that is to be deleted counts. */
export const hasReplicas = (view: View, key: KeyRecord): boolean =>
  isPrimary(view, key) && regionsOf(view, key).length > 1;

/** The Regions of a key and of those related to it, the primary's first. */
export function regionsOf(view: View, key: KeyRecord): readonly Region[] {
  const set = multiRegionOf(view, key);
  return set ? [set.primaryRegion, ...set.replicaRegions] : [key.region];
}

/** A key and those related to it, the primary key first; only itself for a single-Region key. */
export const relatedKeys = (view: View, key: KeyRecord): readonly KeyRecord[] =>
  regionsOf(view, key).flatMap((region) => {
    const related = view.get(keysTable, partitionOf({ account: key.account, region }), key.keyId);
    return related ? [related] : [];
  });

/** The primary key of a multi-Region key, gone or not; undefined where that one is gone. */
export function primaryOf(view: View, { account, keyId }: KeyPlace): KeyRecord | undefined {
  const set = view.get(multiRegionTable, account, keyId);
  return set && findKey(view, { account, keyId, region: set.primaryRegion });
}

/** Changes a key and those related to it, each by what its own record says. */
export function changeRelatedKeys(
  transaction: Transaction,
  key: KeyRecord,
  change: (related: KeyRecord) => Partial<KeyRecord>,
): void {
  for (const related of relatedKeys(transaction.view, key)) putKey(transaction, { ...related, ...change(related) });
}

/** The key in `replicaRegion` is a replica from now on. */
export function joinRelatedKeys(transaction: Transaction, primary: KeyRecord, replicaRegion: Region): void {
  const set = multiRegionOf(transaction.view, primary);
  assert(set, 'only multi-Region keys are replicated');
  const replicaRegions = [...set.replicaRegions, replicaRegion];
  transaction.put(multiRegionTable, primary.account, primary.keyId, { ...set, replicaRegions });
}

/** The primary key and the replica in `to` change places. */
export function movePrimary(transaction: Transaction, primary: KeyRecord, to: Region): void {
  const set = multiRegionOf(transaction.view, primary);
  assert(set && set.replicaRegions.includes(to), 'a replica is promoted');
  transaction.put(multiRegionTable, primary.account, primary.keyId, {
    primaryRegion: to,
    replicaRegions: set.replicaRegions.map((region) => (region === to ? set.primaryRegion : region)),
  });
}

/** A key that goes leaves those related to it. The primary key is the last to go. */
export function leaveRelatedKeys(transaction: Transaction, key: KeyRecord): void {
  const set = multiRegionOf(transaction.view, key);
  if (!set) return;
  if (set.primaryRegion === key.region) {
    assert(set.replicaRegions.length === 0, 'a primary key stays as long as it has replicas');
    transaction.remove(multiRegionTable, key.account, key.keyId);
    return;
  }
  const replicaRegions = set.replicaRegions.filter((region) => region !== key.region);
  transaction.put(multiRegionTable, key.account, key.keyId, { ...set, replicaRegions });
}
