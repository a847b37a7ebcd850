// How the panes speak of custom key stores: their type, their connection, and why it failed.
import type {
  ConnectionErrorCode,
  ConnectionState,
  EnvelopeScene,
  KeyStoreType,
  KeyStoreView,
  KeyView,
} from '../../services/kms/view.ts';
import { keyName } from './key-words.ts';

export const typeName: Readonly<Record<KeyStoreType, string>> = {
  AWS_CLOUDHSM: 'CloudHSM key store',
  EXTERNAL_KEY_STORE: 'external key store',
};

export const connectionName: Readonly<Record<ConnectionState, string>> = {
  CONNECTED: 'Connected',
  CONNECTING: 'Connecting',
  DISCONNECTED: 'Disconnected',
  DISCONNECTING: 'Disconnecting',
  FAILED: 'Failed',
};

/** What its keys can do, as a colour: everything, nothing for now, or nothing until somebody mends it. */
export const toneOfConnection = (state: ConnectionState): 'ok' | 'off' | 'bad' =>
  state === 'CONNECTED' ? 'ok' : state === 'FAILED' ? 'bad' : 'off';

const reasons: Readonly<Record<ConnectionErrorCode, string>> = {
  INTERNAL_ERROR: 'an internal error',
  NETWORK_ERRORS: 'the network did not carry the request',
  INVALID_CREDENTIALS: 'the password of kmsuser is not the one that KMS has',
  CLUSTER_NOT_FOUND: 'the cluster is not there',
  INSUFFICIENT_CLOUDHSM_HSMS: 'the cluster has too few HSMs',
  INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET: 'a subnet of the cluster has no free address',
  SUBNET_NOT_FOUND: 'a subnet of the cluster is not there',
  USER_LOCKED_OUT: 'kmsuser is locked out of the cluster',
  USER_LOGGED_IN: 'somebody else is logged in as kmsuser',
  USER_NOT_FOUND: 'the cluster has no user kmsuser',
  XKS_PROXY_ACCESS_DENIED: 'the proxy does not let KMS in',
  XKS_PROXY_INVALID_CONFIGURATION: 'the proxy is not set up as it must be',
  XKS_PROXY_INVALID_RESPONSE: 'the proxy gave an answer that is none',
  XKS_PROXY_INVALID_TLS_CONFIGURATION: 'the proxy’s TLS is not as it must be',
  XKS_PROXY_NOT_REACHABLE: 'the proxy is not reachable',
  XKS_PROXY_TIMED_OUT: 'the proxy did not answer in time',
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION: 'the VPC endpoint service is not set up as it must be',
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND: 'the VPC endpoint service is not there',
};

/** Empty where nothing failed. */
export const failureOf = ({ errorCode }: Pick<KeyStoreView, 'errorCode'>): string =>
  errorCode === null ? '' : reasons[errorCode];

/** What the drawing of a call does not show: where the keys of key stores do their part of it. */
export function keyStoreNotes(
  { key, destination, error }: Pick<EnvelopeScene, 'key' | 'destination' | 'error'>,
  keys: readonly KeyView[],
): readonly string[] {
  if (error) return [];
  const arns = new Set([key.arn, destination?.arn]);
  return keys
    .filter(({ arn }) => arns.has(arn))
    .flatMap((one) => {
      const type = one.customKeyStore?.type;
      return type === undefined ? [] : [`${keyName(one)} is in ${places[type]}`];
    });
}

const places: Readonly<Record<KeyStoreType, string>> = {
  AWS_CLOUDHSM: 'a CloudHSM key store: for it the HSM is one of the cluster’s.',
  EXTERNAL_KEY_STORE:
    'an external key store: what it encrypts is encrypted twice, in the HSM of KMS and by its external key outside AWS. One alone opens nothing.',
};
