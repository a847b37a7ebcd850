// KMS keys as the page lists them.
import type { AccountId, Region } from '../../../base/brand.ts';
import type { View } from '../../../world/records.ts';
import { keyStateOf } from '../lifecycle/machine.ts';
import type { KeyKind, KeyState } from '../lifecycle/snapshot.ts';
import {
  aliasesTable,
  keyArnOf,
  keysTable,
  multiRegionTable,
  partitionOf,
  type KeyMaterialState,
  type KeyRecord,
  type Rotation,
  type Tag,
} from '../records.ts';
import { leadsTo, type LeadsTo } from './lifecycle-graph.ts';
import { keyStoreView, regionsOfPartitions, type KeyStoreView } from './key-stores.ts';

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
  /** Null for a single-Region key. */
  readonly multiRegion: MultiRegionView | null;
  /** Null for a key in none. */
  readonly customKeyStore: KeyStoreView | null;
  /** The external key that it goes with, in an external key store. */
  readonly externalKeyId: string | null;
  readonly rotation: Rotation;
  /** Whether it can be rotated when its time has come, and whether when somebody asks for it. */
  readonly rotates: { readonly automatically: boolean; readonly onDemand: boolean };
  readonly currentKeyMaterialId: string | null;
  readonly tags: readonly Tag[];
  /** The key policy's text, as it was given. */
  readonly policy: string;
  /** In the order in which they came to the key. */
  readonly materials: readonly MaterialView[];
  /** What it is besides a key like every other: for lifecycleGraph. */
  readonly kinds: readonly KeyKind[];
}

/** What the record says of a piece of key material: names that say nothing of the material itself. */
export interface MaterialView {
  readonly keyMaterialId: string;
  /** Null where imported material was deleted or has expired. */
  readonly handle: string | null;
  readonly state: KeyMaterialState;
  readonly imported: boolean;
  /** Null where it does not expire, or is gone. */
  readonly expiresAtMs: number | null;
}

export interface MultiRegionView {
  readonly role: 'primary' | 'replica';
  /** How many related keys there are, this one among them. */
  readonly keys: number;
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
    .map(({ row }) => keyView(view, row, aliases.get(row.keyId) ?? []))
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** The Regions in which the account has keys, in the order of their codes. */
export const regionsWithKeys = (view: View, account: AccountId): readonly Region[] =>
  regionsOfPartitions(view.partitions({ name: keysTable.name }), account);

/** Undefined where there is no such key (any more). */
export function currentState(view: View, account: AccountId, region: Region, keyId: string): KeyState | undefined {
  const key = view.get(keysTable, partitionOf({ account, region }), keyId);
  return key && keyStateOf(key.lifecycle);
}

/** The states that the key can come to from the one that it is in; none where there is no such key. */
export function nextStates(view: View, account: AccountId, region: Region, keyId: string): LeadsTo {
  const key = view.get(keysTable, partitionOf({ account, region }), keyId);
  if (!key) return [];
  const set = multiRegionView(view, key);
  const alone = set === null || set.keys === 1;
  return leadsTo(key.lifecycle, kindsOf(key), { alone, hasReplicas: !alone && set.role === 'primary' });
}

function keyView(view: View, key: KeyRecord, aliases: readonly string[]): KeyView {
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
    multiRegion: multiRegionView(view, key),
    customKeyStore: key.customKeyStoreId === null ? null : keyStoreView(view, key, key.customKeyStoreId),
    externalKeyId: key.xksKeyId,
    rotation: key.rotation,
    rotates: {
      automatically: key.keySpec === 'SYMMETRIC_DEFAULT' && key.origin === 'AWS_KMS',
      onDemand: key.keySpec === 'SYMMETRIC_DEFAULT' && key.customKeyStoreId === null,
    },
    currentKeyMaterialId: key.currentKeyMaterialId,
    tags: key.tags,
    policy: key.policy,
    materials: key.materials.map(({ keyMaterialId, handle, state: materialState, imported }) => ({
      keyMaterialId,
      handle,
      state: materialState,
      imported: imported !== null,
      expiresAtMs: handle === null ? null : (imported?.validToMs ?? null),
    })),
    kinds: kindsOf(key),
  };
}

function multiRegionView(view: View, { account, keyId, region, multiRegion }: KeyRecord): MultiRegionView | null {
  const set = multiRegion ? view.get(multiRegionTable, account, keyId) : undefined;
  if (!set) return null;
  return { role: set.primaryRegion === region ? 'primary' : 'replica', keys: 1 + set.replicaRegions.length };
}

const kindsOf = ({ origin, multiRegion }: KeyRecord): readonly KeyKind[] => [
  ...(origin === 'EXTERNAL' ? (['imported material'] as const) : []),
  ...(origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE' ? (['custom key store'] as const) : []),
  ...(multiRegion ? (['multi-Region'] as const) : []),
];
