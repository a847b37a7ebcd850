// KMS as a service of the world. Looking an operation's name up in operations/ finds it.
import type { Region } from '../../base/brand.ts';
import type { Hsm } from '../../hsm/types.ts';
import type { Table } from '../../world/records.ts';
import type { AnyOperation, Service } from '../../world/service.ts';
import { answeringHsmFailures } from './hsm-failures.ts';
import { deleteKey } from './lifecycle/delete-key.ts';
import { kmsModel } from './model.ts';
import { cancelKeyDeletion } from './operations/cancel-key-deletion.ts';
import { createAlias } from './operations/create-alias.ts';
import { createKey } from './operations/create-key.ts';
import { decrypt } from './operations/decrypt.ts';
import { deleteAlias } from './operations/delete-alias.ts';
import { deriveSharedSecret } from './operations/derive-shared-secret.ts';
import { describeKey } from './operations/describe-key.ts';
import { disableKey } from './operations/disable-key.ts';
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
import { getPublicKey } from './operations/get-public-key.ts';
import { listAliases } from './operations/list-aliases.ts';
import { listKeyPolicies } from './operations/list-key-policies.ts';
import { listKeys } from './operations/list-keys.ts';
import { listResourceTags } from './operations/list-resource-tags.ts';
import { putKeyPolicy } from './operations/put-key-policy.ts';
import { reEncrypt } from './operations/re-encrypt.ts';
import { scheduleKeyDeletion } from './operations/schedule-key-deletion.ts';
import { sign } from './operations/sign.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAlias } from './operations/update-alias.ts';
import { updateKeyDescription } from './operations/update-key-description.ts';
import { verifyMac } from './operations/verify-mac.ts';
import { verify } from './operations/verify.ts';
import { meter, meterTables } from './metering/meter.ts';
import { aliasesTable, keysTable, materialsTable, multiRegionTable } from './records.ts';

export const kmsTables: readonly Table<never>[] = [
  keysTable,
  multiRegionTable,
  aliasesTable,
  materialsTable,
  ...meterTables,
];

export function createKmsService(hsm: (region: Region) => Hsm): Service {
  const operations: readonly AnyOperation[] = [
    cancelKeyDeletion,
    createAlias,
    createKey(hsm),
    decrypt(hsm),
    deleteAlias,
    deriveSharedSecret(hsm),
    describeKey,
    disableKey,
    enableKey,
    encrypt(hsm),
    generateDataKey(hsm),
    generateDataKeyPair(hsm),
    generateDataKeyPairWithoutPlaintext(hsm),
    generateDataKeyWithoutPlaintext(hsm),
    generateMac(hsm),
    generateRandom(hsm),
    getKeyLastUsage,
    getKeyPolicy,
    getPublicKey,
    listAliases,
    listKeyPolicies,
    listKeys,
    listResourceTags,
    putKeyPolicy,
    reEncrypt(hsm),
    scheduleKeyDeletion,
    sign(hsm),
    tagResource,
    untagResource,
    updateAlias,
    updateKeyDescription,
    verify(hsm),
    verifyMac(hsm),
  ];
  return {
    name: 'kms',
    ofAws: true,
    ...meter,
    model: kmsModel,
    operations: Object.fromEntries(operations.map((operation) => [operation.name, answeringHsmFailures(operation)])),
    tables: kmsTables,
    due: { DeleteKey: deleteKey },
  };
}
