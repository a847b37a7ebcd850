// ListGrants: the grants of a KMS key, or those of one grantee, by pages, in the order of their IDs.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { nameOf, principalIn } from '../grant-principals.ts';
import type { GrantPrincipal } from '../grant-records.ts';
import { assertGrantId, grantsOfKey, grantShown } from '../grants.ts';
import { manageAnywhere } from '../identifiers.ts';
import { optionalText, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { page, pageRequest, type PageRequest } from '../paging.ts';
import { keyArnOf } from '../records.ts';

const DEFAULT_LIMIT = 50;

interface Plan {
  readonly keyArn: string;
  readonly grantId: string | null;
  readonly grantee: GrantPrincipal | null;
  readonly request: PageRequest;
}

export const listGrants: AnyOperation = operation<Plan>({
  name: 'ListGrants',

  check(input, context) {
    const request = pageRequest(input, 'ListGrants', DEFAULT_LIMIT);
    const grantee = principalIn(input, 'GranteePrincipal', 'GranteeServicePrincipal') ?? null;
    const key = authorizedKey(context, text(input, 'KeyId'), manageAnywhere('kms:ListGrants'), {
      'kms:GrantIsForAWSResource': String(context.caller.service !== undefined),
    });
    assertKeyState('ListGrants', key, context.view);
    const grantId = optionalText(input, 'GrantId') ?? null;
    if (grantId !== null) assertGrantId(grantId);
    return { keyArn: keyArnOf(key), grantId, grantee, request };
  },

  decide({ keyArn, grantId, grantee, request }, _, { view }) {
    const grants = grantsOfKey(view, keyArn, request.after)
      .filter((grant) => grantId === null || grant.grantId === grantId)
      .filter((grant) => grantee === null || isSame(grant.grantee, grantee))
      .slice(0, request.limit + 1);
    return page(
      request,
      'Grants',
      grants.map((grant) => ({ id: grant.grantId, value: grantShown(grant) })),
    );
  },
});

const isSame = (one: GrantPrincipal, other: GrantPrincipal): boolean =>
  one.kind === other.kind && nameOf(one) === nameOf(other);
