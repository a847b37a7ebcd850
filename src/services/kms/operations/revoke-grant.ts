// RevokeGrant: whoever manages the key takes a grant away.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { dryRunSucceeded } from '../errors.ts';
import type { GrantRecord } from '../grant-records.ts';
import { existingGrant, removeGrant } from '../grants.ts';
import { manageAnywhere } from '../identifiers.ts';
import { flag, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyArnOf } from '../records.ts';

export const revokeGrant: AnyOperation = operation<GrantRecord>({
  name: 'RevokeGrant',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manageAnywhere('kms:RevokeGrant'), {
      'kms:GrantIsForAWSResource': String(context.caller.service !== undefined),
    });
    assertKeyState('RevokeGrant', key, context.view);
    const grant = existingGrant(context.view, keyArnOf(key), text(input, 'GrantId'));
    if (flag(input, 'DryRun')) throw dryRunSucceeded();
    return grant;
  },

  decide(grant, _, transaction) {
    removeGrant(transaction, grant);
    return null;
  },
});
