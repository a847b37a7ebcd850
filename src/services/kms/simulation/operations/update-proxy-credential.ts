// A proxy gets another credential: a key store that still has the old one cannot authenticate any more.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { newCredential } from '../chance.ts';
import { credentialIn, credentialShown } from '../credential.ts';
import { permitted, proxyNamed, proxyShown } from '../parts.ts';
import { proxiesTable, type ProxyCredential, type ProxyRecord } from '../records.ts';

interface Plan {
  readonly partition: string;
  readonly proxy: ProxyRecord;
  readonly credential: ProxyCredential | null;
}

export const updateProxyCredential: AnyOperation = operation<Plan, ProxyCredential>({
  name: 'UpdateProxyCredential',

  check(input, context) {
    const partition = permitted(context, 'UpdateProxyCredential');
    const proxy = proxyNamed(context.view, partition, optionalText(input, 'ProxyName'));
    return { partition, proxy, credential: credentialIn(input) };
  },

  prepare: ({ credential }, { entropy }) => Promise.resolve(credential ?? newCredential(entropy)),

  decide({ partition, proxy }, credential, transaction) {
    const changed: ProxyRecord = { ...proxy, credential };
    transaction.put(proxiesTable, partition, proxy.proxyName, changed);
    return { Proxy: proxyShown(transaction.view, partition, changed), Credential: credentialShown(credential) };
  },
});
