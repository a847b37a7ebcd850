// What KMS finds when it looks at the CloudHSM cluster behind a key store.
// Source: AWS KMS API Reference, CloudHsmClusterInvalidConfigurationException and ConnectionErrorCode; Developer Guide,
// "Troubleshooting a custom key store".
import type { View } from '../../../world/records.ts';
import { kmsInternal } from '../errors.ts';
import { clustersTable, type ClusterRecord } from '../simulation/records.ts';
import type { ConnectionErrorCode } from './connection-snapshot.ts';
import { clusterConfiguration, clusterNotActive, clusterNotFound, clusterSilent, timedOut } from './errors.ts';
import type { CloudHsmBacking } from './records.ts';

export const clusterBehind = (view: View, partition: string, clusterId: string): ClusterRecord | undefined =>
  view.get(clustersTable, partition, clusterId);

/** PEM files differ in their line ends and in what stands around them. */
export const sameCertificate = (one: string, other: string): boolean =>
  one.replace(/\s+/g, '') === other.replace(/\s+/g, '');

export function activeCluster(view: View, partition: string, clusterId: string): ClusterRecord {
  const cluster = clusterBehind(view, partition, clusterId);
  if (!cluster) throw clusterNotFound();
  if (cluster.trouble === 'NOT_ACTIVE') throw clusterNotActive();
  return cluster;
}

/** Throws where keys could not be made in it: for that it takes two HSMs, each in another Availability Zone. */
export function assertRedundant({ hsms, trouble }: ClusterRecord): void {
  if (trouble === 'SECURITY_GROUP') throw clusterConfiguration(SECURITY_GROUP_RULES);
  if (new Set(hsms.map(({ availabilityZone }) => availabilityZone)).size < 2) {
    throw clusterConfiguration(
      'The cluster must contain at least two active HSMs, each in a different Availability Zone.',
    );
  }
}

const SECURITY_GROUP_RULES = 'The security group of the cluster must allow TCP traffic on ports 2223-2225, in and out.';

/** What ConnectCustomKeyStore finds out at once. All else shows when the connection has failed. */
export function assertConnectable(view: View, partition: string, { clusterId }: CloudHsmBacking): void {
  const cluster = clusterBehind(view, partition, clusterId);
  if (cluster?.trouble === 'NOT_ACTIVE') throw clusterNotActive();
  if (cluster?.trouble === 'SECURITY_GROUP') throw clusterConfiguration(SECURITY_GROUP_RULES);
}

/** Why KMS cannot log in. Undefined where it can. */
export function connectionFailure(
  view: View,
  partition: string,
  backing: CloudHsmBacking,
): ConnectionErrorCode | undefined {
  const cluster = clusterBehind(view, partition, backing.clusterId);
  if (!cluster) return 'CLUSTER_NOT_FOUND';
  switch (cluster.trouble) {
    case 'SUBNET':
      return 'SUBNET_NOT_FOUND';
    case 'ADDRESSES':
      return 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET';
    case 'NETWORK':
    case 'SECURITY_GROUP':
      return 'NETWORK_ERRORS';
    case 'INTERNAL':
    case 'NOT_ACTIVE':
      return 'INTERNAL_ERROR';
    case 'NONE':
      return cluster.hsms.length === 0 ? 'INSUFFICIENT_CLOUDHSM_HSMS' : loginFailure(cluster, backing);
  }
}

function loginFailure(
  { kmsuser, kmsuserPassword }: ClusterRecord,
  backing: CloudHsmBacking,
): ConnectionErrorCode | undefined {
  switch (kmsuser) {
    case 'MISSING':
      return 'USER_NOT_FOUND';
    case 'LOCKED_OUT':
      return 'USER_LOCKED_OUT';
    case 'LOGGED_IN':
      return 'USER_LOGGED_IN';
    case 'READY':
      return kmsuserPassword === backing.kmsuserPassword ? undefined : 'INVALID_CREDENTIALS';
  }
}

/** Whether KMS, which is logged in, gets an answer. It stays logged in while the user is locked out for others. */
function answers(cluster: ClusterRecord | undefined): boolean {
  if (!cluster || cluster.hsms.length === 0 || cluster.kmsuser === 'MISSING') return false;
  return !['NOT_ACTIVE', 'SECURITY_GROUP', 'NETWORK'].includes(cluster.trouble);
}

/** Throws what a cryptographic operation with a key in the cluster throws. */
export function assertClusterAnswers(view: View, partition: string, { clusterId }: CloudHsmBacking): void {
  const cluster = clusterBehind(view, partition, clusterId);
  if (cluster?.trouble === 'INTERNAL') throw kmsInternal();
  if (!answers(cluster)) throw clusterSilent();
}

/** Throws what CreateKey and GenerateRandom throw. */
export function assertClusterAnswersInTime(view: View, partition: string, { clusterId }: CloudHsmBacking): void {
  const cluster = clusterBehind(view, partition, clusterId);
  if (cluster?.trouble === 'INTERNAL') throw kmsInternal();
  if (!answers(cluster)) throw timedOut();
}
