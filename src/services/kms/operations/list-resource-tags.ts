// ListResourceTags: the tags of a KMS key, by pages, in the order in which they were given.
import { operation, type AnyOperation } from '../../../world/service.ts';
import type { Structure } from '../../../world/model.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { pageOfList, pageRequest } from '../paging.ts';

const DEFAULT_LIMIT = 50;

export const listResourceTags: AnyOperation = operation<Structure>({
  name: 'ListResourceTags',

  check(input, context) {
    const request = pageRequest(input, 'ListResourceTags', DEFAULT_LIMIT);
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:ListResourceTags'));
    assertKeyState('ListResourceTags', key);
    const items = key.tags.map((tag) => ({ id: tag.key, value: { TagKey: tag.key, TagValue: tag.value } }));
    return pageOfList(request, 'Tags', items);
  },

  decide: (answer) => answer,
});
