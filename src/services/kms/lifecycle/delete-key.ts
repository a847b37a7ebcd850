// The end of a waiting period: the key, its material, aliases and grants go. CloudTrail calls the event DeleteKey.
// Source: AWS KMS Developer Guide, "Delete an AWS KMS key".
import { assert } from '../../../base/assert.ts';
import { dueHandler, type Due, type Transaction } from '../../../world/service.ts';
import { aliasesOfKey } from '../aliases.ts';
import { removeGrantsOfKey } from '../grants.ts';
import { settlePendingMaterial, unscheduleExpiries } from '../importing.ts';
import { keyAt, placeOf, placeOfArn, removeKey, sendToKey } from '../key-changes.ts';
import { hasReplicas, leaveRelatedKeys, primaryOf } from '../multi-region.ts';
import { aliasesTable, keyArnOf, partitionOf, type KeyRecord } from '../records.ts';
import { unscheduleRotations } from '../rotation.ts';
import { can } from './machine.ts';

export const DAY_IN_MS = 86_400_000;

export const deletionDue = (key: KeyRecord): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler: 'DeleteKey',
  subject: keyArnOf(key),
});

/** `subject` is the key ARN. */
export const deleteKey = dueHandler({
  happen(subject, transaction) {
    const place = placeOfArn(subject);
    const key = keyAt(transaction, place);
    assert(can(key.lifecycle, { type: 'DeleteKey' }), 'a key whose deletion is due waits for it');
    const partition = partitionOf(place);
    for (const { aliasName } of aliasesOfKey(transaction.view, place, place.keyId)) {
      transaction.remove(aliasesTable, partition, aliasName);
    }
    removeGrantsOfKey(transaction, subject);
    unscheduleExpiries(transaction, key);
    unscheduleRotations(transaction, key);
    // The material goes with the record that names it. Whose it was stays known: its ciphertexts are still about.
    removeKey(transaction, place);
    leaveRelatedKeys(transaction, key);
    const primary = key.multiRegion ? primaryOf(transaction.view, key) : undefined;
    if (primary) goOnWithout(transaction, primary);
  },
});

/** A replica of this primary key is gone. */
function goOnWithout(transaction: Transaction, primary: KeyRecord): void {
  // It may have been the last that lacked material which is to be rotated to.
  settlePendingMaterial(transaction, primary);
  if (primary.lifecycle.state !== 'PendingReplicaDeletion' || hasReplicas(transaction.view, primary)) return;
  // Only now does the waiting period of the primary key itself begin.
  const deletionAtMs = transaction.nowMs + primary.lifecycle.pendingWindowInDays * DAY_IN_MS;
  sendToKey(transaction, placeOf(primary), { type: 'LastReplicaDeleted', deletionAtMs });
  transaction.schedule({ ...deletionDue(primary), atMs: deletionAtMs });
}
