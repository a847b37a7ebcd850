// An external key store proxy, on the internet or behind a VPC endpoint service, with an external key manager behind it.
import type { Region } from '../../../../base/brand.ts';
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText } from '../../input.ts';
import { newCredential, newServiceName } from '../chance.ts';
import { credentialIn, credentialShown } from '../credential.ts';
import { alreadyThere } from '../errors.ts';
import { permitted, proxyShown } from '../parts.ts';
import { proxiesTable, type ProxyCredential, type ProxyRecord } from '../records.ts';

const DEFAULT_NAME = 'proxy';
/** Where the specification of the proxy API has it, without a prefix. */
const URI_PATH = '/kms/xks/v1';

interface Plan {
  readonly partition: string;
  readonly region: Region;
  readonly proxyName: string;
  readonly inVpc: boolean;
  readonly credential: ProxyCredential | null;
}

interface Prepared {
  readonly credential: ProxyCredential;
  readonly vpcEndpointServiceName: string | null;
}

export const createProxy: AnyOperation = operation<Plan, Prepared>({
  name: 'CreateProxy',

  check(input, context) {
    const partition = permitted(context, 'CreateProxy');
    const proxyName = optionalText(input, 'ProxyName') ?? DEFAULT_NAME;
    if (context.view.get(proxiesTable, partition, proxyName)) throw alreadyThere('proxy', proxyName);
    return {
      partition,
      region: context.region,
      proxyName,
      inVpc: optionalText(input, 'Connectivity') === 'VPC_ENDPOINT_SERVICE',
      credential: credentialIn(input),
    };
  },

  prepare: ({ region, inVpc, credential }, { entropy }) =>
    Promise.resolve({
      credential: credential ?? newCredential(entropy),
      vpcEndpointServiceName: inVpc ? newServiceName(region, entropy) : null,
    }),

  decide({ partition, proxyName, inVpc }, { credential, vpcEndpointServiceName }, transaction) {
    const proxy: ProxyRecord = {
      proxyName,
      uriEndpoint: `https://${proxyName}${inVpc ? '-private' : ''}.xks.example.com`,
      uriPath: URI_PATH,
      vpcEndpointServiceName,
      credential,
      trouble: 'NONE',
    };
    transaction.put(proxiesTable, partition, proxyName, proxy);
    return { Proxy: proxyShown(transaction.view, partition, proxy), Credential: credentialShown(credential) };
  },
});
