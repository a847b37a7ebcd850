// A KMS key as CreateKey and DescribeKey tell of it: KeyMetadata of the AWS KMS API Reference.
import type { Structure } from '../../world/model.ts';
import type { View } from '../../world/records.ts';
import { keyStateOf } from './lifecycle/machine.ts';
import { keyArnOf, type KeyRecord } from './records.ts';

/** Milliseconds as the API writes moments: seconds. */
export const seconds = (atMs: number): number => atMs / 1000;

/** `view` is where its related keys, if it is a multi-Region key, and its key store are found. */
export function keyMetadata(_view: View, key: KeyRecord): Structure {
  const { lifecycle } = key;
  const keyState = keyStateOf(lifecycle);
  // A replica that is not ready does not name its material yet.
  const currentKeyMaterialId = keyState === 'Creating' ? null : key.currentKeyMaterialId;
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: keyArnOf(key),
    CreationDate: seconds(key.createdAtMs),
    Enabled: keyState === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: keyState,
    ...(lifecycle.state === 'PendingDeletion' && { DeletionDate: seconds(lifecycle.deletionAtMs) }),
    Origin: key.origin,
    KeyManager: key.keyManager,
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    EncryptionAlgorithms: [key.keySpec],
    MultiRegion: key.multiRegion,
    ...(lifecycle.state === 'PendingReplicaDeletion' && {
      PendingDeletionWindowInDays: lifecycle.pendingWindowInDays,
    }),
    ...(currentKeyMaterialId !== null && { CurrentKeyMaterialId: currentKeyMaterialId }),
  };
}
