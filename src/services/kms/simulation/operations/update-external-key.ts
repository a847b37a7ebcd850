// Whether an external key is enabled, and what it may be used for. KMS is not told: it finds out when it asks the proxy.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText, text } from '../../input.ts';
import { externalKeyNamed, permitted, proxyNamed, proxyShown } from '../parts.ts';
import {
  externalKeyId,
  externalKeysTable,
  type ExternalKeyRecord,
  type ExternalKeyStatus,
  type ExternalKeyUsage,
  type ProxyRecord,
} from '../records.ts';

interface Plan {
  readonly partition: string;
  readonly proxy: ProxyRecord;
  readonly key: ExternalKeyRecord;
}

export const updateExternalKey: AnyOperation = operation<Plan>({
  name: 'UpdateExternalKey',

  check(input, context) {
    const partition = permitted(context, 'UpdateExternalKey');
    const proxy = proxyNamed(context.view, partition, optionalText(input, 'ProxyName'));
    const there = externalKeyNamed(context.view, partition, proxy, text(input, 'XksKeyId'));
    // Both are of the model's enumerations, which are these types'.
    const status = optionalText(input, 'Status') as ExternalKeyStatus | undefined;
    const usage = optionalText(input, 'Usage') as ExternalKeyUsage | undefined;
    const key = { ...there, ...(status !== undefined && { status }), ...(usage !== undefined && { usage }) };
    return { partition, proxy, key };
  },

  decide({ partition, proxy, key }, _, transaction) {
    transaction.put(externalKeysTable, partition, externalKeyId(proxy.proxyName, key.xksKeyId), key);
    return { Proxy: proxyShown(transaction.view, partition, proxy) };
  },
});
