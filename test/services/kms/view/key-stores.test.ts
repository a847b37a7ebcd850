// Custom key stores as the page lists them, in any connection state.
import { describe, expect, it } from 'vitest';
import { keyStoreViews, keyViews } from '../../../../src/services/kms/view.ts';
import { KeyStores, kinds } from '../key-stores/support.ts';
import { account, otherAccount, region } from '../world.ts';

describe('keyStoreViews', () => {
  it.each(kinds)('tell of an %s how it is connected, why not, and how many keys it has', async (kind) => {
    const stores = await KeyStores.open();
    const { view } = stores.kms.world;
    expect(keyStoreViews(view, account)).toEqual([]);
    const connected = await stores.storeIn(kind, 'CONNECTED');
    await stores.keyIn(connected);
    const failed = await stores.storeIn(kind, 'FAILED');
    const now = stores.kms.world.view;
    const [found, ...others] = keyStoreViews(now, account);
    expect(others).toEqual([]);
    expect(found?.region).toBe(region);
    expect(found?.keyStores).toMatchObject([
      { id: connected, name: 'store-1', type: kind, connection: 'CONNECTED', errorCode: null, keys: 1 },
      { id: failed, name: 'store-2', type: kind, connection: 'FAILED', keys: 0 },
    ]);
    expect(found?.keyStores[1]?.errorCode).toBe((await stores.described(failed))['ConnectionErrorCode']);
    expect(keyStoreViews(now, otherAccount)).toEqual([]);
  });

  it('are told with each key that is in one', async () => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn('EXTERNAL_KEY_STORE', 'CONNECTED');
    await stores.keyIn(id, 'key-2');
    const seen = () => keyViews(stores.kms.world.view, account, region)[0];
    expect(seen()).toMatchObject({ externalKeyId: 'key-2', customKeyStore: { id, connection: 'CONNECTED' } });
    await stores.disconnect(id);
    expect(seen()).toMatchObject({ state: 'Unavailable', customKeyStore: { id, connection: 'DISCONNECTING' } });
  });
});
