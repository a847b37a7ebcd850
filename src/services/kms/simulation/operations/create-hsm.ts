// One more HSM in a cluster.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { newHsmId } from '../chance.ts';
import { noSuchZone, tooManyHsms } from '../errors.ts';
import { clusterNamed, clusterShown, hsmShown, permitted } from '../parts.ts';
import { clustersTable, type ClusterRecord } from '../records.ts';
import { emptiestZone, zonesOf } from '../zones.ts';

/** Source: AWS CloudHSM User Guide, "Quotas". */
const MOST_HSMS = 28;

interface Plan {
  readonly partition: string;
  readonly cluster: ClusterRecord;
  readonly availabilityZone: string;
}

export const createHsm: AnyOperation = operation<Plan, string>({
  name: 'CreateHsm',

  check(input, context) {
    const partition = permitted(context, 'CreateHsm');
    const cluster = clusterNamed(context.view, partition, optionalText(input, 'ClusterId'));
    const zones = zonesOf(context.region);
    const named = optionalText(input, 'AvailabilityZone');
    // A letter is enough to say which of a Region's zones is meant.
    const zone = named === undefined ? emptiestZone(cluster, zones) : zones.find((each) => each.endsWith(named));
    if (zone === undefined) throw noSuchZone(named ?? '', zones);
    if (cluster.hsms.length >= MOST_HSMS) throw tooManyHsms(MOST_HSMS);
    return { partition, cluster, availabilityZone: zone };
  },

  prepare: (_, { entropy }) => Promise.resolve(newHsmId(entropy)),

  decide({ partition, cluster, availabilityZone }, hsmId, transaction) {
    const hsm = { hsmId, availabilityZone };
    const changed: ClusterRecord = { ...cluster, hsms: [...cluster.hsms, hsm] };
    transaction.put(clustersTable, partition, cluster.clusterId, changed);
    return { Hsm: hsmShown(hsm), Cluster: clusterShown(changed) };
  },
});
