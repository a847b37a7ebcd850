// UpdateAlias: an alias gets another KMS key for its target.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { assertAliasName, assertRoomForAlias, assertTargetIsKey, existingAlias } from '../aliases.ts';
import { authorizeAlias, authorizedKey } from '../authorize.ts';
import { aliasTargetOfOtherKind } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { keyTypeOf } from '../key-specs.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf, type KeyPlace } from '../key-changes.ts';
import { aliasesTable, partitionOf, type KeyRecord } from '../records.ts';

interface Plan {
  readonly target: KeyPlace;
  readonly aliasName: string;
}

const ACTION = 'kms:UpdateAlias';

export const updateAlias: AnyOperation = operation<Plan>({
  name: 'UpdateAlias',

  check(input, context) {
    const { view, caller, region } = context;
    const aliasName = text(input, 'AliasName');
    const identifier = text(input, 'TargetKeyId');
    assertAliasName(aliasName);
    assertTargetIsKey(identifier);
    const alias = existingAlias(view, { account: caller.account, region }, aliasName);
    const target = authorizedKey(context, identifier, manage(ACTION));
    const current = authorizedKey(context, alias.targetKeyId, manage(ACTION));
    authorizeAlias(context, ACTION, aliasName);
    // The current target's state does not matter.
    assertKeyState('UpdateAlias', target, context.view);
    assertSameKind(current, target);
    if (target.keyId !== alias.targetKeyId) assertRoomForAlias(view, target, target.keyId);
    return { target: placeOf(target), aliasName };
  },

  decide({ target, aliasName }, _, transaction) {
    transaction.put(aliasesTable, partitionOf(target), aliasName, {
      ...existingAlias(transaction.view, target, aliasName),
      targetKeyId: target.keyId,
      updatedAtMs: transaction.nowMs,
    });
    return null;
  },
});

/** Who uses the alias would otherwise find a key that cannot do what the one before did. */
function assertSameKind(current: KeyRecord, target: KeyRecord): void {
  if (keyTypeOf(current.keySpec) === keyTypeOf(target.keySpec) && current.keyUsage === target.keyUsage) return;
  throw aliasTargetOfOtherKind();
}
