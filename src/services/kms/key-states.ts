// Which operation a key in which state allows. The one place where a key state, or what kind of key it is (its origin, a
// replica, its key store), refuses an operation.
// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys"; the table is key-states.json.
import { assert } from '../../base/assert.ts';
import { ServiceError } from '../../world/errors.ts';
import type { View } from '../../world/records.ts';
import table from './key-states.json';
import { keyStateOf } from './lifecycle/machine.ts';
import type { KeyState } from './lifecycle/snapshot.ts';
import { isReplica } from './multi-region.ts';
import { keyArnOf, type KeyRecord } from './records.ts';

/** Which keys a failure is about; it is about all of them where it does not say. */
type Condition =
  'imported material' | 'no imported material' | 'custom key store' | 'not a symmetric encryption key' | 'replica';

interface Failure {
  readonly error: string;
  readonly message: string;
  readonly messagePendingReplicaDeletion?: string;
  readonly when?: Condition;
}

/** The operations that have a row. */
export type StatefulOperation = keyof typeof table.operations;

type FailureName = keyof typeof table.failures | number;
/** How each operation can fail in each state, in the order in which that is found out. */
const rows = table.operations as Readonly<
  Record<StatefulOperation, Readonly<Record<KeyState, readonly FailureName[]>>>
>;
const failures = table.failures as Readonly<Record<string, Failure>>;

/** Throws what AWS throws where a key in this state, or of this kind, does not allow the operation. */
export function assertKeyState(operation: StatefulOperation, key: KeyRecord, view: View): void {
  const state = keyStateOf(key.lifecycle);
  const failing = rows[operation][state];
  // Updating does not keep a key from being used; material that goes meanwhile does.
  const lacksMaterial = key.lifecycle.state === 'Updating' && key.lifecycle.then === 'PendingImport';
  for (const name of lacksMaterial ? [...failing, ...rows[operation].PendingImport] : failing) {
    const failure = failures[name];
    assert(failure, `key-states.json has the failure ${name}`);
    if (failure.when !== undefined && !holds(failure.when, key, view)) continue;
    const message =
      state === 'PendingReplicaDeletion' ? (failure.messagePendingReplicaDeletion ?? failure.message) : failure.message;
    throw new ServiceError(failure.error, filledIn(message, operation, key));
  }
}

function holds(condition: Condition, key: KeyRecord, view: View): boolean {
  switch (condition) {
    case 'imported material':
      return key.origin === 'EXTERNAL';
    case 'no imported material':
      return key.origin !== 'EXTERNAL';
    case 'custom key store':
      return key.customKeyStoreId !== null;
    case 'not a symmetric encryption key':
      return key.keySpec !== 'SYMMETRIC_DEFAULT';
    case 'replica':
      return isReplica(view, key);
  }
}

const filledIn = (message: string, operation: string, key: KeyRecord): string =>
  message.replace('{keyArn}', keyArnOf(key)).replace('{origin}', key.origin).replace('{operation}', operation);
