// One HSM less. A cluster can lose its last one: its keys are in its backups, and nobody can use them meanwhile.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText, text } from '../../input.ts';
import { noSuch } from '../errors.ts';
import { clusterNamed, clusterShown, permitted } from '../parts.ts';
import { clustersTable, type ClusterRecord } from '../records.ts';

export const deleteHsm: AnyOperation = operation<{ readonly partition: string; readonly cluster: ClusterRecord }>({
  name: 'DeleteHsm',

  check(input, context) {
    const partition = permitted(context, 'DeleteHsm');
    const there = clusterNamed(context.view, partition, optionalText(input, 'ClusterId'));
    const hsmId = text(input, 'HsmId');
    const hsms = there.hsms.filter((hsm) => hsm.hsmId !== hsmId);
    if (hsms.length === there.hsms.length) throw noSuch('HSM', hsmId);
    return { partition, cluster: { ...there, hsms } };
  },

  decide({ partition, cluster }, _, transaction) {
    transaction.put(clustersTable, partition, cluster.clusterId, cluster);
    return { Cluster: clusterShown(cluster) };
  },
});
