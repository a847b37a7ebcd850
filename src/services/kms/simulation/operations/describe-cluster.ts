// One CloudHSM cluster: the only one, or the one that is named.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import type { Structure } from '../../../../world/model.ts';
import { optionalText } from '../../input.ts';
import { clusterNamed, clusterShown, permitted } from '../parts.ts';

export const describeCluster: AnyOperation = operation<Structure>({
  name: 'DescribeCluster',

  check(input, context) {
    const partition = permitted(context, 'DescribeCluster');
    return clusterShown(clusterNamed(context.view, partition, optionalText(input, 'ClusterId')));
  },

  decide: (cluster) => ({ Cluster: cluster }),
});
