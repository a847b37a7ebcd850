// A CloudHSM cluster goes, with its HSMs. What KMS had in it is there again in a cluster made from its backup.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { clusterNamed, permitted } from '../parts.ts';
import { clustersTable } from '../records.ts';

export const deleteCluster: AnyOperation = operation<{ readonly partition: string; readonly clusterId: string }>({
  name: 'DeleteCluster',

  check(input, context) {
    const partition = permitted(context, 'DeleteCluster');
    const { clusterId } = clusterNamed(context.view, partition, optionalText(input, 'ClusterId'));
    return { partition, clusterId };
  },

  decide({ partition, clusterId }, _, transaction) {
    transaction.remove(clustersTable, partition, clusterId);
    return { ClusterId: clusterId };
  },
});
