// ConnectCustomKeyStore: begins to connect, and answers at once. What comes of it, DescribeCustomKeyStores tells later.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { assertConnectable } from '../key-stores/clusters.ts';
import { beginConnecting } from '../key-stores/connecting.ts';
import { keyStoreState } from '../key-stores/errors.ts';
import { authorizedKeyStore, keyStorePlace, type KeyStorePlace } from '../key-stores/stores.ts';

interface Plan {
  readonly place: KeyStorePlace;
  /** False for one that is connected, or about to be: that is no error. */
  readonly begins: boolean;
}

export const connectCustomKeyStore: AnyOperation = operation<Plan>({
  name: 'ConnectCustomKeyStore',

  check(input, context) {
    const store = authorizedKeyStore(input, context, 'kms:ConnectCustomKeyStore');
    const { state } = store.connection;
    if (state === 'DISCONNECTING' || state === 'FAILED') throw keyStoreState(state);
    const place = keyStorePlace(store);
    const begins = state === 'DISCONNECTED';
    if (begins && store.backing.type === 'AWS_CLOUDHSM') {
      assertConnectable(context.view, place.partition, store.backing);
    }
    return { place, begins };
  },

  decide({ place, begins }, _, transaction) {
    if (begins) beginConnecting(transaction, place);
    return {};
  },
});
