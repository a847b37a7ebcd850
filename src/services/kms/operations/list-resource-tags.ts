// ListResourceTags: the tags of a KMS key, by pages, in the order in which they were given.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { pageOfList, pageRequest, type PageRequest } from '../paging.ts';

const DEFAULT_LIMIT = 50;

interface Plan {
  readonly place: KeyPlace;
  readonly request: PageRequest;
}

export const listResourceTags: AnyOperation = operation<Plan>({
  name: 'ListResourceTags',

  check(input, context) {
    const request = pageRequest(input, 'ListResourceTags', DEFAULT_LIMIT);
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:ListResourceTags'));
    assertKeyState('ListResourceTags', key, context.view);
    return { place: placeOf(key), request };
  },

  decide({ place, request }, _, transaction) {
    const { tags } = keyAt(transaction, place);
    const items = tags.map((tag) => ({ id: tag.key, value: { TagKey: tag.key, TagValue: tag.value } }));
    return pageOfList(request, 'Tags', items);
  },
});
