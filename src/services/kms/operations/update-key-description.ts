// UpdateKeyDescription: another description for a KMS key.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { changeKey, placeOf, type KeyPlace } from '../key-changes.ts';

interface Plan {
  readonly place: KeyPlace;
  readonly description: string;
}

export const updateKeyDescription: AnyOperation = operation<Plan>({
  name: 'UpdateKeyDescription',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:UpdateKeyDescription'));
    assertKeyState('UpdateKeyDescription', key, context.view);
    return { place: placeOf(key), description: text(input, 'Description') };
  },

  decide({ place, description }, _, transaction) {
    changeKey(transaction, place, { description });
    return null;
  },
});
