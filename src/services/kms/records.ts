// What KMS keeps: a record for each KMS key, alias, and piece of key material.
import { formatArn, type Arn } from '../../base/arn.ts';
import type { AccountId, MaterialHandle, Region } from '../../base/brand.ts';
import type { MaterialSpec } from '../../hsm/types.ts';
import { defineTable } from '../../world/records.ts';
import type { LifecycleSnapshot } from './lifecycle/snapshot.ts';

/** SM2 is not among them: only the China Regions have it. */
export type KeySpec = MaterialSpec;
export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT';
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
  /** Whether its related keys, itself among them, have a record in `multiRegionTable`. */
  readonly multiRegion: boolean;
  readonly lifecycle: LifecycleSnapshot;
  /** In the order in which they came to the key. Empty before the first import. */
  readonly materials: readonly KeyMaterial[];
  /** The one that new ciphertexts are made under. Null where none was ever imported. Told only of symmetric keys. */
  readonly currentKeyMaterialId: string | null;
  /** Base64 of the DER SubjectPublicKeyInfo; null for symmetric and HMAC keys, and before the first import. */
  readonly publicKey: string | null;
  /** Of the whole set for a multi-Region key: the same in each of its records. */
  readonly rotation: Rotation;
  /** The custom key store that it is in. */
  readonly customKeyStoreId: string | null;
  /** The external key that it goes with, in an external key store. */
  readonly xksKeyId: string | null;
  /** The key policy's text, as it was given. */
  readonly policy: string;
  /** In the order in which the tags were given. */
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** One piece of key material that belongs to a key for good, present or not. */
export interface KeyMaterial {
  readonly keyMaterialId: string;
  /** Null where imported material was deleted or has expired. */
  readonly handle: MaterialHandle | null;
  readonly state: KeyMaterialState;
  /** How it became the current one; null for the first, and for one that waits. */
  readonly rotated: { readonly type: 'AUTOMATIC' | 'ON_DEMAND'; readonly atMs: number } | null;
  /** Null for material that KMS made. */
  readonly imported: ImportedMaterial | null;
}

/** Source: AWS KMS API Reference, RotationsListEntry. */
export type KeyMaterialState =
  'CURRENT' | 'NON_CURRENT' | 'PENDING_ROTATION' | 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';

export interface ImportedMaterial {
  /** Null where it does not expire. Kept when the material is gone, for whoever lists it. */
  readonly validToMs: number | null;
  readonly description: string | null;
}

/** Source: AWS KMS Developer Guide, "Rotate AWS KMS keys". */
export interface Rotation {
  /** Automatic rotation; null where it is off. */
  readonly automatic: { readonly periodInDays: number; readonly nextAtMs: number } | null;
  /** When the on-demand rotation that is under way was asked for; null where none is. */
  readonly onDemandStartedAtMs: number | null;
  /** How many on-demand rotations the key has had, ever. */
  readonly onDemandCount: number;
}

/** A key that was never rotated and is not going to be. */
export const noRotation: Rotation = { automatic: null, onDemandStartedAtMs: null, onDemandCount: 0 };

/** The related keys of a multi-Region key. Under the account, by key ID; there as long as any of them is. */
export interface MultiRegionRecord {
  readonly primaryRegion: Region;
  /** Not the primary's. In the order in which they were made. */
  readonly replicaRegions: readonly Region[];
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

export const keysTable = defineTable<KeyRecord>('kms/keys', (key) =>
  key.materials.flatMap(({ handle }) => (handle === null ? [] : [handle])),
);
export const multiRegionTable = defineTable<MultiRegionRecord>('kms/multi-region');
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
