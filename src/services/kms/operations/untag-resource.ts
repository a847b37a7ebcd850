// UntagResource: takes tags from a KMS key. One that it does not have is no mistake.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text, texts } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { changeKey, placeOf, type KeyPlace } from '../key-store.ts';
import type { Tag } from '../records.ts';

interface Plan {
  readonly place: KeyPlace;
  /** Those that stay; null where all do. */
  readonly tags: readonly Tag[] | null;
}

export const untagResource: AnyOperation = operation<Plan>({
  name: 'UntagResource',

  check(input, context) {
    const tagKeys = texts(input, 'TagKeys');
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:UntagResource'), { 'aws:TagKeys': tagKeys });
    assertKeyState('UntagResource', key);
    const tags = key.tags.filter((tag) => !tagKeys.includes(tag.key));
    return { place: placeOf(key), tags: tags.length === key.tags.length ? null : tags };
  },

  decide({ place, tags }, _, transaction) {
    if (tags) changeKey(transaction, place, { tags });
    return null;
  },
});
