// Finding custom key stores and changing them, and the keys in them with their connection: while a key store is not
// connected, its keys are Unavailable. Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".
import { assert } from '../../../base/assert.ts';
import type { Structure } from '../../../world/model.ts';
import type { View } from '../../../world/records.ts';
import type { CheckContext, Transaction } from '../../../world/service.ts';
import { authorizeAccount, callerConditions } from '../authorize.ts';
import { text } from '../input.ts';
import { placeOf, sendToKey } from '../key-changes.ts';
import { keysTable, partitionOf, type KeyRecord } from '../records.ts';
import { sendToConnection } from './connection.ts';
import type { ConnectionEvent } from './connection-snapshot.ts';
import { keyStoreNotFound, keyStoreState } from './errors.ts';
import { keyStoresTable, type KeyStoreRecord } from './records.ts';

/** Which key store, as a plan and a due event remember it. */
export interface KeyStorePlace {
  readonly partition: string;
  readonly customKeyStoreId: string;
}

export const keyStorePlace = (store: KeyStoreRecord): KeyStorePlace => ({
  partition: partitionOf(store),
  customKeyStoreId: store.customKeyStoreId,
});

export const keyStoresIn = (view: View, partition: string): readonly KeyStoreRecord[] =>
  view.scan(keyStoresTable, partition).map(({ row }) => row);

/** Throws CustomKeyStoreNotFoundException. */
export function keyStoreNamed(view: View, partition: string, customKeyStoreId: string): KeyStoreRecord {
  const store = view.get(keyStoresTable, partition, customKeyStoreId);
  if (!store) throw keyStoreNotFound();
  return store;
}

/** The key store that a request names, if the caller may do this to it. */
export function authorizedKeyStore(input: Structure, context: CheckContext, action: string): KeyStoreRecord {
  authorizeAccount(context, action, callerConditions(context));
  const partition = partitionOf({ account: context.caller.account, region: context.region });
  return keyStoreNamed(context.view, partition, text(input, 'CustomKeyStoreId'));
}

/** The key store of a key in one. */
export function keyStoreOf(view: View, key: KeyRecord): KeyStoreRecord | undefined {
  if (key.customKeyStoreId === null) return undefined;
  const store = view.get(keyStoresTable, partitionOf(key), key.customKeyStoreId);
  assert(store, 'a key store with keys in it is not deleted');
  return store;
}

/** Throws CustomKeyStoreInvalidStateException. */
export function assertConnected({ connection }: KeyStoreRecord): void {
  if (connection.state !== 'CONNECTED') throw keyStoreState(connection.state);
}

export const keysIn = (view: View, { partition, customKeyStoreId }: KeyStorePlace): readonly KeyRecord[] =>
  view
    .scan(keysTable, partition)
    .map(({ row }) => row)
    .filter((key) => key.customKeyStoreId === customKeyStoreId);

/** The key store of a plan that still holds. */
export function keyStoreAt(transaction: Transaction, place: KeyStorePlace): KeyStoreRecord {
  const store = transaction.view.get(keyStoresTable, place.partition, place.customKeyStoreId);
  assert(store, `the key store ${place.customKeyStoreId} of a plan that holds is there`);
  return store;
}

export function putKeyStore(transaction: Transaction, store: KeyStoreRecord): void {
  transaction.put(keyStoresTable, partitionOf(store), store.customKeyStoreId, store);
}

/** What the event makes of the connection, and that of the keys in the store. */
export function sendToKeyStore(transaction: Transaction, place: KeyStorePlace, event: ConnectionEvent): KeyStoreRecord {
  const before = keyStoreAt(transaction, place);
  const connection = sendToConnection(before.connection, event);
  if (connection === before.connection) return before;
  const store: KeyStoreRecord = { ...before, connection };
  putKeyStore(transaction, store);
  const connected = connection.state === 'CONNECTED';
  if (connected || before.connection.state === 'CONNECTED') {
    const type = connected ? 'ConnectCustomKeyStore' : 'DisconnectCustomKeyStore';
    for (const key of keysIn(transaction.view, place)) sendToKey(transaction, placeOf(key), { type });
  }
  return store;
}
