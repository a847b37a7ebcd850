// What goes wrong with an external key store proxy, and what mends it; and where its API lies.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { onlyForVpc } from '../errors.ts';
import { permitted, proxyNamed, proxyShown } from '../parts.ts';
import { proxiesTable, type ProxyRecord } from '../records.ts';
import type { ProxyTrouble } from '../troubles.ts';

export const updateProxy: AnyOperation = operation<{ readonly partition: string; readonly proxy: ProxyRecord }>({
  name: 'UpdateProxy',

  check(input, context) {
    const partition = permitted(context, 'UpdateProxy');
    const there = proxyNamed(context.view, partition, optionalText(input, 'ProxyName'));
    const uriPath = optionalText(input, 'UriPath');
    // Of the model's enumeration, which is this type's.
    const trouble = optionalText(input, 'Trouble') as ProxyTrouble | undefined;
    if (trouble?.startsWith('VPC_') && there.vpcEndpointServiceName === null) throw onlyForVpc();
    const proxy: ProxyRecord = {
      ...there,
      ...(uriPath !== undefined && { uriPath }),
      ...(trouble !== undefined && { trouble }),
    };
    return { partition, proxy };
  },

  decide({ partition, proxy }, _, transaction) {
    transaction.put(proxiesTable, partition, proxy.proxyName, proxy);
    return { Proxy: proxyShown(transaction.view, partition, proxy) };
  },
});
