// CreateAlias: a new name for a KMS key of the same account and Region.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { assertNewAliasName, assertRoomForAlias, assertTargetIsKey } from '../aliases.ts';
import { authorizeAlias, authorizedKey } from '../authorize.ts';
import { aliasExists } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf, type KeyPlace } from '../key-changes.ts';
import { aliasArnOf, aliasesTable, partitionOf } from '../records.ts';

interface Plan {
  readonly target: KeyPlace;
  readonly aliasName: string;
}

export const createAlias: AnyOperation = operation<Plan>({
  name: 'CreateAlias',

  check(input, context) {
    const aliasName = text(input, 'AliasName');
    const identifier = text(input, 'TargetKeyId');
    assertNewAliasName(aliasName);
    assertTargetIsKey(identifier);
    const key = authorizedKey(context, identifier, manage('kms:CreateAlias'));
    authorizeAlias(context, 'kms:CreateAlias', aliasName);
    assertKeyState('CreateAlias', key, context.view);
    if (context.view.get(aliasesTable, partitionOf(key), aliasName)) throw aliasExists(aliasArnOf(key, aliasName));
    assertRoomForAlias(context.view, key, key.keyId);
    return { target: placeOf(key), aliasName };
  },

  decide({ target, aliasName }, _, transaction) {
    transaction.put(aliasesTable, partitionOf(target), aliasName, {
      aliasName,
      targetKeyId: target.keyId,
      createdAtMs: transaction.nowMs,
      updatedAtMs: transaction.nowMs,
    });
    return null;
  },
});
