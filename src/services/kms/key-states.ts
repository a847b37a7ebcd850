// Which operation a key in which state allows. The one place where a key state refuses anything.
// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys"; the table is key-states.json.
import { assert } from '../../base/assert.ts';
import { ServiceError } from '../../world/errors.ts';
import table from './key-states.json';
import { keyStateOf } from './lifecycle/machine.ts';
import type { KeyState } from './lifecycle/snapshot.ts';
import { keyArnOf, type KeyRecord } from './records.ts';

interface Failure {
  readonly error: string;
  readonly message: string;
  readonly messagePendingReplicaDeletion?: string;
}

/** The operations that have a row. */
export type StatefulOperation = keyof typeof table.operations;

/** A number names one of `failures`. */
const rows = table.operations as Readonly<Record<StatefulOperation, Readonly<Record<KeyState, 'ok' | number>>>>;
const failures = table.failures as Readonly<Record<string, Failure>>;

export function assertKeyState(operation: StatefulOperation, key: KeyRecord): void {
  const state = keyStateOf(key.lifecycle);
  const outcome = rows[operation][state];
  if (outcome === 'ok') return;
  const failure = failures[outcome];
  assert(failure, `key-states.json has the failure ${outcome}`);
  const message =
    state === 'PendingReplicaDeletion' ? (failure.messagePendingReplicaDeletion ?? failure.message) : failure.message;
  throw new ServiceError(failure.error, message.replace('{keyArn}', keyArnOf(key)));
}
