// A custom key store's connection state as its record keeps it. Source: AWS KMS API Reference, CustomKeyStoresListEntry.

export type ConnectionErrorCode =
  | 'INTERNAL_ERROR'
  | 'NETWORK_ERRORS'
  | 'INVALID_CREDENTIALS'
  | 'CLUSTER_NOT_FOUND'
  | 'INSUFFICIENT_CLOUDHSM_HSMS'
  | 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET'
  | 'SUBNET_NOT_FOUND'
  | 'USER_LOCKED_OUT'
  | 'USER_LOGGED_IN'
  | 'USER_NOT_FOUND'
  | 'XKS_PROXY_ACCESS_DENIED'
  | 'XKS_PROXY_INVALID_CONFIGURATION'
  | 'XKS_PROXY_INVALID_RESPONSE'
  | 'XKS_PROXY_INVALID_TLS_CONFIGURATION'
  | 'XKS_PROXY_NOT_REACHABLE'
  | 'XKS_PROXY_TIMED_OUT'
  | 'XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION'
  | 'XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND';

/** Only a failure has a code. */
export type ConnectionSnapshot =
  | { readonly state: 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'DISCONNECTING' }
  | { readonly state: 'FAILED'; readonly errorCode: ConnectionErrorCode };

export type ConnectionState = ConnectionSnapshot['state'];

/** What befalls a connection. Named as the AWS operation that does it, or as what comes of it. */
export type ConnectionEvent =
  | { readonly type: 'ConnectCustomKeyStore' | 'DisconnectCustomKeyStore' }
  | { readonly type: 'Connected' | 'Disconnected' }
  | { readonly type: 'ConnectionFailed'; readonly errorCode: ConnectionErrorCode };
