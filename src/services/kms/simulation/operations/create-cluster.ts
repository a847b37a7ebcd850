// A CloudHSM cluster with its HSMs and the crypto user that KMS logs in as. From a backup of another cluster it has that
// one's certificate and keys.
import type { Region } from '../../../../base/brand.ts';
import type { Hsm } from '../../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalNumber, optionalText, text } from '../../input.ts';
import { newCertificate } from '../certificate.ts';
import { newClusterId, newHsmId } from '../chance.ts';
import { clusterNamed, clusterShown, permitted } from '../parts.ts';
import { clustersTable, type ClusterHsm } from '../records.ts';
import { zonesOf } from '../zones.ts';

const DEFAULT_HSMS = 2;

interface Plan {
  readonly partition: string;
  readonly region: Region;
  readonly kmsuserPassword: string;
  readonly hsmCount: number;
  /** The certificate of the cluster whose backup this one is made from. */
  readonly certificate: string | null;
}

interface Prepared {
  readonly clusterId: string;
  readonly hsms: readonly ClusterHsm[];
  readonly certificate: string;
}

export const createCluster = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Prepared>({
    name: 'CreateCluster',

    check(input, context) {
      const partition = permitted(context, 'CreateCluster');
      const backupOf = optionalText(input, 'BackupOf');
      return {
        partition,
        region: context.region,
        kmsuserPassword: text(input, 'KmsuserPassword'),
        hsmCount: optionalNumber(input, 'HsmCount') ?? DEFAULT_HSMS,
        certificate:
          backupOf === undefined ? null : clusterNamed(context.view, partition, backupOf).trustAnchorCertificate,
      };
    },

    async prepare({ region, hsmCount, certificate }, { entropy }) {
      const clusterId = newClusterId(entropy);
      const zones = zonesOf(region);
      const hsms = Array.from({ length: hsmCount }, (_, at) => ({
        hsmId: newHsmId(entropy),
        availabilityZone: zones[at % zones.length] ?? '',
      }));
      return {
        clusterId,
        hsms,
        certificate: certificate ?? newCertificate(hsm(region), entropy),
      };
    },

    decide({ partition, kmsuserPassword }, { clusterId, hsms, certificate }, transaction) {
      const cluster = {
        clusterId,
        trustAnchorCertificate: certificate,
        hsms,
        kmsuser: 'READY',
        kmsuserPassword,
        trouble: 'NONE',
      } as const;
      transaction.put(clustersTable, partition, clusterId, cluster);
      return { Cluster: clusterShown(cluster) };
    },
  });
