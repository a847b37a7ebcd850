// What KMS keeps of a custom key store. Source: AWS KMS API Reference, CustomKeyStoresListEntry.
import type { AccountId, Region } from '../../../base/brand.ts';
import { defineTable } from '../../../world/records.ts';
import type { ProxyCredential } from '../simulation/records.ts';
import type { ConnectionSnapshot } from './connection-snapshot.ts';

/** One custom key store. Under `account/region`, by its ID. Its connection state is nowhere but in `connection`. */
export interface KeyStoreRecord {
  readonly customKeyStoreId: string;
  readonly account: AccountId;
  readonly region: Region;
  readonly name: string;
  readonly createdAtMs: number;
  readonly connection: ConnectionSnapshot;
  readonly backing: Backing;
}

/** What stands behind a key store; with it comes its type. */
export type Backing = CloudHsmBacking | ExternalBacking;

export interface CloudHsmBacking {
  readonly type: 'AWS_CLOUDHSM';
  readonly clusterId: string;
  readonly trustAnchorCertificate: string;
  /** What KMS takes to be kmsuser's password. Null once it has set one that it alone knows. */
  readonly kmsuserPassword: string | null;
}

export interface ExternalBacking {
  readonly type: 'EXTERNAL_KEY_STORE';
  readonly connectivity: 'PUBLIC_ENDPOINT' | 'VPC_ENDPOINT_SERVICE';
  readonly uriEndpoint: string;
  readonly uriPath: string;
  /** Null for a public endpoint. */
  readonly vpcEndpointServiceName: string | null;
  /** Null where the request did not say. */
  readonly vpcEndpointServiceOwner: string | null;
  readonly credential: ProxyCredential;
}

export type KeyStoreType = Backing['type'];

export const keyStoresTable = defineTable<KeyStoreRecord>('kms/key-stores');
