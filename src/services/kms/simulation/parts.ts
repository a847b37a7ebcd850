// Finding, changing and telling of the simulated parts of the caller's account and Region. Where there is only one, it
// need not be named.
import type { Structure } from '../../../world/model.ts';
import type { View } from '../../../world/records.ts';
import type { CheckContext } from '../../../world/service.ts';
import { partitionOf } from '../records.ts';
import { noneYet, noSuch, whichOne } from './errors.ts';
import {
  clustersTable,
  externalKeyId,
  externalKeysTable,
  proxiesTable,
  type ClusterHsm,
  type ClusterRecord,
  type ExternalKeyRecord,
  type ProxyRecord,
} from './records.ts';

/** Where the caller's parts are, if they may be changed. Every operation of the simulation begins with it. */
export function permitted(context: CheckContext, operation: string): string {
  const { account } = context.caller;
  context.authorize({ action: `simulation:${operation}`, resource: '*', resourceAccount: account });
  return partitionOf({ account, region: context.region });
}

export function clusterNamed(view: View, partition: string, clusterId: string | undefined): ClusterRecord {
  if (clusterId !== undefined) {
    const cluster = view.get(clustersTable, partition, clusterId);
    if (!cluster) throw noSuch('CloudHSM cluster', clusterId);
    return cluster;
  }
  const [cluster, ...more] = view.scan(clustersTable, partition).map(({ row }) => row);
  if (!cluster) throw noneYet('CloudHSM cluster', 'lab cluster create');
  if (more.length > 0)
    throw whichOne(
      'CloudHSM cluster',
      [cluster, ...more].map((each) => each.clusterId),
    );
  return cluster;
}

export function proxyNamed(view: View, partition: string, proxyName: string | undefined): ProxyRecord {
  if (proxyName !== undefined) {
    const proxy = view.get(proxiesTable, partition, proxyName);
    if (!proxy) throw noSuch('external key store proxy', proxyName);
    return proxy;
  }
  const [proxy, ...more] = view.scan(proxiesTable, partition).map(({ row }) => row);
  if (!proxy) throw noneYet('external key store proxy', 'lab proxy create');
  if (more.length > 0)
    throw whichOne(
      'external key store proxy',
      [proxy, ...more].map((each) => each.proxyName),
    );
  return proxy;
}

export function externalKeyNamed(
  view: View,
  partition: string,
  { proxyName }: ProxyRecord,
  xksKeyId: string,
): ExternalKeyRecord {
  const key = view.get(externalKeysTable, partition, externalKeyId(proxyName, xksKeyId));
  if (!key) throw noSuch('external key', xksKeyId);
  return key;
}

export const externalKeysOf = (
  view: View,
  partition: string,
  { proxyName }: ProxyRecord,
): readonly ExternalKeyRecord[] =>
  view
    .scan(externalKeysTable, partition)
    .map(({ row }) => row)
    .filter((key) => key.proxyName === proxyName);

export const hsmShown = ({ hsmId, availabilityZone }: ClusterHsm): Structure => ({
  HsmId: hsmId,
  AvailabilityZone: availabilityZone,
});

export const clusterShown = (cluster: ClusterRecord): Structure => ({
  ClusterId: cluster.clusterId,
  Hsms: cluster.hsms.map(hsmShown),
  Kmsuser: cluster.kmsuser,
  Trouble: cluster.trouble,
  TrustAnchorCertificate: cluster.trustAnchorCertificate,
});

export const proxyShown = (view: View, partition: string, proxy: ProxyRecord): Structure => ({
  ProxyName: proxy.proxyName,
  Connectivity: proxy.vpcEndpointServiceName === null ? 'PUBLIC_ENDPOINT' : 'VPC_ENDPOINT_SERVICE',
  UriEndpoint: proxy.uriEndpoint,
  UriPath: proxy.uriPath,
  ...(proxy.vpcEndpointServiceName !== null && { VpcEndpointServiceName: proxy.vpcEndpointServiceName }),
  AccessKeyId: proxy.credential.accessKeyId,
  Trouble: proxy.trouble,
  ExternalKeys: externalKeysOf(view, partition, proxy).map((key) => ({
    XksKeyId: key.xksKeyId,
    KeySpec: key.keySpec,
    Status: key.status,
    Usage: key.usage,
  })),
});
