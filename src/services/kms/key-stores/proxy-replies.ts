// What an external key store's proxy answers KMS, or why it does not: the same failure shows as a connection error code, as
// an exception of the management operations, and in the message of the cryptographic ones.
// Source: AWS KMS Developer Guide, "Troubleshooting external key stores".
import type { View } from '../../../world/records.ts';
import { proxiesTable, type ProxyRecord } from '../simulation/records.ts';
import type { ProxyTrouble } from '../simulation/troubles.ts';
import type { ConnectionErrorCode } from './connection-snapshot.ts';
import type { ExternalBacking } from './records.ts';

export interface ProxyFailure {
  readonly connectionErrorCode: ConnectionErrorCode;
  /** What CreateCustomKeyStore and UpdateCustomKeyStore throw. */
  readonly exception: string;
  readonly message: string;
}

export type ProxyReply =
  { readonly ok: true; readonly proxy: ProxyRecord } | { readonly ok: false; readonly failure: ProxyFailure };

const failure = (connectionErrorCode: ConnectionErrorCode, exception: string, message: string): ProxyFailure => ({
  connectionErrorCode,
  exception,
  message,
});

const unreachable = failure(
  'XKS_PROXY_NOT_REACHABLE',
  'XksProxyUriUnreachableException',
  'AWS KMS cannot communicate with the external key store proxy. Verify that your external key store proxy is active and is connected to the network, and that its URI path and endpoint URI or VPC service name are correct in your external key store.',
);
const vpcServiceNotFound = failure(
  'XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND',
  'XksProxyVpcEndpointServiceNotFoundException',
  'The request was rejected because AWS KMS could not find the specified VPC endpoint service. Use DescribeCustomKeyStores to verify the VPC endpoint service name for the external key store. Also, confirm that the Allow principals list for the VPC endpoint service includes the AWS KMS service principal for the Region.',
);
const vpcServiceConfiguration = failure(
  'XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION',
  'XksProxyVpcEndpointServiceInvalidConfigurationException',
  'The request was rejected because the Amazon VPC endpoint service configuration does not fulfill the requirements for an external key store.',
);
const wrongCredential = failure(
  'INVALID_CREDENTIALS',
  'XksProxyIncorrectAuthenticationCredentialException',
  'The external key store proxy rejected the request because it could not authenticate AWS KMS. Verify the credentials for your external key store and update if necessary.',
);
const wrongPath = failure(
  'XKS_PROXY_INVALID_CONFIGURATION',
  'XksProxyInvalidConfigurationException',
  'The external key store proxy rejected the request because of an invalid URI path. Verify the URI path for your external key store and update if necessary.',
);

/** What each trouble of a proxy looks like from KMS. A VPC endpoint service's own come before the proxy is reached. */
const failures: Readonly<Record<Exclude<ProxyTrouble, 'NONE'>, ProxyFailure>> = {
  VPC_SERVICE_MISSING: vpcServiceNotFound,
  VPC_SERVICE_MISCONFIGURED: vpcServiceConfiguration,
  UNREACHABLE: unreachable,
  NETWORK: failure(
    'NETWORK_ERRORS',
    'XksProxyUriUnreachableException',
    'AWS KMS cannot communicate with the external key store proxy. This might be a transient network issue. If you see this error repeatedly, verify that your external key store proxy is active and is connected to the network, and that its endpoint URI is correct in your external key store.',
  ),
  TIMEOUT: failure(
    'XKS_PROXY_TIMED_OUT',
    'XksProxyUriUnreachableException',
    'AWS KMS rejected the request because the external key store proxy did not respond in time. Retry the request. If you see this error repeatedly, report it to your external key store proxy administrator.',
  ),
  WRONG_TLS: failure(
    'XKS_PROXY_INVALID_TLS_CONFIGURATION',
    'XksProxyInvalidConfigurationException',
    'AWS KMS cannot establish a TLS connection to the external key store proxy. Verify the TLS configuration, including its certificate.',
  ),
  ACCESS_DENIED: failure(
    'XKS_PROXY_ACCESS_DENIED',
    'XksProxyInvalidConfigurationException',
    'The external key store proxy denied access to the operation. Verify that the user and the external key are both authorized for this operation, and try the request again.',
  ),
  INVALID_RESPONSE: failure(
    'XKS_PROXY_INVALID_RESPONSE',
    'XksProxyInvalidResponseException',
    'AWS KMS cannot interpret the response from the external key store proxy. If you see this error repeatedly, consult your external key store proxy administrator.',
  ),
  UNHEALTHY: failure(
    'XKS_PROXY_NOT_REACHABLE',
    'XksProxyUriUnreachableException',
    'The external key store proxy is in an unhealthy state. If you see this message repeatedly, notify your external key store proxy administrator.',
  ),
  INTERNAL: failure(
    'INTERNAL_ERROR',
    'KMSInternalException',
    'The request was rejected because an internal exception occurred. The request can be retried.',
  ),
};

/** Troubles that a request meets before the proxy has looked at who sent it, and where to. */
const onTheWay: ReadonlySet<ProxyTrouble> = new Set(['UNREACHABLE', 'NETWORK', 'TIMEOUT', 'WRONG_TLS', 'INTERNAL']);

/** GetHealthStatus, as KMS asks it. */
export function askProxy(view: View, partition: string, backing: ExternalBacking): ProxyReply {
  const refused = (why: ProxyFailure): ProxyReply => ({ ok: false, failure: why });
  const service = vpcServiceFailure(view, partition, backing);
  if (service) return refused(service);
  const proxy = proxies(view, partition).find(({ uriEndpoint, vpcEndpointServiceName }) => {
    return uriEndpoint === backing.uriEndpoint && vpcEndpointServiceName === backing.vpcEndpointServiceName;
  });
  if (!proxy) return refused(unreachable);
  const { trouble, credential } = proxy;
  if (trouble !== 'NONE' && onTheWay.has(trouble)) return refused(failures[trouble]);
  const { accessKeyId, rawSecretAccessKey } = backing.credential;
  if (accessKeyId !== credential.accessKeyId || rawSecretAccessKey !== credential.rawSecretAccessKey) {
    return refused(wrongCredential);
  }
  if (backing.uriPath !== proxy.uriPath) return refused(wrongPath);
  return trouble === 'NONE' ? { ok: true, proxy } : refused(failures[trouble]);
}

/** What is wrong with the way into a VPC. Undefined where nothing is, or where the proxy is on the internet. */
export function vpcServiceFailure(view: View, partition: string, backing: ExternalBacking): ProxyFailure | undefined {
  if (backing.connectivity === 'PUBLIC_ENDPOINT') return undefined;
  const behind = proxies(view, partition).find(
    ({ vpcEndpointServiceName }) => vpcEndpointServiceName === backing.vpcEndpointServiceName,
  );
  if (!behind || behind.trouble === 'VPC_SERVICE_MISSING') return vpcServiceNotFound;
  // The endpoint must be the service's private DNS name.
  const misfit = behind.trouble === 'VPC_SERVICE_MISCONFIGURED' || behind.uriEndpoint !== backing.uriEndpoint;
  return misfit ? vpcServiceConfiguration : undefined;
}

const proxies = (view: View, partition: string): readonly ProxyRecord[] =>
  view.scan(proxiesTable, partition).map(({ row }) => row);
