// DisableKeyRotation: no more automatic rotations. One on demand that is under way is not stopped.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { automaticDue, changeRotation } from '../rotation.ts';

export const disableKeyRotation: AnyOperation = operation<KeyPlace>({
  name: 'DisableKeyRotation',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:DisableKeyRotation'));
    assertKeyState('DisableKeyRotation', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    const key = keyAt(transaction, place);
    if (key.rotation.automatic) {
      changeRotation(transaction, key, { automatic: null });
      transaction.unschedule(automaticDue(key));
    }
    return null;
  },
});
