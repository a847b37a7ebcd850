// GetKeyRotationStatus: whether and when a key is rotated.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manageAnywhere } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { keyStateOf } from '../lifecycle/machine.ts';
import { seconds } from '../metadata.ts';
import { keyArnOf } from '../records.ts';

export const getKeyRotationStatus: AnyOperation = operation<KeyPlace>({
  name: 'GetKeyRotationStatus',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manageAnywhere('kms:GetKeyRotationStatus'));
    assertKeyState('GetKeyRotationStatus', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    const key = keyAt(transaction, place);
    const { automatic, onDemandStartedAtMs } = key.rotation;
    // What waits for its deletion is not rotated, and says so. The setting is kept, for when the deletion is cancelled.
    const shown = keyStateOf(key.lifecycle) === 'PendingDeletion' ? null : automatic;
    return {
      KeyRotationEnabled: shown !== null,
      KeyId: keyArnOf(key),
      ...(shown && { RotationPeriodInDays: shown.periodInDays, NextRotationDate: seconds(shown.nextAtMs) }),
      ...(onDemandStartedAtMs !== null && { OnDemandRotationStartDate: seconds(onDemandStartedAtMs) }),
    };
  },
});
