// What belongs to one KMS key besides its own record: the related keys of other Regions, and its grants.
import type { AccountId, Region } from '../../../base/brand.ts';
import type { View } from '../../../world/records.ts';
import { grantsTable, type GrantRecord } from '../grant-records.ts';
import { keyStateOf } from '../lifecycle/machine.ts';
import type { KeyState } from '../lifecycle/snapshot.ts';
import { keysTable, multiRegionTable, partitionOf } from '../records.ts';

export interface RelatedKeyView {
  readonly region: Region;
  readonly role: 'primary' | 'replica';
  readonly state: KeyState;
}

export interface GrantView {
  readonly id: string;
  /** Empty where it has none. */
  readonly name: string;
  /** An ARN, or the name of a service principal. */
  readonly grantee: string;
  readonly operations: readonly string[];
  readonly constrained: boolean;
  readonly effectiveAtMs: number;
}

/** The other keys of a multi-Region key, the primary key first; none for a single-Region key. */
export function relatedKeyViews(
  view: View,
  account: AccountId,
  region: Region,
  keyId: string,
): readonly RelatedKeyView[] {
  const set = view.get(multiRegionTable, account, keyId);
  if (!set) return [];
  return [set.primaryRegion, ...set.replicaRegions].flatMap((other): RelatedKeyView[] => {
    const key = other === region ? undefined : view.get(keysTable, partitionOf({ account, region: other }), keyId);
    if (!key) return [];
    const role = other === set.primaryRegion ? 'primary' : 'replica';
    return [{ region: other, role, state: keyStateOf(key.lifecycle) }];
  });
}

/** The grants of a key, the newest first. */
export const grantViews = (view: View, keyArn: string): readonly GrantView[] =>
  view
    .scan(grantsTable, keyArn)
    .map(({ row }) => row)
    .sort((a, b) => b.createdAtMs - a.createdAtMs)
    .map(grantView);

const grantView = ({ grantId, name, grantee, operations, constraints, effectiveAtMs }: GrantRecord): GrantView => ({
  id: grantId,
  name: name ?? '',
  grantee: grantee.kind === 'service' ? grantee.name : grantee.arn,
  operations,
  constrained: constraints !== null,
  effectiveAtMs,
});
