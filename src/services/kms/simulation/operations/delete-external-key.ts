// An external key is deleted in its key manager, for good: what it encrypted cannot be opened any more.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText, text } from '../../input.ts';
import { externalKeyNamed, permitted, proxyNamed, proxyShown } from '../parts.ts';
import { externalKeyId, externalKeysTable, type ProxyRecord } from '../records.ts';

interface Plan {
  readonly partition: string;
  readonly proxy: ProxyRecord;
  readonly xksKeyId: string;
}

export const deleteExternalKey: AnyOperation = operation<Plan>({
  name: 'DeleteExternalKey',

  check(input, context) {
    const partition = permitted(context, 'DeleteExternalKey');
    const proxy = proxyNamed(context.view, partition, optionalText(input, 'ProxyName'));
    const { xksKeyId } = externalKeyNamed(context.view, partition, proxy, text(input, 'XksKeyId'));
    return { partition, proxy, xksKeyId };
  },

  decide({ partition, proxy, xksKeyId }, _, transaction) {
    transaction.remove(externalKeysTable, partition, externalKeyId(proxy.proxyName, xksKeyId));
    return { Proxy: proxyShown(transaction.view, partition, proxy) };
  },
});
