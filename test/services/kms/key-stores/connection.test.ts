// Connection states of custom key stores: what each operation does in each, and why connecting fails.
// Source: AWS KMS Developer Guide, "Connect and disconnect", "Troubleshooting" of both kinds of custom key store.
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../../../src/services/kms/key-stores/connection-snapshot.ts';
import { kmsModel } from '../../../../src/services/kms/model.ts';
import { bytes } from '../world.ts';
import { KeyStores, kinds, type Kind } from './support.ts';

const table = `
                    DISCONNECTED  CONNECTING     CONNECTED      DISCONNECTING  FAILED
connect             CONNECTING    CONNECTING     CONNECTED      invalid        invalid
disconnect          invalid       DISCONNECTING  DISCONNECTING  invalid        DISCONNECTING
delete              gone          invalid        invalid        invalid        invalid
rename              DISCONNECTED  CONNECTING     CONNECTED      DISCONNECTING  FAILED
createKey           invalid       invalid        CONNECTED      invalid        invalid
`;
const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([act = '', ...outcomes]) =>
  outcomes.flatMap((outcome, at) =>
    kinds.map((kind) => ({ act, kind, state: header[at] as ConnectionState, outcome })),
  ),
);

const calls: Readonly<Record<string, (id: string, kind: Kind) => readonly [string, object]>> = {
  connect: (id) => ['ConnectCustomKeyStore', { CustomKeyStoreId: id }],
  disconnect: (id) => ['DisconnectCustomKeyStore', { CustomKeyStoreId: id }],
  delete: (id) => ['DeleteCustomKeyStore', { CustomKeyStoreId: id }],
  rename: (id) => ['UpdateCustomKeyStore', { CustomKeyStoreId: id, NewCustomKeyStoreName: 'another' }],
  createKey: (id, Origin) => [
    'CreateKey',
    { CustomKeyStoreId: id, Origin, ...(Origin === 'EXTERNAL_KEY_STORE' && { XksKeyId: 'key-1' }) },
  ],
};

describe('each operation in each connection state', () => {
  it.each(cells)('$act of a store of $kind that is $state: $outcome', async ({ act, kind, state, outcome }) => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn(kind, state);
    const [operation, input] = calls[act]!(id, kind);
    if (outcome === 'invalid') {
      expect(await stores.kms.refusal(operation, input)).toMatch(/^CustomKeyStoreInvalidStateException: .+/);
      expect(stores.store(id).connection.state).toBe(state);
      return;
    }
    await stores.kms.call(operation, input);
    if (outcome === 'gone') {
      const refusal = await stores.kms.refusal('DescribeCustomKeyStores', { CustomKeyStoreId: id });
      expect(refusal).toMatch(/^CustomKeyStoreNotFoundException/);
    } else {
      expect(await stores.described(id)).toMatchObject({ ConnectionState: outcome });
    }
  });

  it.each(header as readonly ConnectionState[])('GenerateRandom in a CloudHSM store that is %s', async (state) => {
    const stores = await KeyStores.open();
    const input = { NumberOfBytes: 8, CustomKeyStoreId: await stores.storeIn('AWS_CLOUDHSM', state) };
    if (state === 'CONNECTED') {
      expect((await stores.kms.call('GenerateRandom', input))['Plaintext']).toHaveLength(8);
    } else {
      expect(await stores.kms.refusal('GenerateRandom', input)).toMatch(/^CustomKeyStoreInvalidStateException/);
    }
  });

  it('GenerateRandom in an external store is not supported', async () => {
    const stores = await KeyStores.open();
    const input = { NumberOfBytes: 8, CustomKeyStoreId: await stores.storeIn('EXTERNAL_KEY_STORE', 'CONNECTED') };
    expect(await stores.kms.refusal('GenerateRandom', input)).toBe('UnsupportedOperationException: ');
  });
});

describe('connecting', () => {
  it.each(kinds)('a store of %s takes minutes, and disconnecting takes a while', async (kind) => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn(kind, 'CONNECTING');
    await stores.wait(4 * 60_000);
    expect(stores.store(id).connection.state).toBe('CONNECTING');
    await stores.wait(10 * 60_000);
    expect(stores.store(id).connection.state).toBe('CONNECTED');
    await stores.disconnect(id);
    expect(stores.store(id).connection.state).toBe('DISCONNECTING');
    await stores.wait(2 * 60_000);
    expect(stores.store(id).connection.state).toBe('DISCONNECTED');
  });

  it('that is broken off does not connect later', async () => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn('AWS_CLOUDHSM', 'CONNECTING');
    await stores.disconnect(id);
    await stores.wait();
    expect(stores.store(id).connection.state).toBe('DISCONNECTED');
    const due = stores.kms.world.entries.flatMap((entry) => (entry.kind === 'due' ? [entry.what] : []));
    expect(due).toEqual(['KeyStoreDisconnection']);
  });

  it('gives kmsuser a password that KMS alone knows', async () => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn('AWS_CLOUDHSM', 'CONNECTED');
    // Connecting again needs no password of the customer's …
    await stores.disconnect(id);
    await stores.wait();
    await stores.connect(id);
    await stores.wait();
    expect(stores.store(id).connection.state).toBe('CONNECTED');
    // … and one that they set in the cluster alone is not the one that KMS has.
    await stores.disconnect(id);
    await stores.wait();
    await stores.lab('UpdateCluster', { KmsuserPassword: 'another-one' });
    await stores.connect(id);
    await stores.wait();
    expect(stores.store(id).connection).toEqual({ state: 'FAILED', errorCode: 'INVALID_CREDENTIALS' });
  });
});

/** What a learner does while a store connects, and the code that comes of it. */
const failures: readonly (readonly [code: string, kind: Kind | 'VPC', operation: string, input: object])[] = [
  ['CLUSTER_NOT_FOUND', 'AWS_CLOUDHSM', 'DeleteCluster', {}],
  ['INSUFFICIENT_CLOUDHSM_HSMS', 'AWS_CLOUDHSM', 'remove every HSM', {}],
  ['INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET', 'AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'ADDRESSES' }],
  ['SUBNET_NOT_FOUND', 'AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'SUBNET' }],
  ['NETWORK_ERRORS', 'AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'NETWORK' }],
  ['NETWORK_ERRORS', 'AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'SECURITY_GROUP' }],
  ['INTERNAL_ERROR', 'AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'INTERNAL' }],
  ['INTERNAL_ERROR', 'AWS_CLOUDHSM', 'UpdateCluster', { Trouble: 'NOT_ACTIVE' }],
  ['INVALID_CREDENTIALS', 'AWS_CLOUDHSM', 'UpdateCluster', { KmsuserPassword: 'another-one' }],
  ['USER_LOCKED_OUT', 'AWS_CLOUDHSM', 'UpdateCluster', { Kmsuser: 'LOCKED_OUT' }],
  ['USER_LOGGED_IN', 'AWS_CLOUDHSM', 'UpdateCluster', { Kmsuser: 'LOGGED_IN' }],
  ['USER_NOT_FOUND', 'AWS_CLOUDHSM', 'UpdateCluster', { Kmsuser: 'MISSING' }],
  ['XKS_PROXY_NOT_REACHABLE', 'EXTERNAL_KEY_STORE', 'DeleteProxy', {}],
  ['XKS_PROXY_NOT_REACHABLE', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'UNREACHABLE' }],
  ['XKS_PROXY_NOT_REACHABLE', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'UNHEALTHY' }],
  ['XKS_PROXY_TIMED_OUT', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'TIMEOUT' }],
  ['XKS_PROXY_ACCESS_DENIED', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'ACCESS_DENIED' }],
  ['XKS_PROXY_INVALID_RESPONSE', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'INVALID_RESPONSE' }],
  ['XKS_PROXY_INVALID_TLS_CONFIGURATION', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'WRONG_TLS' }],
  ['XKS_PROXY_INVALID_CONFIGURATION', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { UriPath: '/moved/kms/xks/v1' }],
  ['NETWORK_ERRORS', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'NETWORK' }],
  ['INTERNAL_ERROR', 'EXTERNAL_KEY_STORE', 'UpdateProxy', { Trouble: 'INTERNAL' }],
  ['INVALID_CREDENTIALS', 'EXTERNAL_KEY_STORE', 'UpdateProxyCredential', {}],
  ['XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND', 'VPC', 'DeleteProxy', {}],
  ['XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND', 'VPC', 'UpdateProxy', { Trouble: 'VPC_SERVICE_MISSING' }],
  ['XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION', 'VPC', 'UpdateProxy', { Trouble: 'VPC_SERVICE_MISCONFIGURED' }],
];

describe('connecting fails with the code that says why', () => {
  it.each(failures)('%s: %s, %s %j', async (code, kind, operation, input) => {
    const stores = await KeyStores.open();
    const request = kind === 'VPC' ? stores.proxyRequest(true) : stores.request(kind);
    const id = await stores.create(await request);
    await stores.connect(id);
    if (operation === 'remove every HSM') for (const _ of [1, 2]) await stores.lab('DeleteHsm', {});
    else await stores.lab(operation, input);
    await stores.wait();
    expect(await stores.described(id)).toMatchObject({ ConnectionState: 'FAILED', ConnectionErrorCode: code });
  });

  it('there is no code that nobody can bring about', () => {
    const shape = kmsModel.shapes['ConnectionErrorCodeType'];
    const all = shape?.type === 'string' ? shape.enum : [];
    expect(new Set(failures.map(([code]) => code))).toEqual(new Set(all));
  });

  it.each([
    [{ Trouble: 'NOT_ACTIVE' }, /^CloudHsmClusterNotActiveException: /],
    [{ Trouble: 'SECURITY_GROUP' }, /^CloudHsmClusterInvalidConfigurationException: .*2223-2225/],
  ])('and at once where it is easily seen: %j', async (input, refusal) => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn('AWS_CLOUDHSM', 'DISCONNECTED');
    await stores.lab('UpdateCluster', input);
    expect(await stores.kms.refusal('ConnectCustomKeyStore', { CustomKeyStoreId: id })).toMatch(refusal);
    expect(stores.store(id).connection.state).toBe('DISCONNECTED');
  });
});

describe('keys of a store', () => {
  it.each(kinds)('of %s are Unavailable from disconnecting on, and come back as they were', async (kind) => {
    const stores = await KeyStores.open();
    const { kms } = stores;
    const id = await stores.storeIn(kind, 'CONNECTED');
    const enabled = await stores.keyIn(id, 'key-1');
    const disabled = await stores.keyIn(id, 'key-2');
    const leaving = await stores.keyIn(id, 'key-3');
    await kms.call('DisableKey', { KeyId: disabled.id });
    await kms.call('ScheduleKeyDeletion', { KeyId: leaving.id });
    const blob = await kms.encrypt(enabled.id, 'text');
    const states = async () => {
      const described = [enabled, disabled, leaving].map(({ id: KeyId }) => kms.call('DescribeKey', { KeyId }));
      return (await Promise.all(described)).map(
        ({ KeyMetadata }) => (KeyMetadata as Record<string, string>)['KeyState'],
      );
    };
    await stores.disconnect(id);
    expect(await states()).toEqual(['Unavailable', 'Unavailable', 'PendingDeletion']);
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toBe(
      `KMSInvalidStateException: ${enabled.arn} is unavailable.`,
    );
    expect(await kms.refusal('Encrypt', { KeyId: enabled.id, Plaintext: bytes('x') })).toMatch(/is unavailable\.$/);
    // What is asked for meanwhile applies when the store is back.
    await kms.call('EnableKey', { KeyId: disabled.id });
    await kms.call('CancelKeyDeletion', { KeyId: leaving.id });
    expect(await states()).toEqual(['Unavailable', 'Unavailable', 'Unavailable']);
    await stores.wait();
    await stores.connect(id);
    expect(await states()).toEqual(['Unavailable', 'Unavailable', 'Unavailable']);
    await stores.wait();
    expect(await states()).toEqual(['Enabled', 'Enabled', 'Disabled']);
    expect(await kms.decrypt(blob)).toBe('text');
  });

  it('stay Unavailable where connecting fails', async () => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn('EXTERNAL_KEY_STORE', 'CONNECTED');
    const { arn } = await stores.keyIn(id);
    await stores.disconnect(id);
    await stores.wait();
    await stores.connect(id);
    await stores.breakAll('EXTERNAL_KEY_STORE');
    await stores.wait();
    expect(await stores.kms.refusal('GenerateDataKey', { KeyId: arn, KeySpec: 'AES_256' })).toBe(
      `KMSInvalidStateException: ${arn} is unavailable.`,
    );
  });
});
