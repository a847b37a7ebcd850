// Custom key stores for the pool: two that are connected, three that are not and hold nothing, and clusters and proxies that
// no store has yet.
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import type { Structure } from '../../../../src/world/model.ts';
import type { Pool } from './pool.ts';
import { region, type KmsWorld } from '../world.ts';

async function simulate(kms: KmsWorld, operation: string, input: unknown): Promise<Structure> {
  const call = { service: 'simulation', operation, input, region, credentials: learnerCredentials };
  const answer = await kms.world.group().invoke(call);
  if (!answer.ok) throw new Error(`${operation}: ${answer.error.code} ${answer.error.message}`);
  return answer.output ?? {};
}

async function clusterRequest(kms: KmsWorld): Promise<Record<string, unknown>> {
  const { Cluster } = await simulate(kms, 'CreateCluster', { KmsuserPassword: 'kmsPassword' });
  const { ClusterId, TrustAnchorCertificate } = Cluster as Record<string, string>;
  return { CloudHsmClusterId: ClusterId, TrustAnchorCertificate, KeyStorePassword: 'kmsPassword' };
}

async function proxyRequest(kms: KmsWorld, name: string): Promise<Record<string, unknown>> {
  const { Proxy, Credential } = await simulate(kms, 'CreateProxy', { ProxyName: name });
  const { UriEndpoint, UriPath } = Proxy as Record<string, string>;
  return {
    CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
    XksProxyConnectivity: 'PUBLIC_ENDPOINT',
    XksProxyUriEndpoint: UriEndpoint,
    XksProxyUriPath: UriPath,
    XksProxyAuthenticationCredential: Credential,
  };
}

export async function simulatedStores(kms: KmsWorld): Promise<Pick<Pool, 'stores' | 'newStores'>> {
  const made: string[] = [];
  for (let at = 0; at < 5; at += 1) {
    const backing = at % 2 === 0 ? await clusterRequest(kms) : await proxyRequest(kms, `proxy-${at}`);
    const { CustomKeyStoreId } = await kms.call('CreateCustomKeyStore', {
      CustomKeyStoreName: `store-${at}`,
      ...backing,
    });
    made.push(CustomKeyStoreId as string);
  }
  const [first, second, ...empty] = made as [string, string, ...string[]];
  for (const id of [first, second]) await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: id });
  await kms.world.group().advance(3_600_000);
  return {
    stores: { connected: [first, second], disconnected: empty, empty },
    newStores: [await clusterRequest(kms), await proxyRequest(kms, 'spare')],
  };
}
