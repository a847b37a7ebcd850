// DisableKey: the key is kept from cryptographic operations, at once and reversibly.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeKey } from '../authorize.ts';
import { manage, resolveKey } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf, sendToKey, type KeyPlace } from '../key-changes.ts';
import { unusedConditions } from '../metering/last-usage.ts';

const ACTION = 'kms:DisableKey';

export const disableKey: AnyOperation = operation<KeyPlace>({
  name: 'DisableKey',

  check(input, context) {
    const found = resolveKey(context, text(input, 'KeyId'), manage(ACTION));
    const { key } = found;
    authorizeKey(context, ACTION, found, unusedConditions(context.view, key, context.nowMs));
    assertKeyState('DisableKey', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    sendToKey(transaction, place, { type: 'DisableKey' });
    return null;
  },
});
