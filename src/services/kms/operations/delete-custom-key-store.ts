// DeleteCustomKeyStore: of a key store that is disconnected and has no KMS keys, those pending deletion included. The
// cluster, or the external key manager, stays as it is.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { keyStoreHasKeys, keyStoreState } from '../key-stores/errors.ts';
import { keyStoresTable } from '../key-stores/records.ts';
import { authorizedKeyStore, keysIn, keyStorePlace, type KeyStorePlace } from '../key-stores/stores.ts';

export const deleteCustomKeyStore: AnyOperation = operation<KeyStorePlace>({
  name: 'DeleteCustomKeyStore',

  check(input, context) {
    const store = authorizedKeyStore(input, context, 'kms:DeleteCustomKeyStore');
    const { state } = store.connection;
    if (state !== 'DISCONNECTED') throw keyStoreState(state);
    const place = keyStorePlace(store);
    if (keysIn(context.view, place).length > 0) throw keyStoreHasKeys();
    return place;
  },

  decide({ partition, customKeyStoreId }, _, transaction) {
    transaction.remove(keyStoresTable, partition, customKeyStoreId);
    return {};
  },
});
