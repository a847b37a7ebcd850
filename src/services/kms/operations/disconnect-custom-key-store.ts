// DisconnectCustomKeyStore: the key store's keys become Unavailable at once. Nothing of the key store is lost.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { beginDisconnecting } from '../key-stores/connecting.ts';
import { keyStoreState } from '../key-stores/errors.ts';
import { authorizedKeyStore, keyStorePlace, type KeyStorePlace } from '../key-stores/stores.ts';

export const disconnectCustomKeyStore: AnyOperation = operation<KeyStorePlace>({
  name: 'DisconnectCustomKeyStore',

  check(input, context) {
    const store = authorizedKeyStore(input, context, 'kms:DisconnectCustomKeyStore');
    const { state } = store.connection;
    if (state === 'DISCONNECTING' || state === 'DISCONNECTED') throw keyStoreState(state);
    return keyStorePlace(store);
  },

  decide(place, _, transaction) {
    beginDisconnecting(transaction, place);
    return {};
  },
});
