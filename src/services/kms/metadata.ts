// A KMS key as CreateKey and DescribeKey tell of it: KeyMetadata of the AWS KMS API Reference.
import type { Region } from '../../base/brand.ts';
import type { Structure } from '../../world/model.ts';
import type { View } from '../../world/records.ts';
import { algorithmsOf, keyTypeOf } from './key-specs.ts';
import { keyStoreMetadata } from './key-stores/describe.ts';
import { keyStateOf } from './lifecycle/machine.ts';
import { multiRegionOf } from './multi-region.ts';
import { expiryOf, hasAllMaterial } from './materials.ts';
import { keyArnOf, type KeyRecord } from './records.ts';

/** Milliseconds as the API writes moments: seconds. */
export const seconds = (atMs: number): number => atMs / 1000;

/** `view` is where its related keys, if it is a multi-Region key, and its key store are found. */
export function keyMetadata(view: View, key: KeyRecord): Structure {
  const { lifecycle, keySpec, keyUsage } = key;
  const keyState = keyStateOf(lifecycle);
  const currentKeyMaterialId = toldCurrentMaterialId(key);
  const algorithms = algorithmsOf(keySpec, keyUsage);
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: keyArnOf(key),
    CreationDate: seconds(key.createdAtMs),
    Enabled: keyState === 'Enabled',
    Description: key.description,
    KeyUsage: keyUsage,
    KeyState: keyState,
    ...(lifecycle.state === 'PendingDeletion' && { DeletionDate: seconds(lifecycle.deletionAtMs) }),
    Origin: key.origin,
    ...keyStoreMetadata(view, key),
    ...validity(key),
    KeyManager: key.keyManager,
    CustomerMasterKeySpec: keySpec,
    KeySpec: keySpec,
    ...(keyUsage === 'ENCRYPT_DECRYPT' && { EncryptionAlgorithms: algorithms }),
    ...(keyUsage === 'SIGN_VERIFY' && { SigningAlgorithms: algorithms }),
    ...(keyUsage === 'KEY_AGREEMENT' && { KeyAgreementAlgorithms: algorithms }),
    MultiRegion: key.multiRegion,
    ...multiRegionConfiguration(view, key),
    ...(lifecycle.state === 'PendingReplicaDeletion' && {
      PendingDeletionWindowInDays: lifecycle.pendingWindowInDays,
    }),
    ...(keyUsage === 'GENERATE_VERIFY_MAC' && { MacAlgorithms: algorithms }),
    ...(key.xksKeyId !== null && { XksKeyConfiguration: { Id: key.xksKeyId } }),
    ...(currentKeyMaterialId !== null && { CurrentKeyMaterialId: currentKeyMaterialId }),
  };
}

/** Told of symmetric keys that are in no custom key store, and not yet of a replica that is not ready. */
function toldCurrentMaterialId({ keySpec, origin, lifecycle, currentKeyMaterialId }: KeyRecord): string | null {
  if (keyTypeOf(keySpec) !== 'symmetric' || (origin !== 'AWS_KMS' && origin !== 'EXTERNAL')) return null;
  return keyStateOf(lifecycle) === 'Creating' ? null : currentKeyMaterialId;
}

/** Empty for a single-Region key. */
function multiRegionConfiguration(view: View, key: KeyRecord): Structure {
  const set = multiRegionOf(view, key);
  if (!set) return {};
  const related = (region: Region): Structure => ({ Arn: keyArnOf({ ...key, region }), Region: region });
  return {
    MultiRegionConfiguration: {
      MultiRegionKeyType: set.primaryRegion === key.region ? 'PRIMARY' : 'REPLICA',
      PrimaryKey: related(set.primaryRegion),
      ReplicaKeys: set.replicaRegions.map(related),
    },
  };
}

/** How long imported material stays: told while all of it is there. */
function validity(key: KeyRecord): Structure {
  if (key.origin !== 'EXTERNAL' || !hasAllMaterial(key)) return {};
  const validToMs = expiryOf(key);
  return validToMs === null
    ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
    : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: seconds(validToMs) };
}
