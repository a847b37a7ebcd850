// KMS as a service of the world. Looking an operation's name up in operations/ finds it.
import type { Region } from '../../base/brand.ts';
import type { Hsm } from '../../hsm/types.ts';
import type { Table } from '../../world/records.ts';
import type { AnyOperation, Service } from '../../world/service.ts';
import { grantTables } from './grant-records.ts';
import { checkingGrantTokens } from './grant-tokens.ts';
import { grantEffective } from './grants.ts';
import { answeringHsmFailures } from './hsm-failures.ts';
import { deleteExpiredKeyMaterial } from './importing.ts';
import { deleteKey } from './lifecycle/delete-key.ts';
import { primaryRegionUpdated, replicaCreated } from './lifecycle/transient-states.ts';
import { keyStoreConnection, keyStoreDisconnection } from './key-stores/connecting.ts';
import { keyStoresTable } from './key-stores/records.ts';
import { kmsModel } from './model.ts';
import { cancelKeyDeletion } from './operations/cancel-key-deletion.ts';
import { connectCustomKeyStore } from './operations/connect-custom-key-store.ts';
import { createAlias } from './operations/create-alias.ts';
import { createCustomKeyStore } from './operations/create-custom-key-store.ts';
import { createGrant } from './operations/create-grant.ts';
import { createKey } from './operations/create-key.ts';
import { decrypt } from './operations/decrypt.ts';
import { deleteAlias } from './operations/delete-alias.ts';
import { deleteCustomKeyStore } from './operations/delete-custom-key-store.ts';
import { deleteImportedKeyMaterial } from './operations/delete-imported-key-material.ts';
import { deriveSharedSecret } from './operations/derive-shared-secret.ts';
import { describeCustomKeyStores } from './operations/describe-custom-key-stores.ts';
import { describeKey } from './operations/describe-key.ts';
import { disableKeyRotation } from './operations/disable-key-rotation.ts';
import { disableKey } from './operations/disable-key.ts';
import { disconnectCustomKeyStore } from './operations/disconnect-custom-key-store.ts';
import { enableKeyRotation } from './operations/enable-key-rotation.ts';
import { enableKey } from './operations/enable-key.ts';
import { encrypt } from './operations/encrypt.ts';
import { generateDataKeyPairWithoutPlaintext } from './operations/generate-data-key-pair-without-plaintext.ts';
import { generateDataKeyPair } from './operations/generate-data-key-pair.ts';
import { generateDataKeyWithoutPlaintext } from './operations/generate-data-key-without-plaintext.ts';
import { generateDataKey } from './operations/generate-data-key.ts';
import { generateMac } from './operations/generate-mac.ts';
import { generateRandom } from './operations/generate-random.ts';
import { getKeyLastUsage } from './operations/get-key-last-usage.ts';
import { getKeyPolicy } from './operations/get-key-policy.ts';
import { getKeyRotationStatus } from './operations/get-key-rotation-status.ts';
import { getParametersForImport } from './operations/get-parameters-for-import.ts';
import { getPublicKey } from './operations/get-public-key.ts';
import { importKeyMaterial } from './operations/import-key-material.ts';
import { listAliases } from './operations/list-aliases.ts';
import { listGrants } from './operations/list-grants.ts';
import { listKeyPolicies } from './operations/list-key-policies.ts';
import { listKeyRotations } from './operations/list-key-rotations.ts';
import { listKeys } from './operations/list-keys.ts';
import { listResourceTags } from './operations/list-resource-tags.ts';
import { listRetirableGrants } from './operations/list-retirable-grants.ts';
import { putKeyPolicy } from './operations/put-key-policy.ts';
import { reEncrypt } from './operations/re-encrypt.ts';
import { replicateKey } from './operations/replicate-key.ts';
import { retireGrant } from './operations/retire-grant.ts';
import { revokeGrant } from './operations/revoke-grant.ts';
import { rotateKeyOnDemand } from './operations/rotate-key-on-demand.ts';
import { scheduleKeyDeletion } from './operations/schedule-key-deletion.ts';
import { sign } from './operations/sign.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAlias } from './operations/update-alias.ts';
import { updateCustomKeyStore } from './operations/update-custom-key-store.ts';
import { updateKeyDescription } from './operations/update-key-description.ts';
import { updatePrimaryRegion } from './operations/update-primary-region.ts';
import { verifyMac } from './operations/verify-mac.ts';
import { verify } from './operations/verify.ts';
import { meter, meterTables } from './metering/meter.ts';
import { upgradedKeysTable } from './record-upgrades.ts';
import { aliasesTable, materialsTable, multiRegionTable } from './records.ts';
import { rotateKey, rotateKeyOnDemandDue } from './rotation-dues.ts';

export const kmsTables: readonly Table<never>[] = [
  upgradedKeysTable,
  multiRegionTable,
  aliasesTable,
  materialsTable,
  keyStoresTable,
  ...grantTables,
  ...meterTables,
];

export function createKmsService(hsm: (region: Region) => Hsm): Service {
  const operations: readonly AnyOperation[] = [
    cancelKeyDeletion,
    connectCustomKeyStore,
    createAlias,
    createCustomKeyStore,
    createGrant,
    createKey(hsm),
    decrypt(hsm),
    deleteAlias,
    deleteCustomKeyStore,
    deleteImportedKeyMaterial,
    deriveSharedSecret(hsm),
    describeCustomKeyStores,
    describeKey(hsm),
    disableKey,
    disableKeyRotation,
    disconnectCustomKeyStore,
    enableKey,
    enableKeyRotation,
    encrypt(hsm),
    generateDataKey(hsm),
    generateDataKeyPair(hsm),
    generateDataKeyPairWithoutPlaintext(hsm),
    generateDataKeyWithoutPlaintext(hsm),
    generateMac(hsm),
    generateRandom(hsm),
    getKeyLastUsage,
    getKeyPolicy,
    getKeyRotationStatus,
    getParametersForImport(hsm),
    getPublicKey,
    importKeyMaterial(hsm),
    listAliases,
    listGrants,
    listKeyPolicies,
    listKeyRotations,
    listKeys,
    listResourceTags,
    listRetirableGrants,
    putKeyPolicy,
    reEncrypt(hsm),
    replicateKey(hsm),
    retireGrant,
    revokeGrant,
    rotateKeyOnDemand,
    scheduleKeyDeletion,
    sign(hsm),
    tagResource,
    untagResource,
    updateAlias,
    updateCustomKeyStore,
    updateKeyDescription,
    updatePrimaryRegion,
    verify(hsm),
    verifyMac(hsm),
  ];
  return {
    name: 'kms',
    ofAws: true,
    ...meter,
    model: kmsModel,
    operations: Object.fromEntries(
      operations.map((operation) => [operation.name, checkingGrantTokens(answeringHsmFailures(operation))]),
    ),
    tables: kmsTables,
    due: {
      DeleteKey: deleteKey,
      DeleteExpiredKeyMaterial: deleteExpiredKeyMaterial,
      KeyStoreConnection: keyStoreConnection,
      KeyStoreDisconnection: keyStoreDisconnection,
      GrantEffective: grantEffective,
      PrimaryRegionUpdated: primaryRegionUpdated,
      ReplicaCreated: replicaCreated,
      RotateKey: rotateKey(hsm),
      RotateKeyOnDemand: rotateKeyOnDemandDue(hsm),
    },
  };
}
