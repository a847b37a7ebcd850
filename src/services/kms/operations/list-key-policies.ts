// ListKeyPolicies: the names of a KMS key's policies. There is one, and it has one name.
import { operation, type AnyOperation } from '../../../world/service.ts';
import type { Structure } from '../../../world/model.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { pageOfList, pageRequest } from '../paging.ts';
import { POLICY_NAME } from '../policies.ts';

const DEFAULT_LIMIT = 100;

export const listKeyPolicies: AnyOperation = operation<Structure>({
  name: 'ListKeyPolicies',

  check(input, context) {
    const request = pageRequest(input, 'ListKeyPolicies', DEFAULT_LIMIT);
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:ListKeyPolicies'));
    assertKeyState('ListKeyPolicies', key, context.view);
    return pageOfList(request, 'PolicyNames', [{ id: POLICY_NAME, value: POLICY_NAME }]);
  },

  decide: (answer) => answer,
});
