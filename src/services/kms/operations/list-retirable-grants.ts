// ListRetirableGrants: the grants that name a principal as the one to retire them, on keys of any account in this Region,
// by pages, in the order of their IDs.
import type { Region } from '../../../base/brand.ts';
import { parseArn } from '../../../base/arn.ts';
import { accountId } from '../../../base/brand.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { memberMissing } from '../errors.ts';
import { assertPrincipal, principalIn } from '../grant-principals.ts';
import type { GrantPrincipal } from '../grant-records.ts';
import { grantShown, grantsRetirableBy } from '../grants.ts';
import { page, pageRequest, scanOptions, type PageRequest } from '../paging.ts';

const DEFAULT_LIMIT = 50;

interface Plan {
  readonly principal: GrantPrincipal;
  readonly region: Region;
  readonly request: PageRequest;
}

export const listRetirableGrants: AnyOperation = operation<Plan>({
  name: 'ListRetirableGrants',

  check(input, context) {
    const request = pageRequest(input, 'ListRetirableGrants', DEFAULT_LIMIT);
    const principal = principalIn(input, 'RetiringPrincipal', 'RetiringServicePrincipal');
    if (!principal) throw memberMissing('RetiringPrincipal');
    const { account } = context.caller;
    // Nobody learns what the principals of another account may retire.
    const owner = principal.kind === 'principal' ? accountId(parseArn(principal.arn)?.account ?? '') : undefined;
    context.authorize({ action: 'kms:ListRetirableGrants', resource: '*', resourceAccount: owner ?? account });
    assertPrincipal(principal);
    return { principal, region: context.region, request };
  },

  decide({ principal, region, request }, _, { view }) {
    const grants = grantsRetirableBy(view, principal, region, scanOptions(request));
    return page(
      request,
      'Grants',
      grants.map((grant) => ({ id: grant.grantId, value: grantShown(grant) })),
    );
  },
});
