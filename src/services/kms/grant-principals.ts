// Who is named in grants: the grantee, and who may retire the grant.
// Source: AWS KMS API Reference, CreateGrant; messages as live calls give them.
import { parseArn } from '../../base/arn.ts';
import { accountId } from '../../base/brand.ts';
import type { Structure } from '../../world/model.ts';
import { memberMissing, onlyOneOf, principalArnInvalid, principalUnknown } from './errors.ts';
import type { GrantPrincipal } from './grant-records.ts';
import { optionalText } from './input.ts';

export interface GrantPrincipals {
  readonly grantee: GrantPrincipal;
  readonly retiring: GrantPrincipal | null;
}

/** Throws ValidationException where the request does not name them as it must. */
export function requestedPrincipals(input: Structure): GrantPrincipals {
  const grantee = principalIn(input, 'GranteePrincipal', 'GranteeServicePrincipal');
  if (!grantee) throw memberMissing('GranteePrincipal');
  const retiring = principalIn(input, 'RetiringPrincipal', 'RetiringServicePrincipal');
  // A service does not ask for permission to retire, so somebody else must be able to.
  if (grantee.kind === 'service' && !retiring) throw memberMissing('RetiringPrincipal');
  return { grantee, retiring: retiring ?? null };
}

/** Undefined where the request has neither member. */
export function principalIn(
  input: Structure,
  principalMember: string,
  serviceMember: string,
): GrantPrincipal | undefined {
  const arn = optionalText(input, principalMember);
  const name = optionalText(input, serviceMember);
  if (arn !== undefined && name !== undefined) throw onlyOneOf(principalMember, serviceMember);
  if (arn !== undefined) return { kind: 'principal', arn };
  return name === undefined ? undefined : { kind: 'service', name };
}

/** An account, user or role; the session of a role or of a federated user. */
const IAM_PRINCIPAL = /^(?:root|(?:user|role)\/[^/].*)$/;
const STS_PRINCIPAL = /^(?:assumed-role\/[^/]+|federated-user)\/[^/]+$/;

/** Throws InvalidArnException for an ARN that no principal has. Whether there is one that has it is not asked here. */
export function assertPrincipal(principal: GrantPrincipal): void {
  if (principal.kind === 'service') return;
  const arn = parseArn(principal.arn);
  if (!arn || arn.region !== '' || !accountId(arn.account)) throw principalArnInvalid(principal.arn);
  if (arn.service === 'sts') {
    // A session's ARN does not have its role's path.
    if (!STS_PRINCIPAL.test(arn.resource)) throw principalArnInvalid(principal.arn);
  } else if (arn.service !== 'iam') {
    throw principalArnInvalid(principal.arn);
  }
  const names = arn.service === 'sts' || IAM_PRINCIPAL.test(arn.resource);
  if (arn.partition !== 'aws' || !names) throw principalUnknown(principal.arn);
}

export const nameOf = (principal: GrantPrincipal): string =>
  principal.kind === 'principal' ? principal.arn : principal.name;
