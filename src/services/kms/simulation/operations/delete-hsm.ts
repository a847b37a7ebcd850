// One HSM less: the one that is named, or the first, of a zone or of all. A cluster can lose its last one: its keys are in its backups, and nobody can use them meanwhile.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { noSuch } from '../errors.ts';
import { clusterNamed, clusterShown, permitted } from '../parts.ts';
import { clustersTable, type ClusterRecord } from '../records.ts';

export const deleteHsm: AnyOperation = operation<{ readonly partition: string; readonly cluster: ClusterRecord }>({
  name: 'DeleteHsm',

  check(input, context) {
    const partition = permitted(context, 'DeleteHsm');
    const there = clusterNamed(context.view, partition, optionalText(input, 'ClusterId'));
    const named = optionalText(input, 'HsmId');
    const zone = optionalText(input, 'AvailabilityZone');
    const gone = there.hsms.find(({ hsmId, availabilityZone }) =>
      named === undefined ? zone === undefined || availabilityZone.endsWith(zone) : hsmId === named,
    );
    if (!gone) throw noSuch('HSM', named ?? (zone === undefined ? '' : `in ${zone}`));
    return { partition, cluster: { ...there, hsms: there.hsms.filter((hsm) => hsm !== gone) } };
  },

  decide({ partition, cluster }, _, transaction) {
    transaction.put(clustersTable, partition, cluster.clusterId, cluster);
    return { Cluster: clusterShown(cluster) };
  },
});
