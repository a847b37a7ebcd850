// What KMS says when it refuses something about custom key stores. Codes and, where no live message is on record, the
// words of the AWS KMS API Reference; those about proxies and external keys are of the Developer Guide,
// "Troubleshooting external key stores".
import { ServiceError, validationError } from '../../../world/errors.ts';

const rejected = (code: string, because: string) =>
  new ServiceError(code, `The request was rejected because ${because}`);

// Key stores
export const keyStoreNotFound = () =>
  rejected(
    'CustomKeyStoreNotFoundException',
    'AWS KMS cannot find a custom key store with the specified key store name or ID.',
  );
export const keyStoreNameInUse = () =>
  rejected(
    'CustomKeyStoreNameInUseException',
    'the specified custom key store name is already assigned to another custom key store in the account. Try again with a custom key store name that is unique in the account.',
  );
export const keyStoreState = (state: string) =>
  rejected(
    'CustomKeyStoreInvalidStateException',
    `of the ConnectionState of the custom key store, which is ${state}. To get the ConnectionState of a custom key store, use the DescribeCustomKeyStores operation.`,
  );
/** What lies behind a connected key store refuses; the words say what. */
export const keyStoreRefuses = (message: string) => new ServiceError('CustomKeyStoreInvalidStateException', message);
export const keyStoreHasKeys = () =>
  rejected(
    'CustomKeyStoreHasCMKsException',
    'the custom key store contains KMS keys. After verifying that you do not need to use the KMS keys, use the ScheduleKeyDeletion operation to delete the KMS keys. After they are deleted, you can delete the custom key store.',
  );
export const keyStoreQuota = (most: number) =>
  new ServiceError(
    'LimitExceededException',
    `The account has ${most} custom key stores in this Region, which is its quota.`,
  );
export const idAndName = () =>
  validationError('You can specify CustomKeyStoreId or CustomKeyStoreName, but not both of them.');

// Parameters that belong together; no wording of AWS is on record
export const parameterMissing = (name: string, type: string) =>
  validationError(`${name} is required for a custom key store of the type ${type}.`);
export const parameterForeign = (name: string, type: string) =>
  validationError(`${name} is not valid for a custom key store of the type ${type}.`);
export const vpcServiceMissing = () =>
  validationError('XksProxyVpcEndpointServiceName is required when XksProxyConnectivity is VPC_ENDPOINT_SERVICE.');
export const vpcServiceForeign = () =>
  validationError('XksProxyVpcEndpointServiceName is not valid when XksProxyConnectivity is PUBLIC_ENDPOINT.');

// CloudHSM
export const clusterNotFound = () =>
  rejected(
    'CloudHsmClusterNotFoundException',
    'AWS KMS cannot find the AWS CloudHSM cluster with the specified cluster ID. Retry the request with a different cluster ID.',
  );
export const clusterNotActive = () =>
  rejected(
    'CloudHsmClusterNotActiveException',
    'the AWS CloudHSM cluster associated with the AWS CloudHSM key store is not active. Initialize and activate the cluster and try the command again.',
  );
export const clusterConfiguration = (what: string) =>
  rejected(
    'CloudHsmClusterInvalidConfigurationException',
    `the associated AWS CloudHSM cluster did not meet the configuration requirements for an AWS CloudHSM key store. ${what}`,
  );
export const clusterInUse = () =>
  rejected(
    'CloudHsmClusterInUseException',
    'the specified AWS CloudHSM cluster is already associated with an AWS CloudHSM key store in the account, or it shares a backup history with an AWS CloudHSM key store in the account. Each AWS CloudHSM key store in the account must be associated with a different AWS CloudHSM cluster.',
  );
export const clusterNotRelated = () =>
  rejected(
    'CloudHsmClusterNotRelatedException',
    'the specified AWS CloudHSM cluster has a different cluster certificate than the original cluster. You cannot use the operation to specify an unrelated cluster for an AWS CloudHSM key store.',
  );
export const trustAnchorWrong = () =>
  rejected(
    'IncorrectTrustAnchorException',
    'the trust anchor certificate in the request to create an AWS CloudHSM key store is not the trust anchor certificate for the specified AWS CloudHSM cluster.',
  );
export const clusterSilent = () =>
  new ServiceError('KMSInvalidStateException', 'KMS cannot communicate with your CloudHSM cluster');
export const timedOut = () =>
  new ServiceError(
    'DependencyTimeoutException',
    'The system timed out while trying to fulfill the request. You can retry the request.',
    500,
  );

// External key stores
export const proxyUriInUse = () =>
  rejected(
    'XksProxyUriInUseException',
    'the concatenation of the XksProxyUriEndpoint and XksProxyUriPath is already associated with another external key store in this AWS Region. Each external key store in a Region must use a unique external key store proxy API address.',
  );
export const proxyEndpointInUse = () =>
  rejected(
    'XksProxyUriEndpointInUseException',
    'the XksProxyUriEndpoint is already associated with another external key store in this AWS Region.',
  );
export const vpcServiceInUse = () =>
  rejected(
    'XksProxyVpcEndpointServiceInUseException',
    'the specified Amazon VPC endpoint service is already associated with another external key store in this AWS Region. Each external key store in a Region must use a different Amazon VPC endpoint service.',
  );
export const externalKeyInUse = () =>
  rejected(
    'XksKeyAlreadyInUseException',
    'the XksKeyId is already associated with another KMS key in this external key store. Each KMS key in an external key store must be associated with a different external key.',
  );
export const externalKeyNotFound = (message: string) => new ServiceError('XksKeyNotFoundException', message);
export const externalKeyUnfit = (message: string) => new ServiceError('XksKeyInvalidConfigurationException', message);
/** Every failure of a cryptographic operation behind a connected external key store. */
export const externalFailure = (message: string) => new ServiceError('KMSInvalidStateException', message);
