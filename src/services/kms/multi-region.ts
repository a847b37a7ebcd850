// Multi-Region keys: which keys are related, and which of them is the primary key.
// Source: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS".
import { assert } from '../../base/assert.ts';
import type { Region } from '../../base/brand.ts';
import type { View } from '../../world/records.ts';
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
