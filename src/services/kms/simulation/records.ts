// The parts around KMS that Keyroom simulates, as records: CloudHSM clusters, external key store proxies and the external
// keys behind them. KMS reads them as it would ask the real ones; only `lab` changes them.
// Credentials stand here as IAM's access keys do: the world has to compare them. Key material lies in the vault, as ever.
import type { MaterialHandle } from '../../../base/brand.ts';
import { defineTable } from '../../../world/records.ts';
import type { ClusterTrouble, ProxyTrouble } from './troubles.ts';

/** One HSM of a cluster. It is active for as long as it is there. */
export interface ClusterHsm {
  readonly hsmId: string;
  /** us-east-1a */
  readonly availabilityZone: string;
}

/** The crypto user that KMS logs in as. A cluster has none until somebody makes it. */
export type Kmsuser = 'READY' | 'LOCKED_OUT' | 'LOGGED_IN' | 'MISSING';

/** A CloudHSM cluster. Under `account/region`, by cluster ID. */
export interface ClusterRecord {
  readonly clusterId: string;
  /** PEM. Clusters made from the same backup share it, and with it their keys. */
  readonly trustAnchorCertificate: string;
  readonly hsms: readonly ClusterHsm[];
  readonly kmsuser: Kmsuser;
  /** Null once KMS has changed it to one that it alone knows. */
  readonly kmsuserPassword: string | null;
  readonly trouble: ClusterTrouble;
}

export interface ProxyCredential {
  readonly accessKeyId: string;
  readonly rawSecretAccessKey: string;
}

/** An external key store proxy, with the external key manager behind it. Under `account/region`, by name. */
export interface ProxyRecord {
  readonly proxyName: string;
  readonly uriEndpoint: string;
  readonly uriPath: string;
  /** Null for a proxy on the internet. */
  readonly vpcEndpointServiceName: string | null;
  readonly credential: ProxyCredential;
  readonly trouble: ProxyTrouble;
}

export type ExternalKeySpec = 'AES_256' | 'AES_128' | 'RSA_2048';
export type ExternalKeyStatus = 'ENABLED' | 'DISABLED';
export type ExternalKeyUsage = 'ENCRYPT_DECRYPT' | 'ENCRYPT' | 'DECRYPT' | 'SIGN_VERIFY';

/** A key in an external key manager. Under `account/region`, by the proxy's name and its own ID. */
export interface ExternalKeyRecord {
  readonly proxyName: string;
  readonly xksKeyId: string;
  readonly keySpec: ExternalKeySpec;
  readonly status: ExternalKeyStatus;
  readonly usage: ExternalKeyUsage;
  /** KMS never sees it: it asks the proxy. Null for a key of a spec that no KMS key can use. */
  readonly material: { readonly handle: MaterialHandle; readonly keyMaterialId: string } | null;
}

export const clustersTable = defineTable<ClusterRecord>('simulation/clusters');
export const proxiesTable = defineTable<ProxyRecord>('simulation/proxies');
export const externalKeysTable = defineTable<ExternalKeyRecord>('simulation/external-keys', ({ material }) =>
  material === null ? [] : [material.handle],
);

export const externalKeyId = (proxyName: string, xksKeyId: string): string => `${proxyName}/${xksKeyId}`;
