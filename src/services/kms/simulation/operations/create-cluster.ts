// A CloudHSM cluster with its HSMs and the crypto user that KMS logs in as. From a backup of another cluster it has that
// one's certificate and keys.
import type { Region } from '../../../../base/brand.ts';
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalNumber, optionalText } from '../../input.ts';
import { newCertificate } from '../certificate.ts';
import { newClusterId, newHsmId } from '../chance.ts';
import { clusterNamed, clusterShown, permitted } from '../parts.ts';
import { clustersTable, type ClusterHsm, type ClusterRecord } from '../records.ts';
import { zonesOf } from '../zones.ts';

const DEFAULT_HSMS = 2;
/** The one of AWS's own examples. */
const DEFAULT_PASSWORD = 'kmsPswd';

interface Plan {
  readonly partition: string;
  readonly region: Region;
  readonly user: Pick<ClusterRecord, 'kmsuser' | 'kmsuserPassword'>;
  readonly hsmCount: number;
  /** The certificate of the cluster whose backup this one is made from. */
  readonly certificate: string | null;
}

interface Prepared {
  readonly clusterId: string;
  readonly hsms: readonly ClusterHsm[];
  readonly certificate: string;
}

export const createCluster: AnyOperation = operation<Plan, Prepared>({
  name: 'CreateCluster',

  check(input, context) {
    const partition = permitted(context, 'CreateCluster');
    const backupOf = optionalText(input, 'BackupOf');
    const original = backupOf === undefined ? undefined : clusterNamed(context.view, partition, backupOf);
    const password = optionalText(input, 'KmsuserPassword');
    return {
      partition,
      region: context.region,
      // A backup has the users of its cluster, too.
      user:
        original && password === undefined
          ? { kmsuser: original.kmsuser, kmsuserPassword: original.kmsuserPassword }
          : { kmsuser: 'READY', kmsuserPassword: password ?? DEFAULT_PASSWORD },
      hsmCount: optionalNumber(input, 'HsmCount') ?? DEFAULT_HSMS,
      certificate: original?.trustAnchorCertificate ?? null,
    };
  },

  prepare({ region, hsmCount, certificate }, { entropy, nowMs }) {
    const clusterId = newClusterId(entropy);
    const zones = zonesOf(region);
    const hsms = Array.from({ length: hsmCount }, (_, at) => ({
      hsmId: newHsmId(entropy),
      availabilityZone: zones[at % zones.length] ?? '',
    }));
    return Promise.resolve({
      clusterId,
      hsms,
      certificate: certificate ?? newCertificate(clusterId, nowMs, entropy),
    });
  },

  decide({ partition, user }, { clusterId, hsms, certificate }, transaction) {
    const cluster: ClusterRecord = {
      clusterId,
      trustAnchorCertificate: certificate,
      hsms,
      ...user,
      trouble: 'NONE',
    };
    transaction.put(clustersTable, partition, clusterId, cluster);
    return { Cluster: clusterShown(cluster) };
  },
});
