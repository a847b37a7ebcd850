// ListKeys: the account's KMS keys in this Region, by pages, in the order of their IDs.
import { operation, type AnyOperation } from '../../../world/service.ts';
import type { Structure } from '../../../world/model.ts';
import { authorizeAccount } from '../authorize.ts';
import { page, pageRequest } from '../paging.ts';
import { keyArnOf, keysTable, partitionOf } from '../records.ts';

const DEFAULT_LIMIT = 100;

export const listKeys: AnyOperation = operation<Structure>({
  name: 'ListKeys',

  check(input, context) {
    const request = pageRequest(input, 'ListKeys', DEFAULT_LIMIT);
    authorizeAccount(context, 'kms:ListKeys');
    const partition = partitionOf({ account: context.caller.account, region: context.region });
    const keys = context.view.scan(keysTable, partition, {
      ...(request.after !== undefined && { after: request.after }),
      limit: request.limit + 1,
    });
    const items = keys.map(({ id, row }) => ({ id, value: { KeyId: row.keyId, KeyArn: keyArnOf(row) } }));
    return page(request, 'Keys', items);
  },

  decide: (answer) => answer,
});
