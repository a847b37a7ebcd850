// DisableKey: the key is kept from cryptographic operations, at once and reversibly.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf, sendToKey, type KeyPlace } from '../key-store.ts';

export const disableKey: AnyOperation = operation<KeyPlace>({
  name: 'DisableKey',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:DisableKey'));
    assertKeyState('DisableKey', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    sendToKey(transaction, place, { type: 'DisableKey' });
    return null;
  },
});
