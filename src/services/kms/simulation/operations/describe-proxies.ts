// The external key store proxies that the caller's account has in this Region, with their external keys.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { permitted, proxyShown } from '../parts.ts';
import { proxiesTable } from '../records.ts';

export const describeProxies: AnyOperation = operation<string>({
  name: 'DescribeProxies',
  check: (_, context) => permitted(context, 'DescribeProxies'),
  decide: (partition, _, { view }) => ({
    Proxies: view.scan(proxiesTable, partition).map(({ row }) => proxyShown(view, partition, row)),
  }),
});
