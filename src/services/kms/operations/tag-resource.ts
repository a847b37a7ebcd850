// TagResource: new tags of a KMS key, and new values of tags that it has.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey, tagConditions } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { changeKey, keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import type { Tag } from '../records.ts';
import { assertRoomForTags, mergeTags, requestTags } from '../tags.ts';

interface Plan {
  readonly place: KeyPlace;
  readonly given: readonly Tag[];
}

export const tagResource: AnyOperation = operation<Plan>({
  name: 'TagResource',

  check(input, context) {
    const given = requestTags(input);
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:TagResource'), tagConditions(given));
    assertKeyState('TagResource', key, context.view);
    assertRoomForTags(key.tags, given);
    return { place: placeOf(key), given };
  },

  decide({ place, given }, _, transaction) {
    changeKey(transaction, place, { tags: mergeTags(keyAt(transaction, place).tags, given) });
    return null;
  },
});
