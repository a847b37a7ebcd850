// DeleteAlias: the name goes, the KMS key stays.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { assertAliasName, existingAlias } from '../aliases.ts';
import { authorizeAlias, authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { aliasesTable, partitionOf } from '../records.ts';

interface Plan {
  readonly partition: string;
  readonly aliasName: string;
}

export const deleteAlias: AnyOperation = operation<Plan>({
  name: 'DeleteAlias',

  check(input, context) {
    const aliasName = text(input, 'AliasName');
    assertAliasName(aliasName);
    const place = { account: context.caller.account, region: context.region };
    const alias = existingAlias(context.view, place, aliasName);
    const key = authorizedKey(context, alias.targetKeyId, manage('kms:DeleteAlias'));
    authorizeAlias(context, 'kms:DeleteAlias', aliasName);
    assertKeyState('DeleteAlias', key, context.view);
    return { partition: partitionOf(place), aliasName };
  },

  decide({ partition, aliasName }, _, transaction) {
    transaction.remove(aliasesTable, partition, aliasName);
    return null;
  },
});
