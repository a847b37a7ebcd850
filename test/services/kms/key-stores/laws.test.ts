// What holds of custom key stores after any sequence of acts on stores, clusters, proxies, keys and the clock.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyStoresTable, type KeyStoreRecord } from '../../../../src/services/kms/key-stores/records.ts';
import { keysTable, type KeyRecord } from '../../../../src/services/kms/records.ts';
import { clustersTable, externalKeysTable, proxiesTable } from '../../../../src/services/kms/simulation/records.ts';
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import type { Table } from '../../../../src/world/records.ts';
import type { Group } from '../../../../src/world/world-api.ts';
import { region } from '../world.ts';
import { KeyStores, partition } from './support.ts';

const tables: readonly Table<object>[] = [
  keyStoresTable,
  keysTable,
  clustersTable,
  proxiesTable,
  externalKeysTable,
].map(({ name }) => ({ name }));

/** An act names its store, key and part by their number among those that there are. */
type Act = readonly [service: 'kms' | 'simulation' | 'clock', operation: string, at: number, input: object];

const acts: fc.Arbitrary<Act> = fc
  .tuple(
    fc.constantFrom<readonly [Act[0], string, object]>(
      // The likelier ones stand here more than once.
      ['kms', 'ConnectCustomKeyStore', {}],
      ['kms', 'ConnectCustomKeyStore', {}],
      ['kms', 'ConnectCustomKeyStore', {}],
      ['kms', 'DisconnectCustomKeyStore', {}],
      ['kms', 'DisconnectCustomKeyStore', {}],
      ['kms', 'DeleteCustomKeyStore', {}],
      ['kms', 'UpdateCustomKeyStore', { NewCustomKeyStoreName: 'store-1' }],
      ['kms', 'UpdateCustomKeyStore', { KeyStorePassword: 'kmsPswd' }],
      ['kms', 'CreateKey', { XksKeyId: 'key-1' }],
      ['kms', 'CreateKey', { XksKeyId: 'key-2' }],
      ['kms', 'EnableKey', {}],
      ['kms', 'DisableKey', {}],
      ['kms', 'ScheduleKeyDeletion', { PendingWindowInDays: 7 }],
      ['kms', 'CancelKeyDeletion', {}],
      ['kms', 'GenerateDataKey', { KeySpec: 'AES_256' }],
      ['simulation', 'UpdateCluster', { Trouble: 'NETWORK' }],
      ['simulation', 'UpdateCluster', { Trouble: 'NONE' }],
      ['simulation', 'UpdateCluster', { KmsuserPassword: 'kmsPswd' }],
      ['simulation', 'DeleteHsm', {}],
      ['simulation', 'CreateHsm', {}],
      ['simulation', 'DeleteCluster', {}],
      ['simulation', 'UpdateProxy', { Trouble: 'TIMEOUT' }],
      ['simulation', 'UpdateProxy', { Trouble: 'NONE' }],
      ['simulation', 'UpdateExternalKey', { XksKeyId: 'key-1', Status: 'DISABLED' }],
      ['simulation', 'DeleteExternalKey', { XksKeyId: 'key-2' }],
      ['clock', 'advance', { ms: 30_000 }],
      ['clock', 'advance', { ms: 3_600_000 }],
      ['clock', 'advance', { ms: 3_600_000 }],
      ['clock', 'advance', { ms: 3_600_000 }],
      ['clock', 'advance', { ms: 8 * 86_400_000 }],
    ),
    fc.nat(5),
  )
  .map(([[service, operation, input], at]) => [service, operation, at, input] as const);

const snapshot = (stores: KeyStores) =>
  Object.fromEntries(tables.map((table) => [table.name, [...stores.kms.world.view.scan(table, partition)]]));

const rows = <Row extends object>(stores: KeyStores, table: Table<Row>): readonly Row[] =>
  stores.kms.world.view.scan(table, partition).map(({ row }) => row);

/** The act's operation with the names that it lacks. Undefined where there is nothing that it could be about. */
function inputOf(stores: KeyStores, [service, operation, at, input]: Act): object | undefined {
  const pick = <Row>(all: readonly Row[]): Row | undefined => all[at % Math.max(1, all.length)];
  if (service === 'simulation') {
    if (/Cluster|Hsm/.test(operation)) {
      const cluster = pick(rows(stores, clustersTable));
      return cluster && { ClusterId: cluster.clusterId, ...input };
    }
    const proxy = pick(rows(stores, proxiesTable));
    return proxy && { ProxyName: proxy.proxyName, ...input };
  }
  if (/Store|CreateKey/.test(operation)) {
    const store = pick(rows<KeyStoreRecord>(stores, keyStoresTable));
    if (!store) return undefined;
    if (operation !== 'CreateKey') return { CustomKeyStoreId: store.customKeyStoreId, ...input };
    const external = store.backing.type === 'EXTERNAL_KEY_STORE';
    return { CustomKeyStoreId: store.customKeyStoreId, Origin: store.backing.type, ...(external && input) };
  }
  const key = pick(rows<KeyRecord>(stores, keysTable));
  return key && { KeyId: key.keyId, ...input };
}

async function perform(stores: KeyStores, group: Group, act: Act): Promise<void> {
  const [service, operation, , input] = act;
  if (service === 'clock') {
    await group.advance((input as { ms: number }).ms);
    return;
  }
  const named = inputOf(stores, act);
  // Refused or not: what is thrown would be a bug of ours.
  if (named) await group.invoke({ service, operation, input: named, region, credentials: learnerCredentials });
}

function assertConsistent(stores: KeyStores): void {
  const all = rows<KeyStoreRecord>(stores, keyStoresTable);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  const keys = rows<KeyRecord>(stores, keysTable);
  for (const { customKeyStoreId } of keys)
    expect(all.some((store) => store.customKeyStoreId === customKeyStoreId)).toBe(true);
  for (const { customKeyStoreId, connection } of all) {
    const inside = keys.filter((key) => key.customKeyStoreId === customKeyStoreId);
    const external = inside.flatMap(({ xksKeyId }) => xksKeyId ?? []);
    expect(new Set(external).size).toBe(external.length);
    for (const { lifecycle } of inside) {
      const away =
        lifecycle.state === 'Unavailable' ||
        (lifecycle.state === 'PendingDeletion' && lifecycle.then === 'Unavailable');
      expect(away, `${lifecycle.state} in a store that is ${connection.state}`).toBe(connection.state !== 'CONNECTED');
    }
  }
}

async function threeStores(): Promise<KeyStores> {
  const stores = await KeyStores.open();
  const ids = [await stores.create(await stores.clusterRequest()), await stores.create(await stores.proxyRequest())];
  for (const id of ids) await stores.connect(id);
  await stores.wait();
  for (const id of ids) await stores.keyIn(id, 'key-3');
  await stores.create(await stores.proxyRequest());
  return stores;
}

it('a store is connected exactly if none of its keys is Unavailable, whatever was done; and all of it can be undone', async () => {
  const seen = { connected: 0, failed: 0, unavailable: 0, undone: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 10, maxLength: 40, size: 'max' }), async (sequence) => {
      const stores = await threeStores();
      const { world } = stores.kms;
      for (const act of sequence) {
        const before = snapshot(stores);
        const last = world.entries.at(-1)?.number ?? 0;
        await perform(stores, world.group(), act);
        assertConsistent(stores);
        const after = snapshot(stores);
        for (const { connection } of rows<KeyStoreRecord>(stores, keyStoresTable)) {
          if (connection.state === 'CONNECTED') seen.connected += 1;
          if (connection.state === 'FAILED') seen.failed += 1;
        }
        seen.unavailable += rows<KeyRecord>(stores, keysTable).filter(
          ({ lifecycle }) => lifecycle.state === 'Unavailable',
        ).length;
        // What fell due before the act began belongs to the act before, and stays when this one is undone.
        const groups = new Set(world.entries.flatMap(({ number, group }) => (number > last ? [group] : [])));
        if (groups.size !== 1 || JSON.stringify(after) === JSON.stringify(before)) continue;
        seen.undone += 1;
        await world.group().undo();
        expect(snapshot(stores)).toEqual(before);
        await world.group().redo();
        expect(snapshot(stores)).toEqual(after);
      }
    }),
    { numRuns: 60 },
  );
  // The sequences get somewhere.
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
});
