// The end of a waiting period: the key, its material and its aliases go. CloudTrail calls the event DeleteKey.
// Source: AWS KMS Developer Guide, "Delete an AWS KMS key".
import { parseArn } from '../../../base/arn.ts';
import { assert } from '../../../base/assert.ts';
import type { AccountId, Region } from '../../../base/brand.ts';
import { dueHandler, type Due } from '../../../world/service.ts';
import { aliasesOfKey } from '../aliases.ts';
import { keyAt, removeKey, type KeyPlace } from '../key-store.ts';
import { aliasesTable, keyArnOf, partitionOf, type KeyRecord } from '../records.ts';
import { can } from './machine.ts';

export const deletionDue = (key: KeyRecord): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler: 'DeleteKey',
  subject: keyArnOf(key),
});

/** `subject` is the key ARN. */
export const deleteKey = dueHandler({
  happen(subject, transaction) {
    const place = placeIn(subject);
    const key = keyAt(transaction, place);
    assert(can(key.lifecycle, { type: 'DeleteKey' }), 'a key whose deletion is due waits for it');
    const partition = partitionOf(place);
    for (const { aliasName } of aliasesOfKey(transaction.view, place, place.keyId)) {
      transaction.remove(aliasesTable, partition, aliasName);
    }
    // The material goes with the record that names it. Whose it was stays known: its ciphertexts are still about.
    removeKey(transaction, place);
  },
});

function placeIn(keyArn: string): KeyPlace {
  const arn = parseArn(keyArn);
  assert(arn, 'a deletion is about a key ARN');
  const { account, region, resource } = arn;
  return { account: account as AccountId, region: region as Region, keyId: resource.replace(/^key\//, '') };
}
