// Grants as decisions make, find and remove them, and as lists tell of them.
// Source: AWS KMS Developer Guide, "Grants in AWS KMS".
import type { Region } from '../../base/brand.ts';
import type { Structure } from '../../world/model.ts';
import type { View } from '../../world/records.ts';
import { dueHandler, type Due, type Transaction } from '../../world/service.ts';
import { grantNotFound, invalidGrantId } from './errors.ts';
import { constraintsShown } from './grant-constraints.ts';
import { nameOf } from './grant-principals.ts';
import {
  grantsTable,
  grantTokensTable,
  retirableGrantsTable,
  type GrantPrincipal,
  type GrantRecord,
} from './grant-records.ts';
import { placeOfArn } from './key-changes.ts';
import { seconds } from './metadata.ts';

/** AWS: most grants are known everywhere within seconds, all of them within five minutes. */
export const GRANT_DELAY_MS = 180_000;

const GRANT_ID = /^[0-9a-f]{64}$/;

/** Throws InvalidGrantIdException for what is no grant ID by its form. */
export function assertGrantId(grantId: string): void {
  if (!GRANT_ID.test(grantId)) throw invalidGrantId();
}

/** Throws NotFoundException, or InvalidGrantIdException, where the key has no such grant. */
export function existingGrant(view: View, keyArn: string, grantId: string): GrantRecord {
  assertGrantId(grantId);
  const grant = view.get(grantsTable, keyArn, grantId);
  if (!grant) throw grantNotFound(grantId);
  return grant;
}

export function putGrant(transaction: Transaction, grant: GrantRecord): void {
  const { keyArn, grantId, retiring } = grant;
  transaction.put(grantsTable, keyArn, grantId, grant);
  if (retiring) transaction.put(retirableGrantsTable, retirableBy(retiring, regionOf(grant)), grantId, { keyArn });
  transaction.schedule({ ...effectDue(grant), atMs: grant.effectiveAtMs });
}

/** With its tokens. Whether it was retired or revoked makes no difference. */
export function removeGrant(transaction: Transaction, grant: GrantRecord): void {
  const { keyArn, grantId, retiring } = grant;
  transaction.remove(grantsTable, keyArn, grantId);
  if (retiring) transaction.remove(retirableGrantsTable, retirableBy(retiring, regionOf(grant)), grantId);
  for (const { id } of transaction.view.scan(grantTokensTable, grantId)) {
    transaction.remove(grantTokensTable, grantId, id);
  }
  transaction.unschedule(effectDue(grant));
}

/** For a key that goes. */
export function removeGrantsOfKey(transaction: Transaction, keyArn: string): void {
  for (const { row } of transaction.view.scan(grantsTable, keyArn)) removeGrant(transaction, row);
}

/** In the order of their IDs, those behind `after`. */
export const grantsOfKey = (view: View, keyArn: string, after: string | undefined): readonly GrantRecord[] =>
  view.scan(grantsTable, keyArn, after === undefined ? {} : { after }).map(({ row }) => row);

/** In the order of their IDs, at most `limit` of those behind `after`. */
export const grantsRetirableBy = (
  view: View,
  principal: GrantPrincipal,
  region: Region,
  options: { readonly after?: string; readonly limit?: number },
): readonly GrantRecord[] =>
  view.scan(retirableGrantsTable, retirableBy(principal, region), options).flatMap(({ id, row }) => {
    const grant = view.get(grantsTable, row.keyArn, id);
    return grant ? [grant] : [];
  });

const regionOf = ({ keyArn }: GrantRecord): Region => placeOfArn(keyArn).region;
const retirableBy = (principal: GrantPrincipal, region: Region): string => `${region}/${nameOf(principal)}`;

/** Its subject is the key ARN and, behind a space, the grant ID. */
const effectDue = ({ keyArn, grantId }: GrantRecord): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler: 'GrantEffective',
  subject: `${keyArn} ${grantId}`,
});

/** The moment itself is the event: the grant has said from the beginning when it would be known everywhere. */
export const grantEffective = dueHandler({ happen: () => undefined });

/** A grant as ListGrants and ListRetirableGrants tell of it. */
export function grantShown(grant: GrantRecord): Structure {
  const { grantee, retiring, constraints } = grant;
  return {
    KeyId: grant.keyArn,
    GrantId: grant.grantId,
    // Empty where it has none, as in the Developer Guide's examples.
    Name: grant.name ?? '',
    CreationDate: seconds(grant.createdAtMs),
    ...principalShown(grantee, 'GranteePrincipal', 'GranteeServicePrincipal'),
    ...(retiring && principalShown(retiring, 'RetiringPrincipal', 'RetiringServicePrincipal')),
    IssuingAccount: `arn:aws:iam::${grant.issuingAccount}:root`,
    Operations: grant.operations,
    ...(constraints && { Constraints: constraintsShown(constraints) }),
  };
}

const principalShown = (principal: GrantPrincipal, principalMember: string, serviceMember: string): Structure => ({
  [principal.kind === 'principal' ? principalMember : serviceMember]: nameOf(principal),
});
