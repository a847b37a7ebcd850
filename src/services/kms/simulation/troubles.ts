// What can be wrong with a simulated cluster or proxy besides what its parts already say (no HSM, a locked user, another
// credential). One at a time: `lab` sets it and takes it away.

export type ClusterTrouble = 'NONE' | 'NOT_ACTIVE' | 'SECURITY_GROUP' | 'SUBNET' | 'ADDRESSES' | 'NETWORK' | 'INTERNAL';

export type ProxyTrouble =
  | 'NONE'
  | 'TIMEOUT'
  | 'UNREACHABLE'
  | 'UNHEALTHY'
  | 'ACCESS_DENIED'
  | 'INVALID_RESPONSE'
  | 'WRONG_TLS'
  | 'NETWORK'
  | 'INTERNAL'
  | 'VPC_SERVICE_MISSING'
  | 'VPC_SERVICE_MISCONFIGURED';
