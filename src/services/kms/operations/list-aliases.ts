// ListAliases: the account's aliases in this Region, or those of one KMS key, by pages, in the order of their names. Those
// that AWS has for its services are among them, even where no key has come to them yet.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { aliasesOfKey, type RegionOfAccount } from '../aliases.ts';
import { authorizeAccount } from '../authorize.ts';
import { unusedPredefinedAliases } from '../aws-managed-keys.ts';
import { manage, resolveKey } from '../identifiers.ts';
import { optionalText } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { seconds } from '../metadata.ts';
import { page, pageRequest, scanOptions, type PageRequest } from '../paging.ts';
import { aliasArnOf, aliasesTable, partitionOf, type AliasRecord } from '../records.ts';

const DEFAULT_LIMIT = 50;

interface Plan {
  readonly place: RegionOfAccount;
  /** The key whose aliases are asked for; null for all of them. */
  readonly keyId: string | null;
  readonly request: PageRequest;
}

export const listAliases: AnyOperation = operation<Plan>({
  name: 'ListAliases',

  check(input, context) {
    const request = pageRequest(input, 'ListAliases', DEFAULT_LIMIT);
    const identifier = optionalText(input, 'KeyId');
    const key = identifier === undefined ? undefined : resolveKey(context, identifier, manage('kms:ListAliases')).key;
    authorizeAccount(context, 'kms:ListAliases');
    if (key) assertKeyState('ListAliases', key, context.view);
    const place = { account: context.caller.account, region: context.region };
    return { place, keyId: key?.keyId ?? null, request };
  },

  decide({ place, keyId, request }, _, { view }) {
    const aliases =
      keyId === null
        ? [
            ...view
              .scan(aliasesTable, partitionOf(place), scanOptions(request))
              .map(({ row }) => listEntry(place, row)),
            ...unusedPredefinedAliases(view, place).map((aliasName) => nameAndArn(place, aliasName)),
          ]
        : aliasesOfKey(view, place, keyId).map((alias) => listEntry(place, alias));
    const items = aliases
      .map((value) => ({ id: value.AliasName, value }))
      .filter(({ id }) => id > (request.after ?? ''))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return page(request, 'Aliases', items);
  },
});

const nameAndArn = (place: RegionOfAccount, aliasName: string) => ({
  AliasName: aliasName,
  AliasArn: aliasArnOf(place, aliasName),
});

const listEntry = (place: RegionOfAccount, alias: AliasRecord) => ({
  ...nameAndArn(place, alias.aliasName),
  TargetKeyId: alias.targetKeyId,
  CreationDate: seconds(alias.createdAtMs),
  LastUpdatedDate: seconds(alias.updatedAtMs),
});
