// UpdateCustomKeyStore: its name, or what KMS knows of what stands behind it. Nothing is changed there.
import { operation, type AnyOperation } from '../../../world/service.ts';
import type { View } from '../../../world/records.ts';
import { optionalText } from '../input.ts';
import { activeCluster, assertRedundant, sameCertificate } from '../key-stores/clusters.ts';
import { clusterNotRelated, keyStoreState } from '../key-stores/errors.ts';
import type { Backing, KeyStoreRecord } from '../key-stores/records.ts';
import {
  assertNameFree,
  assertProxyAnswers,
  assertProxyFree,
  changedBacking,
  CREDENTIAL,
} from '../key-stores/requests.ts';
import { authorizedKeyStore, keyStorePlace, putKeyStore } from '../key-stores/stores.ts';

const ANY_TIME = ['CustomKeyStoreId', 'NewCustomKeyStoreName'];
/** Of an external key store, also while it is connected. */
const WHILE_CONNECTED = [...ANY_TIME, 'XksProxyUriPath', CREDENTIAL];

export const updateCustomKeyStore: AnyOperation = operation<KeyStoreRecord>({
  name: 'UpdateCustomKeyStore',

  check(input, context) {
    const store = authorizedKeyStore(input, context, 'kms:UpdateCustomKeyStore');
    const { connection, customKeyStoreId } = store;
    const backing = changedBacking(store, input);
    const names = Object.keys(input);
    const allowed = connection.state === 'CONNECTED' ? WHILE_CONNECTED : ANY_TIME;
    if (connection.state !== 'DISCONNECTED' && names.some((name) => !allowed.includes(name))) {
      throw keyStoreState(connection.state);
    }
    const { partition } = keyStorePlace(store);
    const name = optionalText(input, 'NewCustomKeyStoreName') ?? store.name;
    assertNameFree(context.view, partition, name, customKeyStoreId);
    if (names.some((each) => !ANY_TIME.includes(each))) assertFit(context.view, partition, store, backing);
    return { ...store, name, backing };
  },

  decide(store, _, transaction) {
    putKeyStore(transaction, store);
    return {};
  },
});

function assertFit(
  view: View,
  partition: string,
  { customKeyStoreId, backing: before }: KeyStoreRecord,
  backing: Backing,
) {
  if (backing.type === 'EXTERNAL_KEY_STORE') {
    assertProxyFree(view, partition, backing, customKeyStoreId);
    assertProxyAnswers(view, partition, backing);
    return;
  }
  // A new password alone is only remembered: it is tried when the key store is connected.
  if (before.type !== 'AWS_CLOUDHSM' || before.clusterId === backing.clusterId) return;
  const cluster = activeCluster(view, partition, backing.clusterId);
  if (!sameCertificate(cluster.trustAnchorCertificate, before.trustAnchorCertificate)) throw clusterNotRelated();
  assertRedundant(cluster);
}
