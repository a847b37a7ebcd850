// DescribeCustomKeyStores: all of the account's key stores in this Region by pages, or one of them.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeAccount, callerConditions } from '../authorize.ts';
import { optionalText } from '../input.ts';
import { keyStoreShown } from '../key-stores/describe.ts';
import { idAndName, keyStoreNotFound } from '../key-stores/errors.ts';
import { keyStoresIn } from '../key-stores/stores.ts';
import { pageOfList, pageRequest, type PageRequest } from '../paging.ts';
import { partitionOf } from '../records.ts';

/** AWS does not say what it is; there can be only ten. */
const DEFAULT_LIMIT = 100;

interface Plan {
  readonly partition: string;
  readonly request: PageRequest;
  /** The IDs of those that are asked for; null for all of them. */
  readonly one: string | null;
}

export const describeCustomKeyStores: AnyOperation = operation<Plan>({
  name: 'DescribeCustomKeyStores',

  check(input, context) {
    const id = optionalText(input, 'CustomKeyStoreId');
    const name = optionalText(input, 'CustomKeyStoreName');
    if (id !== undefined && name !== undefined) throw idAndName();
    const request = pageRequest(input, 'DescribeCustomKeyStores', DEFAULT_LIMIT);
    authorizeAccount(context, 'kms:DescribeCustomKeyStores', callerConditions(context));
    const partition = partitionOf({ account: context.caller.account, region: context.region });
    if (id === undefined && name === undefined) return { partition, request, one: null };
    const found = keyStoresIn(context.view, partition).find(
      (store) => store.customKeyStoreId === id || store.name === name,
    );
    if (!found) throw keyStoreNotFound();
    return { partition, request, one: found.customKeyStoreId };
  },

  decide({ partition, request, one }, _, { view }) {
    const stores = keyStoresIn(view, partition).filter(
      ({ customKeyStoreId }) => one === null || customKeyStoreId === one,
    );
    const items = stores.map((store) => ({ id: store.customKeyStoreId, value: keyStoreShown(store) }));
    return pageOfList(request, 'CustomKeyStores', items);
  },
});
