// EnableKey: the key can be used again in cryptographic operations.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf, sendToKey, type KeyPlace } from '../key-changes.ts';
import { rotateIfOverdue } from '../rotation.ts';

export const enableKey: AnyOperation = operation<KeyPlace>({
  name: 'EnableKey',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:EnableKey'));
    assertKeyState('EnableKey', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    const key = sendToKey(transaction, place, { type: 'EnableKey' });
    rotateIfOverdue(transaction, key);
    return null;
  },
});
