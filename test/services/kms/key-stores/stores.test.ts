// Creating, updating, describing and deleting custom key stores: what they need, and how they are refused.
// Source: AWS KMS API Reference, CreateCustomKeyStore, UpdateCustomKeyStore, DescribeCustomKeyStores, DeleteCustomKeyStore.
import { describe, expect, it } from 'vitest';
import { DAY_IN_MS, otherRegion } from '../world.ts';
import { KeyStores, kinds, PASSWORD } from './support.ts';

type Request = Record<string, unknown>;
type Break = (stores: KeyStores, request: Request) => Promise<Request>;
const lab =
  (operation: string, input: object): Break =>
  async (stores, request) => {
    await stores.lab(operation, input);
    return request;
  };
const without =
  (name: string): Break =>
  (_, request) => {
    const { [name]: _gone, ...rest } = request;
    return Promise.resolve(rest);
  };
const having =
  (more: Request): Break =>
  (_, request) =>
    Promise.resolve({ ...request, ...more });

const clusterRefusals: readonly (readonly [what: string, error: RegExp, change: Break])[] = [
  ['a cluster that is not there', /^CloudHsmClusterNotFound/, having({ CloudHsmClusterId: 'cluster-abcdefghijk' })],
  ['a cluster that is gone', /^CloudHsmClusterNotFound/, lab('DeleteCluster', {})],
  ['a cluster that is not active', /^CloudHsmClusterNotActive/, lab('UpdateCluster', { Trouble: 'NOT_ACTIVE' })],
  ['one HSM', /^CloudHsmClusterInvalidConfiguration.*two active HSMs/, lab('DeleteHsm', {})],
  ['blocked ports', /^CloudHsmClusterInvalidConf.*2223/, lab('UpdateCluster', { Trouble: 'SECURITY_GROUP' })],
  ['another trust anchor', /^IncorrectTrustAnchor/, having({ TrustAnchorCertificate: 'another' })],
  ['no trust anchor', /^ValidationException: TrustAnchorCertificate is required/, without('TrustAnchorCertificate')],
  ['no password', /^ValidationException: KeyStorePassword is required/, without('KeyStorePassword')],
  ['no cluster', /^ValidationException: CloudHsmClusterId is required/, without('CloudHsmClusterId')],
  ['a short password', /^ValidationException: .*greater than or equal to 7/, having({ KeyStorePassword: 'short' })],
  ['a path', /^ValidationException: XksProxyUriPath is not valid/, having({ XksProxyUriPath: '/kms/xks/v1' })],
];
const proxyRefusals: readonly (readonly [what: string, error: RegExp, change: Break])[] = [
  ['no proxy there', /^XksProxyUriUnreachableException: .*cannot communicate/, lab('DeleteProxy', {})],
  ['a proxy out of time', /^XksProxyUriUnreachable.*in time/, lab('UpdateProxy', { Trouble: 'TIMEOUT' })],
  ['an unhealthy proxy', /^XksProxyUriUnreachable.*unhealthy/, lab('UpdateProxy', { Trouble: 'UNHEALTHY' })],
  ['wrong TLS', /^XksProxyInvalidConfiguration.*TLS/, lab('UpdateProxy', { Trouble: 'WRONG_TLS' })],
  ['an odd answer', /^XksProxyInvalidResponseException: /, lab('UpdateProxy', { Trouble: 'INVALID_RESPONSE' })],
  ['a bad moment', /^KMSInternalException: /, lab('UpdateProxy', { Trouble: 'INTERNAL' })],
  ['another credential', /^XksProxyIncorrectAuthenticationCredential/, lab('UpdateProxyCredential', {})],
  ['another path', /^XksProxyInvalidConfiguration.*URI path/, having({ XksProxyUriPath: '/x/kms/xks/v1' })],
  ['no path', /^ValidationException: XksProxyUriPath is required/, without('XksProxyUriPath')],
  ['no credential', /^ValidationException: .*Credential is required/, without('XksProxyAuthenticationCredential')],
  [
    'a service of no VPC',
    /^ValidationException: .*PUBLIC_ENDPOINT/,
    having({ XksProxyVpcEndpointServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0abc' }),
  ],
  [
    'a VPC without service',
    /^ValidationException: .*required when/,
    having({ XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE' }),
  ],
  ['http', /^ValidationException: .*regular expression/, having({ XksProxyUriEndpoint: 'http://proxy.example.com' })],
  [
    'a cluster',
    /^ValidationException: CloudHsmClusterId is not valid/,
    having({ CloudHsmClusterId: 'cluster-abcdefghijk' }),
  ],
];

describe('CreateCustomKeyStore', () => {
  it.each(kinds)('makes a store of %s, disconnected, and tells all but its secrets', async (kind) => {
    const stores = await KeyStores.open();
    const request = await stores.request(kind);
    const id = await stores.create(request);
    expect(id).toMatch(/^cks-[0-9a-f]{17}$/);
    const shown = await stores.described(id);
    expect(shown).toMatchObject({
      CustomKeyStoreName: request['CustomKeyStoreName'],
      CustomKeyStoreType: kind,
      ConnectionState: 'DISCONNECTED',
    });
    expect(shown).not.toHaveProperty('ConnectionErrorCode');
    const credential = request['XksProxyAuthenticationCredential'] as Record<string, string> | undefined;
    const secret = credential?.['RawSecretAccessKey'] ?? PASSWORD;
    expect(JSON.stringify(shown)).not.toContain(secret);
    const calls = stores.kms.world.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
    expect(JSON.stringify(calls)).not.toContain(secret);
    if (credential) {
      expect(shown).toMatchObject({ XksProxyConfiguration: { AccessKeyId: credential['AccessKeyId'] } });
      expect(shown).not.toHaveProperty('CloudHsmClusterId');
    } else {
      expect(shown).toMatchObject({ TrustAnchorCertificate: request['TrustAnchorCertificate'] });
      expect(shown).not.toHaveProperty('XksProxyConfiguration');
    }
  });

  it.each(clusterRefusals)('on a cluster refuses %s', async (_, error, change) => {
    const stores = await KeyStores.open();
    const request = await change(stores, await stores.clusterRequest());
    expect(await stores.kms.refusal('CreateCustomKeyStore', request)).toMatch(error);
  });

  it.each(proxyRefusals)('before a proxy refuses %s', async (_, error, change) => {
    const stores = await KeyStores.open();
    const request = await change(stores, await stores.proxyRequest());
    expect(await stores.kms.refusal('CreateCustomKeyStore', request)).toMatch(error);
  });

  it('in a VPC looks at the endpoint service, and at the proxy only when it is connected', async () => {
    const stores = await KeyStores.open();
    const request = await stores.proxyRequest(true);
    for (const [trouble, error] of [
      ['VPC_SERVICE_MISSING', /^XksProxyVpcEndpointServiceNotFoundException/],
      ['VPC_SERVICE_MISCONFIGURED', /^XksProxyVpcEndpointServiceInvalidConfigurationException/],
    ] as const) {
      await stores.lab('UpdateProxy', { Trouble: trouble });
      expect(await stores.kms.refusal('CreateCustomKeyStore', request)).toMatch(error);
    }
    const elsewhere = { ...request, XksProxyUriEndpoint: 'https://elsewhere.example.com' };
    await stores.lab('UpdateProxy', { Trouble: 'TIMEOUT' });
    expect(await stores.kms.refusal('CreateCustomKeyStore', elsewhere)).toMatch(/^XksProxyVpcEndpointServiceInvalid/);
    await stores.create(request);
  });

  it('refuses what another store has: name, cluster, backup, address, endpoint, service', async () => {
    const stores = await KeyStores.open();
    const { kms } = stores;
    const cluster = await stores.clusterRequest();
    const proxy = await stores.proxyRequest();
    const vpc = await stores.proxyRequest(true);
    for (const request of [cluster, proxy, vpc]) await stores.create(request);
    const refused = (request: Request, more: Request = {}) =>
      kms.refusal('CreateCustomKeyStore', { ...request, CustomKeyStoreName: 'another', ...more });
    expect(await refused(proxy, { CustomKeyStoreName: cluster['CustomKeyStoreName'] })).toMatch(
      /^CustomKeyStoreNameInUseException/,
    );
    expect(await refused(cluster)).toMatch(/^CloudHsmClusterInUseException/);
    const restored = await stores.clusterRequest({ BackupOf: cluster['CloudHsmClusterId'] });
    expect(await refused(restored)).toMatch(/^CloudHsmClusterInUseException/);
    expect(await refused(proxy)).toMatch(/^XksProxyUriInUseException/);
    expect(await refused(vpc)).toMatch(/^XksProxyVpcEndpointServiceInUseException/);
    const { XksProxyVpcEndpointServiceName: _, ...open } = vpc;
    const publicly = { ...open, XksProxyConnectivity: 'PUBLIC_ENDPOINT', XksProxyUriPath: '/x/kms/xks/v1' };
    expect(await refused(publicly)).toMatch(/^XksProxyUriEndpointInUseException/);
    // In another Region the name is free.
    expect(
      await kms.refusal(
        'CreateCustomKeyStore',
        { ...cluster, CloudHsmClusterId: 'cluster-abcdefghijk' },
        { region: otherRegion },
      ),
    ).toMatch(/^CloudHsmClusterNotFoundException/);
  });

  it('makes ten of both kinds together, and no more', async () => {
    const stores = await KeyStores.open();
    for (let at = 0; at < 5; at += 1) for (const kind of kinds) await stores.create(await stores.request(kind));
    const eleventh = await stores.clusterRequest();
    expect(await stores.kms.refusal('CreateCustomKeyStore', eleventh)).toMatch(/^LimitExceededException: .*10/);
  });
});

describe('DescribeCustomKeyStores', () => {
  it('tells of one by ID or name, of all by pages, and of none that is not there', async () => {
    const stores = await KeyStores.open();
    const { kms } = stores;
    const ids = [];
    for (const kind of [...kinds, ...kinds]) ids.push(await stores.create(await stores.request(kind)));
    const name = stores.store(ids[2]!).name;
    expect(await kms.call('DescribeCustomKeyStores', { CustomKeyStoreName: name })).toMatchObject({
      CustomKeyStores: [{ CustomKeyStoreId: ids[2] }],
      Truncated: false,
    });
    const first = await kms.call('DescribeCustomKeyStores', { Limit: 3 });
    expect(first).toMatchObject({ CustomKeyStores: { length: 3 }, Truncated: true });
    const rest = await kms.call('DescribeCustomKeyStores', { Limit: 3, Marker: first['NextMarker'] });
    const listed = [first, rest].flatMap((page) => page['CustomKeyStores'] as readonly Record<string, string>[]);
    expect(listed.map((store) => store['CustomKeyStoreId'])).toEqual([...ids].sort());
    for (const input of [{ CustomKeyStoreId: 'cks-0' }, { CustomKeyStoreName: 'nobody' }]) {
      expect(await kms.refusal('DescribeCustomKeyStores', input)).toMatch(/^CustomKeyStoreNotFoundException/);
    }
    const both = { CustomKeyStoreId: ids[0], CustomKeyStoreName: name };
    expect(await kms.refusal('DescribeCustomKeyStores', both)).toMatch(/^ValidationException/);
    expect(await kms.refusal('DescribeCustomKeyStores', { Marker: 'x' })).toMatch(/^InvalidMarkerException/);
  });
});

describe('UpdateCustomKeyStore', () => {
  const ALWAYS = { NewCustomKeyStoreName: 'renamed' };
  it.each([
    ['AWS_CLOUDHSM', 'CONNECTED', ALWAYS, undefined],
    ['AWS_CLOUDHSM', 'CONNECTED', { KeyStorePassword: 'another-one' }, /^CustomKeyStoreInvalidState/],
    ['AWS_CLOUDHSM', 'FAILED', { KeyStorePassword: 'another-one' }, /^CustomKeyStoreInvalidState/],
    ['AWS_CLOUDHSM', 'DISCONNECTED', { KeyStorePassword: 'another-one' }, undefined],
    ['AWS_CLOUDHSM', 'DISCONNECTED', { CloudHsmClusterId: 'cluster-abcdefghijk' }, /^CloudHsmClusterNotFound/],
    ['AWS_CLOUDHSM', 'DISCONNECTED', { XksProxyUriPath: '/kms/xks/v1' }, /^ValidationException/],
    ['EXTERNAL_KEY_STORE', 'CONNECTED', { XksProxyUriPath: '/kms/xks/v1' }, undefined],
    ['EXTERNAL_KEY_STORE', 'CONNECTED', { XksProxyUriPath: '/x/kms/xks/v1' }, /^XksProxyInvalidConfiguration/],
    ['EXTERNAL_KEY_STORE', 'CONNECTING', { XksProxyUriPath: '/kms/xks/v1' }, /^CustomKeyStoreInvalidState/],
    ['EXTERNAL_KEY_STORE', 'CONNECTED', { XksProxyConnectivity: 'PUBLIC_ENDPOINT' }, /^CustomKeyStoreInvalidState/],
    ['EXTERNAL_KEY_STORE', 'DISCONNECTED', { XksProxyUriEndpoint: 'https://x.example.com' }, /^XksProxyUriUnreach/],
    ['EXTERNAL_KEY_STORE', 'DISCONNECTED', { XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE' }, /^ValidationException/],
    ['EXTERNAL_KEY_STORE', 'DISCONNECTED', { KeyStorePassword: 'another-one' }, /^ValidationException/],
  ] as const)('%s, %s: %j', async (kind, state, change, error) => {
    const stores = await KeyStores.open();
    const id = await stores.storeIn(kind, state);
    const before = stores.store(id);
    const input = { CustomKeyStoreId: id, ...change };
    if (error) {
      expect(await stores.kms.refusal('UpdateCustomKeyStore', input)).toMatch(error);
      expect(stores.store(id)).toEqual(before);
    } else {
      expect(await stores.kms.call('UpdateCustomKeyStore', input)).toEqual({});
    }
  });

  it('renames a store, but not to a name that another has', async () => {
    const stores = await KeyStores.open();
    const one = await stores.storeIn('AWS_CLOUDHSM', 'CONNECTED');
    const other = await stores.storeIn('EXTERNAL_KEY_STORE', 'DISCONNECTED');
    const taken = { CustomKeyStoreId: one, NewCustomKeyStoreName: stores.store(other).name };
    expect(await stores.kms.refusal('UpdateCustomKeyStore', taken)).toMatch(/^CustomKeyStoreNameInUseException/);
    await stores.kms.call('UpdateCustomKeyStore', { CustomKeyStoreId: one, NewCustomKeyStoreName: 'renamed' });
    expect(await stores.described(one)).toMatchObject({ CustomKeyStoreName: 'renamed' });
  });

  it('moves a store to a cluster from a backup of its own, and the keys with it', async () => {
    const stores = await KeyStores.open();
    const { kms } = stores;
    const id = await stores.storeIn('AWS_CLOUDHSM', 'CONNECTED');
    const { clusterId } = stores.store(id).backing as { clusterId: string };
    const blob = await kms.encrypt((await stores.keyIn(id)).id, 'text');
    const restored = await stores.cluster({ BackupOf: clusterId });
    const unrelated = await stores.cluster();
    await stores.lab('DeleteCluster', { ClusterId: clusterId });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toMatch(
      /cannot communicate with your CloudHSM cluster$/,
    );
    await stores.disconnect(id);
    await stores.wait();
    const moved = (to: Record<string, string>) => ({ CustomKeyStoreId: id, CloudHsmClusterId: to['ClusterId'] });
    expect(await kms.refusal('UpdateCustomKeyStore', moved(unrelated))).toMatch(/^CloudHsmClusterNotRelatedException/);
    await kms.call('UpdateCustomKeyStore', moved(restored));
    await stores.connect(id);
    await stores.wait();
    expect(await kms.decrypt(blob)).toBe('text');
  });

  it('mends a store whose proxy has a new credential or path, while it is connected', async () => {
    const stores = await KeyStores.open();
    const { kms } = stores;
    const id = await stores.storeIn('EXTERNAL_KEY_STORE', 'CONNECTED');
    const blob = await kms.encrypt((await stores.keyIn(id)).id, 'text');
    const { Credential } = await stores.lab('UpdateProxyCredential');
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toMatch(
      /^KMSInvalidState.*could not authenticate AWS KMS/,
    );
    await kms.call('UpdateCustomKeyStore', { CustomKeyStoreId: id, XksProxyAuthenticationCredential: Credential });
    expect(await kms.decrypt(blob)).toBe('text');
    const path = '/moved/kms/xks/v1';
    await stores.lab('UpdateProxy', { UriPath: path });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toMatch(/^KMSInvalidState.*invalid URI path/);
    await kms.call('UpdateCustomKeyStore', { CustomKeyStoreId: id, XksProxyUriPath: path });
    expect(await kms.decrypt(blob)).toBe('text');
  });
});

describe('DeleteCustomKeyStore', () => {
  it.each(kinds)('of %s waits until the last key is really gone', async (kind) => {
    const stores = await KeyStores.open();
    const { kms } = stores;
    const id = await stores.storeIn(kind, 'CONNECTED');
    const key = await stores.keyIn(id);
    await stores.disconnect(id);
    await stores.wait();
    const removal = { CustomKeyStoreId: id };
    expect(await kms.refusal('DeleteCustomKeyStore', removal)).toMatch(/^CustomKeyStoreHasCMKsException/);
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    expect(await kms.refusal('DeleteCustomKeyStore', removal)).toMatch(/^CustomKeyStoreHasCMKsException/);
    await stores.wait(8 * DAY_IN_MS);
    await kms.call('DeleteCustomKeyStore', removal);
    // What stood behind it is as it was, and can have another store.
    const left = kind === 'AWS_CLOUDHSM' ? await stores.lab('DescribeClusters') : await stores.lab('DescribeProxies');
    expect(Object.values(left)[0]).toHaveLength(1);
    if (kind === 'EXTERNAL_KEY_STORE') expect(left).toMatchObject({ Proxies: [{ ExternalKeys: { length: 3 } }] });
  });
});
