// What KMS keeps: a record for each KMS key, alias, and piece of key material.
import { formatArn, type Arn } from '../../base/arn.ts';
import type { AccountId, MaterialHandle, Region } from '../../base/brand.ts';
import { defineTable } from '../../world/records.ts';
import type { LifecycleSnapshot } from './lifecycle/snapshot.ts';

export type KeySpec = 'SYMMETRIC_DEFAULT';
export type KeyUsage = 'ENCRYPT_DECRYPT';
export type Origin = 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE';

/** One KMS key. Under `account/region`, by key ID. Its key state is nowhere but in `lifecycle`. */
export interface KeyRecord {
  readonly keyId: string;
  readonly account: AccountId;
  readonly region: Region;
  readonly createdAtMs: number;
  readonly description: string;
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsage;
  readonly origin: Origin;
  readonly keyManager: 'CUSTOMER' | 'AWS';
  readonly multiRegion: boolean;
  readonly lifecycle: LifecycleSnapshot;
  readonly materials: readonly KeyMaterial[];
  /** The one that new ciphertexts are made under. Null where none was ever imported. */
  readonly currentKeyMaterialId: string | null;
  /** The key policy's text, as it was given. */
  readonly policy: string;
  /** In the order in which the tags were given. */
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface KeyMaterial {
  readonly keyMaterialId: string;
  readonly handle: MaterialHandle;
}

/** One alias. Under `account/region`, by alias name. */
export interface AliasRecord {
  readonly aliasName: string;
  readonly targetKeyId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/**
 * Which key a ciphertext's key material ID belongs to. Under the Region, by key material ID. It outlives the key, as the
 * ciphertexts do that carry it: whoever tries to open one is told that the key is not there, not that it is damaged.
 */
export interface MaterialRecord {
  readonly account: AccountId;
  readonly keyId: string;
}

export const keysTable = defineTable<KeyRecord>('kms/keys', (key) => key.materials.map(({ handle }) => handle));
export const aliasesTable = defineTable<AliasRecord>('kms/aliases');
export const materialsTable = defineTable<MaterialRecord>('kms/materials');

/** Where an account's Region has its keys and aliases. */
export const partitionOf = ({ account, region }: { readonly account: AccountId; readonly region: Region }): string =>
  `${account}/${region}`;

type Place = Pick<KeyRecord, 'account' | 'region'>;
const arnIn = ({ account, region }: Place, resource: string): Arn =>
  formatArn({ partition: 'aws', service: 'kms', region, account, resource });

export const keyArnOf = (key: Place & { readonly keyId: string }): Arn => arnIn(key, `key/${key.keyId}`);
export const aliasArnOf = (place: Place, aliasName: string): Arn => arnIn(place, aliasName);
