// What `lab` does to the parts around KMS: a service of the world like any other, so that all of it is journaled, undone
// and played again, but none of AWS's. Looking an operation's name up in operations/ finds it.
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import type { AnyOperation, Service } from '../../../world/service.ts';
import { answeringHsmFailures } from '../hsm-failures.ts';
import { simulationModel } from './model.ts';
import { attestEnclave } from './operations/attest-enclave.ts';
import { createCluster } from './operations/create-cluster.ts';
import { createExternalKey } from './operations/create-external-key.ts';
import { createHsm } from './operations/create-hsm.ts';
import { createProxy } from './operations/create-proxy.ts';
import { deleteCluster } from './operations/delete-cluster.ts';
import { deleteExternalKey } from './operations/delete-external-key.ts';
import { deleteHsm } from './operations/delete-hsm.ts';
import { deleteProxy } from './operations/delete-proxy.ts';
import { describeBill } from './operations/describe-bill.ts';
import { describeCluster } from './operations/describe-cluster.ts';
import { describeClusters } from './operations/describe-clusters.ts';
import { describeProxies } from './operations/describe-proxies.ts';
import { describeRequestQuotas } from './operations/describe-request-quotas.ts';
import { updateCluster } from './operations/update-cluster.ts';
import { updateExternalKey } from './operations/update-external-key.ts';
import { updateProxyCredential } from './operations/update-proxy-credential.ts';
import { updateProxy } from './operations/update-proxy.ts';
import { updateRequestQuotas } from './operations/update-request-quotas.ts';
import { clustersTable, externalKeysTable, proxiesTable } from './records.ts';

export function createSimulationService(hsm: (region: Region) => Hsm): Service {
  const operations: readonly AnyOperation[] = [
    attestEnclave,
    createCluster,
    createExternalKey(hsm),
    createHsm,
    createProxy,
    deleteCluster,
    deleteExternalKey,
    deleteHsm,
    deleteProxy,
    describeBill,
    describeCluster,
    describeClusters,
    describeProxies,
    describeRequestQuotas,
    updateCluster,
    updateExternalKey,
    updateProxy,
    updateProxyCredential,
    updateRequestQuotas,
  ];
  return {
    name: 'simulation',
    ofAws: false,
    model: simulationModel,
    operations: Object.fromEntries(operations.map((operation) => [operation.name, answeringHsmFailures(operation)])),
    tables: [clustersTable, proxiesTable, externalKeysTable],
    due: {},
  };
}
