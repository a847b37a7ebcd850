// Key stores to test with: their simulated clusters and proxies, and a store in any connection state.
import { expect } from 'vitest';
import type { ConnectionState } from '../../../../src/services/kms/key-stores/connection-snapshot.ts';
import { keyStoresTable, type KeyStoreRecord } from '../../../../src/services/kms/key-stores/records.ts';
import { keysTable, partitionOf, type KeyRecord } from '../../../../src/services/kms/records.ts';
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import type { Structure } from '../../../../src/world/model.ts';
import { account, openKmsWorld, region, type KmsWorld, type TestKey } from '../world.ts';

export type Kind = 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE';
export const kinds: readonly Kind[] = ['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'];
export const partition = partitionOf({ account, region });
export const PASSWORD = 'kmsPswd';
const HOUR_IN_MS = 3_600_000;

export class KeyStores {
  #made = 0;

  constructor(readonly kms: KmsWorld) {}

  static open = async (): Promise<KeyStores> => new KeyStores(await openKmsWorld());

  async lab(operation: string, input: unknown = {}): Promise<Structure> {
    const call = { service: 'simulation', operation, input, region, credentials: learnerCredentials };
    const answer = await this.kms.world.group().invoke(call);
    expect(answer, `${operation} succeeds`).toMatchObject({ ok: true });
    return (answer.ok && answer.output) || {};
  }

  wait = (ms = HOUR_IN_MS): Promise<void> => this.kms.world.group().advance(ms);

  async cluster(input: object = {}): Promise<Record<string, string>> {
    return (await this.lab('CreateCluster', input))['Cluster'] as Record<string, string>;
  }

  /** A request for a store on a new cluster. */
  async clusterRequest(input: object = {}): Promise<Record<string, unknown>> {
    const { ClusterId, TrustAnchorCertificate } = await this.cluster(input);
    const CustomKeyStoreName = `store-${(this.#made += 1)}`;
    return { CustomKeyStoreName, CloudHsmClusterId: ClusterId, TrustAnchorCertificate, KeyStorePassword: PASSWORD };
  }

  /** A request for a store before a new proxy, which has the external keys `key-1` to `key-3`. */
  async proxyRequest(vpc = false): Promise<Record<string, unknown>> {
    const ProxyName = `proxy-${(this.#made += 1)}`;
    const Connectivity = vpc ? 'VPC_ENDPOINT_SERVICE' : 'PUBLIC_ENDPOINT';
    const { Proxy, Credential } = await this.lab('CreateProxy', { ProxyName, Connectivity });
    for (const XksKeyId of ['key-1', 'key-2', 'key-3']) await this.lab('CreateExternalKey', { ProxyName, XksKeyId });
    const { UriEndpoint, UriPath, VpcEndpointServiceName } = Proxy as Record<string, string>;
    return {
      CustomKeyStoreName: `store-${this.#made}`,
      CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
      XksProxyConnectivity: Connectivity,
      XksProxyUriEndpoint: UriEndpoint,
      XksProxyUriPath: UriPath,
      XksProxyAuthenticationCredential: Credential,
      ...(vpc && { XksProxyVpcEndpointServiceName: VpcEndpointServiceName }),
    };
  }

  request = (kind: Kind): Promise<Record<string, unknown>> =>
    kind === 'AWS_CLOUDHSM' ? this.clusterRequest() : this.proxyRequest();

  async create(request: Record<string, unknown>): Promise<string> {
    return (await this.kms.call('CreateCustomKeyStore', request))['CustomKeyStoreId'] as string;
  }

  connect = (id: string) => this.kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: id });
  disconnect = (id: string) => this.kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id });

  /** A store that has been brought into this state by operations alone. */
  async storeIn(kind: Kind, state: ConnectionState): Promise<string> {
    const id = await this.create(await this.request(kind));
    if (state === 'DISCONNECTED') return id;
    await this.connect(id);
    if (state === 'CONNECTING') return id;
    if (state === 'FAILED') await this.breakAll(kind);
    await this.wait();
    if (state === 'FAILED') await this.mendAll(kind);
    if (state === 'DISCONNECTING') await this.disconnect(id);
    expect(this.store(id).connection.state).toBe(state);
    return id;
  }

  private each = async (kind: Kind, Trouble: string): Promise<void> => {
    const [list, member, operation, name] =
      kind === 'AWS_CLOUDHSM'
        ? ['DescribeClusters', 'Clusters', 'UpdateCluster', 'ClusterId']
        : ['DescribeProxies', 'Proxies', 'UpdateProxy', 'ProxyName'];
    for (const part of (await this.lab(list))[member] as readonly Record<string, string>[]) {
      await this.lab(operation, { [name]: part[name], Trouble });
    }
  };
  breakAll = (kind: Kind) => this.each(kind, 'NETWORK');
  mendAll = (kind: Kind) => this.each(kind, 'NONE');

  store(id: string): KeyStoreRecord {
    return this.kms.world.view.get(keyStoresTable, partition, id)!;
  }

  async described(id: string): Promise<Record<string, unknown>> {
    const { CustomKeyStores } = await this.kms.call('DescribeCustomKeyStores', { CustomKeyStoreId: id });
    return (CustomKeyStores as readonly Record<string, unknown>[])[0]!;
  }

  keyIn(id: string, xksKeyId = 'key-1'): Promise<TestKey> {
    const Origin = this.store(id).backing.type;
    const XksKeyId = Origin === 'EXTERNAL_KEY_STORE' ? { XksKeyId: xksKeyId } : {};
    return this.kms.createKey({ Origin, CustomKeyStoreId: id, ...XksKeyId });
  }

  keysIn(id: string): readonly KeyRecord[] {
    const all = this.kms.world.view.scan(keysTable, partition).map(({ row }) => row);
    return all.filter((key) => key.customKeyStoreId === id);
  }
}
