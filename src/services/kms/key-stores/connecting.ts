// Connecting and disconnecting take time: what comes of it falls due on the world's clock.
// Source: AWS KMS Developer Guide, "Connect an external key store" (about five minutes), "Connect an AWS CloudHSM key
// store" (up to 20 minutes). How long disconnecting takes is not on record.
import { dueHandler, type Due, type Transaction } from '../../../world/service.ts';
import { clustersTable } from '../simulation/records.ts';
import { clusterBehind, connectionFailure } from './clusters.ts';
import type { ConnectionErrorCode } from './connection-snapshot.ts';
import { askProxy } from './proxy-replies.ts';
import { keyStoresTable, type KeyStoreRecord, type KeyStoreType } from './records.ts';
import { keyStorePlace, putKeyStore, sendToKeyStore, type KeyStorePlace } from './stores.ts';

const SECOND_IN_MS = 1000;
const MINUTE_IN_MS = 60 * SECOND_IN_MS;

const connectingMs: Readonly<Record<KeyStoreType, number>> = {
  AWS_CLOUDHSM: 10 * MINUTE_IN_MS,
  EXTERNAL_KEY_STORE: 5 * MINUTE_IN_MS,
};
const disconnectingMs: Readonly<Record<KeyStoreType, number>> = {
  AWS_CLOUDHSM: MINUTE_IN_MS,
  EXTERNAL_KEY_STORE: 10 * SECOND_IN_MS,
};

const dueOf = (handler: string, { partition, customKeyStoreId }: KeyStorePlace): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler,
  subject: `${partition}/${customKeyStoreId}`,
});
const connectionDue = (place: KeyStorePlace) => dueOf('KeyStoreConnection', place);
const disconnectionDue = (place: KeyStorePlace) => dueOf('KeyStoreDisconnection', place);

export function beginConnecting(transaction: Transaction, place: KeyStorePlace): void {
  const { backing } = sendToKeyStore(transaction, place, { type: 'ConnectCustomKeyStore' });
  transaction.schedule({ ...connectionDue(place), atMs: transaction.nowMs + connectingMs[backing.type] });
}

export function beginDisconnecting(transaction: Transaction, place: KeyStorePlace): void {
  const { backing } = sendToKeyStore(transaction, place, { type: 'DisconnectCustomKeyStore' });
  transaction.unschedule(connectionDue(place));
  transaction.schedule({ ...disconnectionDue(place), atMs: transaction.nowMs + disconnectingMs[backing.type] });
}

/** Whether KMS got through shows now, by what the cluster or the proxy is like at this moment. */
export const keyStoreConnection = dueHandler({
  happen(subject, transaction) {
    const store = storeNamed(transaction, subject);
    if (!store) return;
    const errorCode = failureOf(transaction, store);
    const place = keyStorePlace(store);
    if (errorCode !== undefined) {
      sendToKeyStore(transaction, place, { type: 'ConnectionFailed', errorCode });
      return;
    }
    takeOverKmsuser(transaction, sendToKeyStore(transaction, place, { type: 'Connected' }));
  },
});

export const keyStoreDisconnection = dueHandler({
  happen(subject, transaction) {
    const store = storeNamed(transaction, subject);
    if (store) sendToKeyStore(transaction, keyStorePlace(store), { type: 'Disconnected' });
  },
});

function storeNamed({ view }: Transaction, subject: string): KeyStoreRecord | undefined {
  const cut = subject.lastIndexOf('/');
  return view.get(keyStoresTable, subject.slice(0, cut), subject.slice(cut + 1));
}

function failureOf({ view }: Transaction, store: KeyStoreRecord): ConnectionErrorCode | undefined {
  const { partition } = keyStorePlace(store);
  const { backing } = store;
  if (backing.type === 'AWS_CLOUDHSM') return connectionFailure(view, partition, backing);
  const reply = askProxy(view, partition, backing);
  return reply.ok ? undefined : reply.failure.connectionErrorCode;
}

/** Once it is logged in, KMS gives kmsuser a password that nobody else knows. */
function takeOverKmsuser(transaction: Transaction, store: KeyStoreRecord): void {
  const { backing } = store;
  if (backing.type !== 'AWS_CLOUDHSM') return;
  const { partition } = keyStorePlace(store);
  const cluster = clusterBehind(transaction.view, partition, backing.clusterId);
  if (!cluster) return;
  transaction.put(clustersTable, partition, cluster.clusterId, { ...cluster, kmsuserPassword: null });
  putKeyStore(transaction, { ...store, backing: { ...backing, kmsuserPassword: null } });
}
