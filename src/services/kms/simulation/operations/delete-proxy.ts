// An external key store proxy goes, and the external keys behind it.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { externalKeysOf, permitted, proxyNamed } from '../parts.ts';
import { externalKeyId, externalKeysTable, proxiesTable, type ProxyRecord } from '../records.ts';

export const deleteProxy: AnyOperation = operation<{ readonly partition: string; readonly proxy: ProxyRecord }>({
  name: 'DeleteProxy',

  check(input, context) {
    const partition = permitted(context, 'DeleteProxy');
    return { partition, proxy: proxyNamed(context.view, partition, optionalText(input, 'ProxyName')) };
  },

  decide({ partition, proxy }, _, transaction) {
    const { proxyName } = proxy;
    for (const { xksKeyId } of externalKeysOf(transaction.view, partition, proxy)) {
      transaction.remove(externalKeysTable, partition, externalKeyId(proxyName, xksKeyId));
    }
    transaction.remove(proxiesTable, partition, proxyName);
    return { ProxyName: proxyName };
  },
});
