// What goes wrong with a cluster, and what mends it: its kmsuser, its network.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { clusterNamed, clusterShown, permitted } from '../parts.ts';
import { clustersTable, type ClusterRecord, type Kmsuser } from '../records.ts';
import type { ClusterTrouble } from '../troubles.ts';

interface Plan {
  readonly partition: string;
  readonly cluster: ClusterRecord;
}

export const updateCluster: AnyOperation = operation<Plan>({
  name: 'UpdateCluster',

  check(input, context) {
    const partition = permitted(context, 'UpdateCluster');
    const there = clusterNamed(context.view, partition, optionalText(input, 'ClusterId'));
    const password = optionalText(input, 'KmsuserPassword');
    // Both are of the model's enumerations, which are these types'.
    const kmsuser = optionalText(input, 'Kmsuser') as Kmsuser | undefined;
    const trouble = optionalText(input, 'Trouble') as ClusterTrouble | undefined;
    const cluster: ClusterRecord = {
      ...there,
      // Whoever sets a password makes the user where there is none, unlocks it, and is not logged in.
      ...(password !== undefined && { kmsuserPassword: password, kmsuser: 'READY' }),
      ...(kmsuser !== undefined && { kmsuser }),
      ...(trouble !== undefined && { trouble }),
    };
    return { partition, cluster };
  },

  decide({ partition, cluster }, _, transaction) {
    transaction.put(clustersTable, partition, cluster.clusterId, cluster);
    return { Cluster: clusterShown(cluster) };
  },
});
