// GetKeyPolicy: the key policy's text, as it was given.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { optionalText, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { assertPolicyName, POLICY_NAME } from '../policies.ts';

export const getKeyPolicy: AnyOperation = operation<KeyPlace>({
  name: 'GetKeyPolicy',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:GetKeyPolicy'));
    assertKeyState('GetKeyPolicy', key, context.view);
    assertPolicyName(optionalText(input, 'PolicyName'));
    return placeOf(key);
  },

  decide: (place, _, transaction) => ({ Policy: keyAt(transaction, place).policy, PolicyName: POLICY_NAME }),
});
