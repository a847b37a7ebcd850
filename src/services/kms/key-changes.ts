// A key's record as decisions change it.
import { parseArn } from '../../base/arn.ts';
import { assert } from '../../base/assert.ts';
import type { AccountId, Region } from '../../base/brand.ts';
import type { View } from '../../world/records.ts';
import type { Transaction } from '../../world/service.ts';
import { send } from './lifecycle/machine.ts';
import type { LifecycleEvent } from './lifecycle/snapshot.ts';
import { materialOf } from './materials.ts';
import { chargeKey } from './metering/bill.ts';
import { keysTable, materialsTable, partitionOf, type KeyRecord } from './records.ts';

/** Which key, as a plan remembers it. */
export type KeyPlace = Pick<KeyRecord, 'account' | 'region' | 'keyId'>;

export const placeOf = ({ account, region, keyId }: KeyRecord): KeyPlace => ({ account, region, keyId });

/** Which key an ARN of ours names: what falls due knows keys by their ARN. */
export function placeOfArn(keyArn: string): KeyPlace {
  const arn = parseArn(keyArn);
  assert(arn, `${keyArn} is a key ARN`);
  const { account, region, resource } = arn;
  return { account: account as AccountId, region: region as Region, keyId: resource.replace(/^key\//, '') };
}

/** Undefined where it is gone. */
export const findKey = (view: View, place: KeyPlace): KeyRecord | undefined =>
  view.get(keysTable, partitionOf(place), place.keyId);

/** The key of a plan that still holds. */
export function keyAt(transaction: Transaction, place: KeyPlace): KeyRecord {
  const key = transaction.view.get(keysTable, partitionOf(place), place.keyId);
  assert(key, `the key ${place.keyId} of a plan that holds is there`);
  return key;
}

export function changeKey(transaction: Transaction, place: KeyPlace, changed: Partial<KeyRecord>): KeyRecord {
  const key: KeyRecord = { ...keyAt(transaction, place), ...changed };
  putKey(transaction, key);
  return key;
}

/** The only way in which a key's record is written: what it costs, and which materials are its, is written with it. */
export function putKey(transaction: Transaction, key: KeyRecord): void {
  const before = transaction.view.get(keysTable, partitionOf(key), key.keyId);
  transaction.put(keysTable, partitionOf(key), key.keyId, key);
  chargeKey(before, key, transaction);
  const { account, region, keyId } = key;
  for (const { keyMaterialId } of key.materials) {
    if (before && materialOf(before, keyMaterialId)) continue;
    transaction.put(materialsTable, region, keyMaterialId, { account, keyId });
  }
}

/** The only way in which a key's record goes. */
export function removeKey(transaction: Transaction, place: KeyPlace): void {
  const before = transaction.view.get(keysTable, partitionOf(place), place.keyId);
  transaction.remove(keysTable, partitionOf(place), place.keyId);
  chargeKey(before, undefined, transaction);
}

/** What the event makes of the key's state. A key that it does not change is not written. */
export function sendToKey(transaction: Transaction, place: KeyPlace, event: LifecycleEvent): KeyRecord {
  const key = keyAt(transaction, place);
  const lifecycle = send(key.lifecycle, event);
  return lifecycle === key.lifecycle ? key : changeKey(transaction, place, { lifecycle });
}
