// ListKeys: the account's KMS keys in this Region, by pages, in the order of their IDs.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeAccount } from '../authorize.ts';
import { page, pageRequest, scanOptions, type PageRequest } from '../paging.ts';
import { keyArnOf, keysTable, partitionOf } from '../records.ts';

const DEFAULT_LIMIT = 100;

interface Plan {
  readonly partition: string;
  readonly request: PageRequest;
}

export const listKeys: AnyOperation = operation<Plan>({
  name: 'ListKeys',

  check(input, context) {
    const request = pageRequest(input, 'ListKeys', DEFAULT_LIMIT);
    authorizeAccount(context, 'kms:ListKeys');
    return { partition: partitionOf({ account: context.caller.account, region: context.region }), request };
  },

  decide({ partition, request }, _, { view }) {
    const keys = view.scan(keysTable, partition, scanOptions(request));
    const items = keys.map(({ id, row }) => ({ id, value: { KeyId: row.keyId, KeyArn: keyArnOf(row) } }));
    return page(request, 'Keys', items);
  },
});
