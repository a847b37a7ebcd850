// ScheduleKeyDeletion: the waiting period begins, and the key cannot be used any more.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeKey } from '../authorize.ts';
import { manage, resolveKey } from '../identifiers.ts';
import { optionalNumber, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, sendToKey, type KeyPlace } from '../key-changes.ts';
import { DAY_IN_MS, deletionDue } from '../lifecycle/delete-key.ts';
import { keyStateOf } from '../lifecycle/machine.ts';
import { seconds } from '../metadata.ts';
import { unusedConditions } from '../metering/last-usage.ts';
import { hasReplicas } from '../multi-region.ts';
import { keyArnOf } from '../records.ts';

const ACTION = 'kms:ScheduleKeyDeletion';
const DEFAULT_WINDOW_IN_DAYS = 30;

interface Plan {
  readonly place: KeyPlace;
  readonly pendingWindowInDays: number;
}

export const scheduleKeyDeletion: AnyOperation = operation<Plan>({
  name: 'ScheduleKeyDeletion',

  check(input, context) {
    const pendingWindowInDays = optionalNumber(input, 'PendingWindowInDays') ?? DEFAULT_WINDOW_IN_DAYS;
    const found = resolveKey(context, text(input, 'KeyId'), manage(ACTION));
    const { key } = found;
    authorizeKey(context, ACTION, found, {
      'kms:ScheduleKeyDeletionPendingWindowInDays': String(pendingWindowInDays),
      ...unusedConditions(context.view, key, context.nowMs),
    });
    assertKeyState('ScheduleKeyDeletion', key, context.view);
    return { place: placeOf(key), pendingWindowInDays };
  },

  decide({ place, pendingWindowInDays }, _, transaction) {
    const deletionAtMs = transaction.nowMs + pendingWindowInDays * DAY_IN_MS;
    const key = sendToKey(transaction, place, {
      type: 'ScheduleKeyDeletion',
      pendingWindowInDays,
      deletionAtMs,
      hasReplicas: hasReplicas(transaction.view, keyAt(transaction, place)),
    });
    // A primary key that waits for its replicas has no date yet.
    const isDated = key.lifecycle.state === 'PendingDeletion';
    if (isDated) transaction.schedule({ ...deletionDue(key), atMs: deletionAtMs });
    return {
      KeyId: keyArnOf(key),
      ...(isDated && { DeletionDate: seconds(deletionAtMs) }),
      KeyState: keyStateOf(key.lifecycle),
      PendingWindowInDays: pendingWindowInDays,
    };
  },
});
