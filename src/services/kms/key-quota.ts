// How many KMS keys an account may have in a Region. Source: AWS KMS Developer Guide, "Resource quotas": customer managed
// keys in any key state, primary and replica keys each for itself; AWS managed keys do not count.
import type { View } from '../../world/records.ts';
import type { RegionOfAccount } from './aliases.ts';
import { quotaExceeded } from './errors.ts';
import { keysTable, partitionOf } from './records.ts';

const MAX_CUSTOMER_MANAGED_KEYS = 100_000;

/** Throws LimitExceededException where there is no room for one more. */
export function assertRoomForKey(view: View, place: RegionOfAccount): void {
  const partition = partitionOf(place);
  // Customer and AWS managed keys are only told apart where the number of all keys calls for it.
  if (view.count({ name: keysTable.name }, partition) < MAX_CUSTOMER_MANAGED_KEYS) return;
  const customerManaged = view.scan(keysTable, partition).filter(({ row }) => row.keyManager === 'CUSTOMER');
  if (customerManaged.length >= MAX_CUSTOMER_MANAGED_KEYS) {
    throw quotaExceeded(
      `The account has ${MAX_CUSTOMER_MANAGED_KEYS} customer managed keys in this Region, which is its quota.`,
    );
  }
}
