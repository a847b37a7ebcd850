// PutKeyPolicy: another key policy in place of the one that the key has.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { flag, optionalText, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { changeKey, placeOf, type KeyPlace } from '../key-changes.ts';
import { assertKeyPolicy, assertPolicyName } from '../policies.ts';

interface Plan {
  readonly place: KeyPlace;
  readonly policy: string;
}

export const putKeyPolicy: AnyOperation = operation<Plan>({
  name: 'PutKeyPolicy',

  check(input, context) {
    const bypass = 'BypassPolicyLockoutSafetyCheck';
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:PutKeyPolicy'), {
      ...(input[bypass] !== undefined && { [`kms:${bypass}`]: String(flag(input, bypass)) }),
    });
    assertKeyState('PutKeyPolicy', key, context.view);
    assertPolicyName(optionalText(input, 'PolicyName'));
    const policy = text(input, 'Policy');
    assertKeyPolicy(policy);
    return { place: placeOf(key), policy };
  },

  decide({ place, policy }, _, transaction) {
    changeKey(transaction, place, { policy });
    return null;
  },
});
