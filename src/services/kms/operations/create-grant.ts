// CreateGrant: lets a principal use a KMS key, for as long as the grant is there.
// Source: AWS KMS API Reference, CreateGrant; messages as live calls give them.
import { deepEqual } from '../../../base/equal.ts';
import type { Bytes } from '../../../base/bytes.ts';
import { toHex } from '../../../base/encodings.ts';
import type { Structure } from '../../../world/model.ts';
import type { View } from '../../../world/records.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { dryRunSucceeded, grantOperationsMissing, quotaExceeded } from '../errors.ts';
import { assertConstraintsFit, constraintConditions, requestedConstraints } from '../grant-constraints.ts';
import { assertGrantable } from '../grant-operations.ts';
import { assertPrincipal, nameOf, requestedPrincipals } from '../grant-principals.ts';
import { grantsTable, type GrantPrincipal, type GrantRecord } from '../grant-records.ts';
import { giveToken, newTokenMark } from '../grant-tokens.ts';
import { GRANT_DELAY_MS, grantsOfKey, putGrant } from '../grants.ts';
import { manageAnywhere } from '../identifiers.ts';
import { flag, optionalText, text, texts } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyArnOf } from '../records.ts';

const MOST_GRANTS_OF_KEY = 50_000;

/** A grant as it is asked for. */
type Draft = Omit<GrantRecord, 'grantId' | 'createdAtMs' | 'effectiveAtMs'>;

interface Plan {
  readonly draft: Draft;
  /** The grant of the same name that was asked for in the same way before: it gets a new token only. */
  readonly existing: GrantRecord | null;
}

interface Prepared {
  readonly grantId: string;
  readonly mark: Bytes;
}

export const createGrant: AnyOperation = operation<Plan, Prepared>({
  name: 'CreateGrant',

  check(input, context) {
    const { grantee, retiring } = requestedPrincipals(input);
    const constraints = requestedConstraints(input, grantee);
    const operations = [...new Set(texts(input, 'Operations'))];
    if (operations.length === 0) throw grantOperationsMissing();

    const key = authorizedKey(context, text(input, 'KeyId'), manageAnywhere('kms:CreateGrant'), {
      'kms:GrantOperations': operations,
      'kms:GrantIsForAWSResource': String(context.caller.service !== undefined),
      ...principalCondition(grantee, 'Grantee'),
      ...(retiring && principalCondition(retiring, 'Retiring')),
      ...constraintConditions(constraints),
    });
    assertKeyState('CreateGrant', key, context.view);
    assertPrincipal(grantee);
    if (retiring) assertPrincipal(retiring);
    assertGrantable(operations, key);
    assertConstraintsFit(constraints, key);

    const keyArn = keyArnOf(key);
    const name = optionalText(input, 'Name') ?? null;
    const issuingAccount = context.caller.account;
    const draft = { keyArn, name, grantee, retiring, issuingAccount, operations, constraints };
    const existing = sameGrant(context.view, draft) ?? null;
    if (!existing) assertRoomForGrant(context.view, keyArn);
    if (flag(input, 'DryRun')) throw dryRunSucceeded();
    return { draft, existing };
  },

  prepare: async ({ existing }, { entropy }) => ({
    grantId: existing?.grantId ?? toHex(entropy.bytes(32)),
    mark: newTokenMark(entropy),
  }),

  decide({ draft, existing }, { grantId, mark }, transaction): Structure {
    const { nowMs } = transaction;
    const grant = existing ?? { ...draft, grantId, createdAtMs: nowMs, effectiveAtMs: nowMs + GRANT_DELAY_MS };
    if (!existing) putGrant(transaction, grant);
    return { GrantToken: giveToken(transaction, grant, mark), GrantId: grant.grantId };
  },
});

const principalCondition = (principal: GrantPrincipal, role: 'Grantee' | 'Retiring') => ({
  [`kms:${role}${principal.kind === 'principal' ? 'Principal' : 'ServicePrincipal'}`]: nameOf(principal),
});

/** Only a grant with a name is told again from another: a request without one always makes a new grant. */
function sameGrant(view: View, draft: Draft): GrantRecord | undefined {
  if (draft.name === null) return undefined;
  return grantsOfKey(view, draft.keyArn, undefined).find(
    ({ grantId: _id, createdAtMs: _created, effectiveAtMs: _effective, ...there }) =>
      there.name === draft.name && deepEqual(there, draft),
  );
}

function assertRoomForGrant(view: View, keyArn: string): void {
  if (view.count({ name: grantsTable.name }, keyArn) < MOST_GRANTS_OF_KEY) return;
  throw quotaExceeded(`The key already has ${MOST_GRANTS_OF_KEY} grants, which is the quota of a KMS key.`);
}
