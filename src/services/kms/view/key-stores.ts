// Custom key stores as the page lists them.
import type { AccountId, Region } from '../../../base/brand.ts';
import type { View } from '../../../world/records.ts';
import type { ConnectionErrorCode, ConnectionState } from '../key-stores/connection-snapshot.ts';
import { keyStoresTable, type KeyStoreRecord, type KeyStoreType } from '../key-stores/records.ts';
import { keysTable, partitionOf } from '../records.ts';

export interface KeyStoreView {
  readonly id: string;
  readonly name: string;
  readonly type: KeyStoreType;
  readonly connection: ConnectionState;
  /** Why it could not be connected; null unless that failed. */
  readonly errorCode: ConnectionErrorCode | null;
}

export interface RegionOfKeyStores {
  readonly region: Region;
  /** In the order of their names. */
  readonly keyStores: readonly (KeyStoreView & { readonly keys: number })[];
}

/** The custom key stores of an account, Region by Region, in the order of their codes. */
export const keyStoreViews = (view: View, account: AccountId): readonly RegionOfKeyStores[] =>
  regionsOfPartitions(view.partitions({ name: keyStoresTable.name }), account)
    .map((region) => ({ region, keyStores: keyStoresIn(view, partitionOf({ account, region })) }))
    .filter(({ keyStores }) => keyStores.length > 0);

function keyStoresIn(view: View, partition: string): RegionOfKeyStores['keyStores'] {
  const stores = view.scan(keyStoresTable, partition);
  if (stores.length === 0) return [];
  const keys = new Map<string, number>();
  for (const { row } of view.scan(keysTable, partition))
    if (row.customKeyStoreId !== null) keys.set(row.customKeyStoreId, (keys.get(row.customKeyStoreId) ?? 0) + 1);
  return stores
    .map(({ row }) => ({ ...shown(row), keys: keys.get(row.customKeyStoreId) ?? 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Null where there is no such key store. */
export function keyStoreView(
  view: View,
  place: { readonly account: AccountId; readonly region: Region },
  customKeyStoreId: string,
): KeyStoreView | null {
  const store = view.get(keyStoresTable, partitionOf(place), customKeyStoreId);
  return store ? shown(store) : null;
}

const shown = ({ customKeyStoreId, name, backing, connection }: KeyStoreRecord): KeyStoreView => ({
  id: customKeyStoreId,
  name,
  type: backing.type,
  connection: connection.state,
  errorCode: connection.state === 'FAILED' ? connection.errorCode : null,
});

/** The Regions of those partitions `account/region` that are the account's. */
export const regionsOfPartitions = (partitions: readonly string[], account: AccountId): readonly Region[] =>
  partitions
    .map((partition) => partition.split('/'))
    .filter(([owner]) => owner === account)
    .map(([, region]) => region as Region);
