// KMS keys as the page lists them.
import type { AccountId, Region } from '../../../base/brand.ts';
import type { View } from '../../../world/records.ts';
import { keyStateOf } from '../lifecycle/machine.ts';
import type { KeyKind, KeyState } from '../lifecycle/snapshot.ts';
import { aliasesTable, keyArnOf, keysTable, partitionOf, type KeyRecord, type Tag } from '../records.ts';

export interface KeyView {
  readonly id: string;
  readonly arn: string;
  /** In the order of their names. */
  readonly aliases: readonly string[];
  readonly description: string;
  readonly state: KeyState;
  readonly enabled: boolean;
  /** Null unless its waiting period runs. */
  readonly deletionDateMs: number | null;
  readonly createdAtMs: number;
  readonly keyManager: 'CUSTOMER' | 'AWS';
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly multiRegion: boolean;
  readonly currentKeyMaterialId: string | null;
  readonly tags: readonly Tag[];
  /** The key policy's text, as it was given. */
  readonly policy: string;
  /** What the record knows its key material by: names that say nothing of the material. */
  readonly materials: readonly { readonly keyMaterialId: string; readonly handle: string }[];
  /** What it is besides a key like every other: for lifecycleGraph. */
  readonly kinds: readonly KeyKind[];
}

/** The keys of one account and Region, the oldest first. */
export function keyViews(view: View, account: AccountId, region: Region): readonly KeyView[] {
  const partition = partitionOf({ account, region });
  const aliases = new Map<string, string[]>();
  for (const { row } of view.scan(aliasesTable, partition)) {
    const names = aliases.get(row.targetKeyId);
    if (names) names.push(row.aliasName);
    else aliases.set(row.targetKeyId, [row.aliasName]);
  }
  return view
    .scan(keysTable, partition)
    .map(({ row }) => keyView(row, aliases.get(row.keyId) ?? []))
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** The Regions in which the account has keys, in the order of their codes. */
export const regionsWithKeys = (view: View, account: AccountId): readonly Region[] =>
  view
    .partitions({ name: keysTable.name })
    .map((partition) => partition.split('/'))
    .filter(([owner]) => owner === account)
    .map(([, region]) => region as Region);

/** Undefined where there is no such key (any more). */
export function currentState(view: View, account: AccountId, region: Region, keyId: string): KeyState | undefined {
  const key = view.get(keysTable, partitionOf({ account, region }), keyId);
  return key && keyStateOf(key.lifecycle);
}

function keyView(key: KeyRecord, aliases: readonly string[]): KeyView {
  const state = keyStateOf(key.lifecycle);
  return {
    id: key.keyId,
    arn: keyArnOf(key),
    aliases,
    description: key.description,
    state,
    enabled: state === 'Enabled',
    deletionDateMs: key.lifecycle.state === 'PendingDeletion' ? key.lifecycle.deletionAtMs : null,
    createdAtMs: key.createdAtMs,
    keyManager: key.keyManager,
    spec: key.keySpec,
    usage: key.keyUsage,
    origin: key.origin,
    multiRegion: key.multiRegion,
    currentKeyMaterialId: key.currentKeyMaterialId,
    tags: key.tags,
    policy: key.policy,
    materials: key.materials.flatMap(({ keyMaterialId, handle }) =>
      handle === null ? [] : [{ keyMaterialId, handle }],
    ),
    kinds: kindsOf(key),
  };
}

const kindsOf = ({ origin, multiRegion }: KeyRecord): readonly KeyKind[] => [
  ...(origin === 'EXTERNAL' ? (['imported material'] as const) : []),
  ...(origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE' ? (['custom key store'] as const) : []),
  ...(multiRegion ? (['multi-Region'] as const) : []),
];
