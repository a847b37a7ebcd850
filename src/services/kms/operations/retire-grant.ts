// RetireGrant: whoever is done with a grant gives it back. The grant is named by a token, or by key ARN and grant ID.
// Source: AWS KMS API Reference, RetireGrant; AWS KMS Developer Guide, "Retiring and revoking grants".
import type { CheckContext } from '../../../world/service.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import type { Structure } from '../../../world/model.ts';
import { callerConditions, labelConditions } from '../authorize.ts';
import {
  dryRunSucceeded,
  foreignKeyDenied,
  invalidArn,
  invalidGrantToken,
  onlyOneOf,
  retiredGrantMissing,
} from '../errors.ts';
import { contextConditions } from '../grant-constraints.ts';
import type { GrantRecord } from '../grant-records.ts';
import { grantOfToken } from '../grant-tokens.ts';
import { existingGrant, removeGrant } from '../grants.ts';
import { manageAnywhere, resolveKey } from '../identifiers.ts';
import { flag, optionalText } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { findKey, placeOfArn } from '../key-changes.ts';
import { keyArnOf } from '../records.ts';

const ACTION = 'kms:RetireGrant';

export const retireGrant: AnyOperation = operation<GrantRecord>({
  name: 'RetireGrant',

  check(input, context) {
    const grant = namedGrant(input, context);
    const { keyArn, issuingAccount } = grant;
    // The grant itself says who may, and the account that made it. The key's policy has no say.
    const key = findKey(context.view, placeOfArn(keyArn));
    context.authorize({
      action: ACTION,
      resource: keyArn,
      resourceAccount: issuingAccount,
      conditions: {
        ...callerConditions(context),
        ...(key && labelConditions(context.view, key)),
        ...contextConditions(grant.constraints),
      },
    });
    context.touches(keyArn);
    context.notes('grantId', grant.grantId);
    if (key) assertKeyState('RetireGrant', key, context.view);
    if (flag(input, 'DryRun')) throw dryRunSucceeded();
    return grant;
  },

  decide(grant, _, transaction) {
    removeGrant(transaction, grant);
    return null;
  },
});

function namedGrant(input: Structure, context: CheckContext): GrantRecord {
  const token = optionalText(input, 'GrantToken');
  const identifier = optionalText(input, 'KeyId');
  const grantId = optionalText(input, 'GrantId');
  if (token !== undefined) {
    if (identifier !== undefined || grantId !== undefined) throw onlyOneOf('GrantToken', 'GrantId');
    const grant = grantOfToken(context.view, token);
    if (placeOfArn(grant.keyArn).region !== context.region) throw invalidGrantToken();
    return grant;
  }
  if (identifier === undefined || grantId === undefined) throw retiredGrantMissing();
  if (!identifier.startsWith('arn:')) throw invalidArn(identifier);
  const { key } = resolveKey(context, identifier, manageAnywhere(ACTION));
  try {
    return existingGrant(context.view, keyArnOf(key), grantId);
  } catch (error) {
    // Of a foreign key, nobody learns which grants it does not have.
    throw key.account === context.caller.account ? error : foreignKeyDenied(context.caller.arn, ACTION);
  }
}
