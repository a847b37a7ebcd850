// New names and credentials of simulated parts, in the forms that AWS's have.
// Source: AWS CloudHSM API Reference (ClusterId, HsmId); AWS KMS API Reference, XksProxyAuthenticationCredentialType.
import { toBase64 } from '../../../base/encodings.ts';
import type { EntropySource } from '../../../hsm/types.ts';
import type { ProxyCredential } from './records.ts';

const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';

const base32 = (length: number, entropy: EntropySource): string =>
  Array.from(entropy.bytes(length), (byte) => BASE_32[byte % 32]).join('');

export const newClusterId = (entropy: EntropySource): string => `cluster-${base32(11, entropy)}`;
export const newHsmId = (entropy: EntropySource): string => `hsm-${base32(11, entropy)}`;
export const newServiceName = (region: string, entropy: EntropySource): string =>
  `com.amazonaws.vpce.${region}.vpce-svc-${base32(17, entropy)}`;

export const newCredential = (entropy: EntropySource): ProxyCredential => ({
  accessKeyId: base32(24, entropy).toUpperCase(),
  // 48 bytes have no padding in base64, and 64 characters.
  rawSecretAccessKey: toBase64(entropy.bytes(48)),
});
