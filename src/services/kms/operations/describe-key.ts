// DescribeKey: all that may be known of a KMS key. A predefined alias of AWS gets its AWS managed key when it is first
// described.
import type { Region } from '../../../base/brand.ts';
import type { GeneratedMaterial, Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation, type CheckContext } from '../../../world/service.ts';
import { authorizedKey, callerConditions, kindConditions } from '../authorize.ts';
import {
  makeManagedKey,
  managedKeyKind,
  managedKeyToMake,
  policyOf,
  type ManagedKeyToMake,
} from '../aws-managed-keys.ts';
import { use } from '../identifiers.ts';
import { text } from '../input.ts';
import { newKeyId } from '../key-id.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { keyMetadata } from '../metadata.ts';
import { aliasArnOf } from '../records.ts';

type Plan = { readonly there: KeyPlace } | { readonly toMake: ManagedKeyToMake };

interface NewKey {
  readonly keyId: string;
  readonly material: GeneratedMaterial;
}

const ACTION = 'kms:DescribeKey';

export const describeKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, NewKey | null>({
    name: 'DescribeKey',

    check(input, context) {
      const identifier = text(input, 'KeyId');
      const place = { account: context.caller.account, region: context.region };
      const toMake = managedKeyToMake(context.view, place, identifier);
      if (toMake) {
        authorizeNotThereYet(context, toMake);
        return { toMake };
      }
      const key = authorizedKey(context, identifier, use(ACTION));
      assertKeyState('DescribeKey', key, context.view);
      return { there: placeOf(key) };
    },

    async prepare(plan, { region, entropy }) {
      if ('there' in plan) return null;
      const keyId = newKeyId(entropy);
      return { keyId, material: await hsm(region).generate('SYMMETRIC_DEFAULT', keyId, entropy) };
    },

    decide(plan, made, transaction) {
      const key =
        'toMake' in plan && made
          ? makeManagedKey(transaction, plan.toMake, made.keyId, made.material)
          : 'there' in plan && keyAt(transaction, plan.there);
      return key ? { KeyMetadata: keyMetadata(transaction.view, key) } : null;
    },
  });

/** The key has no ARN yet; its alias has one. */
function authorizeNotThereYet(context: CheckContext, toMake: ManagedKeyToMake): void {
  context.authorize({
    action: ACTION,
    resource: aliasArnOf(toMake, toMake.aliasName),
    resourceAccount: toMake.account,
    conditions: {
      ...callerConditions(context),
      ...kindConditions(managedKeyKind, 'PRIMARY'),
      'kms:RequestAlias': toMake.aliasName,
    },
    resourcePolicies: [policyOf(toMake)],
  });
}
