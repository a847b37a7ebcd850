// A custom key store as DescribeCustomKeyStores tells of it, and what DescribeKey tells of the key store of a key.
// Source: AWS KMS API Reference, CustomKeyStoresListEntry and KeyMetadata.
import type { Structure } from '../../../world/model.ts';
import type { View } from '../../../world/records.ts';
import type { KeyRecord } from '../records.ts';
import type { ExternalBacking, KeyStoreRecord } from './records.ts';
import { keyStoreOf } from './stores.ts';

export function keyStoreShown({ customKeyStoreId, name, createdAtMs, connection, backing }: KeyStoreRecord): Structure {
  return {
    CustomKeyStoreId: customKeyStoreId,
    CustomKeyStoreName: name,
    ...(backing.type === 'AWS_CLOUDHSM' && {
      CloudHsmClusterId: backing.clusterId,
      TrustAnchorCertificate: backing.trustAnchorCertificate,
    }),
    ConnectionState: connection.state,
    ...(connection.state === 'FAILED' && { ConnectionErrorCode: connection.errorCode }),
    CreationDate: createdAtMs / 1000,
    CustomKeyStoreType: backing.type,
    ...(backing.type === 'EXTERNAL_KEY_STORE' && { XksProxyConfiguration: proxyConfiguration(backing) }),
  };
}

/** Without the secret access key, which nobody is told again. */
const proxyConfiguration = (backing: ExternalBacking): Structure => ({
  Connectivity: backing.connectivity,
  AccessKeyId: backing.credential.accessKeyId,
  UriEndpoint: backing.uriEndpoint,
  UriPath: backing.uriPath,
  ...(backing.vpcEndpointServiceName !== null && { VpcEndpointServiceName: backing.vpcEndpointServiceName }),
  ...(backing.vpcEndpointServiceOwner !== null && { VpcEndpointServiceOwner: backing.vpcEndpointServiceOwner }),
});

/** No members for a key in no key store. */
export function keyStoreMetadata(view: View, key: KeyRecord): Structure {
  const store = keyStoreOf(view, key);
  if (!store) return {};
  const { customKeyStoreId, backing } = store;
  return {
    CustomKeyStoreId: customKeyStoreId,
    ...(backing.type === 'AWS_CLOUDHSM' && { CloudHsmClusterId: backing.clusterId }),
  };
}
