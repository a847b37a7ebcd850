// UntagResource: takes tags from a KMS key. One that it does not have is no mistake.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text, texts } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { changeKey, keyAt, placeOf, type KeyPlace } from '../key-changes.ts';

interface Plan {
  readonly place: KeyPlace;
  readonly tagKeys: readonly string[];
}

export const untagResource: AnyOperation = operation<Plan>({
  name: 'UntagResource',

  check(input, context) {
    const tagKeys = texts(input, 'TagKeys');
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:UntagResource'), { 'aws:TagKeys': tagKeys });
    assertKeyState('UntagResource', key, context.view);
    return { place: placeOf(key), tagKeys };
  },

  decide({ place, tagKeys }, _, transaction) {
    const there = keyAt(transaction, place).tags;
    const tags = there.filter(({ key }) => !tagKeys.includes(key));
    if (tags.length < there.length) changeKey(transaction, place, { tags });
    return null;
  },
});
