// The states that a multi-Region key passes through by itself: Creating, until a new replica is ready, and Updating, until
// the primary Region is another. AWS says of both that they take some seconds.
// Source: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS".
import { dueHandler, type AnyDueHandler, type Due, type Transaction } from '../../../world/service.ts';
import { findKey, placeOfArn, sendToKey } from '../key-changes.ts';
import { keyArnOf, type KeyRecord } from '../records.ts';

const SECONDS_IN_MS = 10_000;

type Passing = 'ReplicaCreated' | 'PrimaryRegionUpdated';

const passingDue = (handler: Passing, key: KeyRecord): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler,
  subject: keyArnOf(key),
});

/** The key leaves its transient state some seconds from now. */
export function schedulePassing(transaction: Transaction, handler: Passing, key: KeyRecord): void {
  transaction.schedule({ ...passingDue(handler, key), atMs: transaction.nowMs + SECONDS_IN_MS });
}

/** `subject` is the key ARN. A key that has left the state in another way stays as it is. */
const passing = (type: Passing): AnyDueHandler =>
  dueHandler({
    happen(subject, transaction) {
      const place = placeOfArn(subject);
      if (findKey(transaction.view, place)) sendToKey(transaction, place, { type });
    },
  });

export const replicaCreated = passing('ReplicaCreated');
export const primaryRegionUpdated = passing('PrimaryRegionUpdated');
