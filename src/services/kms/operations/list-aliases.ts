// ListAliases: the account's aliases in this Region, or those of one KMS key, by pages, in the order of their names.
import { operation, type AnyOperation, type CheckContext } from '../../../world/service.ts';
import type { Structure } from '../../../world/model.ts';
import { aliasesOfKey } from '../aliases.ts';
import { authorizeAccount } from '../authorize.ts';
import { manage, resolveKey } from '../identifiers.ts';
import { optionalText } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { seconds } from '../metadata.ts';
import { page, pageRequest, type PageRequest } from '../paging.ts';
import { aliasArnOf, aliasesTable, partitionOf, type AliasRecord } from '../records.ts';

const DEFAULT_LIMIT = 50;

export const listAliases: AnyOperation = operation<Structure>({
  name: 'ListAliases',

  check(input, context) {
    const request = pageRequest(input, 'ListAliases', DEFAULT_LIMIT);
    const place = { account: context.caller.account, region: context.region };
    const identifier = optionalText(input, 'KeyId');
    const key = identifier === undefined ? undefined : resolveKey(context, identifier, manage('kms:ListAliases')).key;
    authorizeAccount(context, 'kms:ListAliases');
    if (key) assertKeyState('ListAliases', key);
    const aliases = key ? aliasesBehind(request, aliasesOfKey(context.view, key, key.keyId)) : scan(request, context);
    const items = aliases.map((alias) => ({
      id: alias.aliasName,
      value: {
        AliasName: alias.aliasName,
        AliasArn: aliasArnOf(place, alias.aliasName),
        TargetKeyId: alias.targetKeyId,
        CreationDate: seconds(alias.createdAtMs),
        LastUpdatedDate: seconds(alias.updatedAtMs),
      },
    }));
    return page(request, 'Aliases', items);
  },

  decide: (answer) => answer,
});

const aliasesBehind = ({ after }: PageRequest, aliases: readonly AliasRecord[]): readonly AliasRecord[] =>
  after === undefined ? aliases : aliases.filter(({ aliasName }) => aliasName > after);

function scan({ after, limit }: PageRequest, { view, caller, region }: CheckContext): readonly AliasRecord[] {
  const options = { ...(after !== undefined && { after }), limit: limit + 1 };
  return view.scan(aliasesTable, partitionOf({ account: caller.account, region }), options).map(({ row }) => row);
}
