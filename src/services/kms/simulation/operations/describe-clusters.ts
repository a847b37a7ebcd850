// The CloudHSM clusters of the caller's account in this Region.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { clusterShown, permitted } from '../parts.ts';
import { clustersTable } from '../records.ts';

export const describeClusters: AnyOperation = operation<string>({
  name: 'DescribeClusters',
  check: (_, context) => permitted(context, 'DescribeClusters'),
  decide: (partition, _, { view }) => ({
    Clusters: view.scan(clustersTable, partition).map(({ row }) => clusterShown(row)),
  }),
});
