// What is said of external keys that cannot do their part, and which of them a new KMS key can have.
// Source: AWS KMS Developer Guide, "Troubleshooting external key stores", "External key errors" and "Decryption errors".
import type { View } from '../../../world/records.ts';
import { kmsInternal } from '../errors.ts';
import { externalKeyId, externalKeysTable, type ExternalKeyUsage } from '../simulation/records.ts';
import { externalKeyInUse, externalKeyNotFound, externalKeyUnfit, keyStoreRefuses } from './errors.ts';
import { askProxy } from './proxy-replies.ts';
import type { ExternalBacking } from './records.ts';
import { keysIn, type KeyStorePlace } from './stores.ts';

export const EXTERNAL_KEY_MISSING =
  'The external key store proxy rejected the request because it could not find the external key.';
export const EXTERNAL_KEY_DISABLED =
  'The external key store proxy rejected the request because the external key is not enabled in the external key manager.';
export const EXTERNAL_KEY_USAGE =
  'The external key store proxy rejected the request because the external key does not support the requested operation.';
export const CIPHERTEXT_REJECTED =
  'The external key store proxy rejected the request because the specified ciphertext or additional authenticated data is corrupted, missing, or otherwise invalid.';
export const INNER_REJECTED =
  'The ciphertext that the external key store proxy submitted for decryption, or the encryption context, is corrupted, missing, or otherwise invalid.';

/** Throws where a new KMS key cannot go with this external key. */
export function assertExternalKeyFit(
  view: View,
  place: KeyStorePlace,
  backing: ExternalBacking,
  xksKeyId: string,
): void {
  if (keysIn(view, place).some((key) => key.xksKeyId === xksKeyId)) throw externalKeyInUse();
  const reply = askProxy(view, place.partition, backing);
  if (!reply.ok) {
    const { connectionErrorCode, message } = reply.failure;
    throw connectionErrorCode === 'INTERNAL_ERROR' ? kmsInternal() : keyStoreRefuses(message);
  }
  const external = view.get(externalKeysTable, place.partition, externalKeyId(reply.proxy.proxyName, xksKeyId));
  if (!external) throw externalKeyNotFound(EXTERNAL_KEY_MISSING);
  const { keySpec, status, usage } = external;
  if (keySpec !== 'AES_256') {
    throw externalKeyUnfit(
      `The key spec of the external key must be AES_256. The key spec of specified external key is ${keySpec}.`,
    );
  }
  if (status !== 'ENABLED') {
    throw externalKeyUnfit(
      `The status of the external key must be ENABLED. The status of specified external key is ${status}.`,
    );
  }
  if (usage !== 'ENCRYPT_DECRYPT') {
    throw externalKeyUnfit(
      `The key usage of the external key must include ENCRYPT and DECRYPT. The key use of specified external key is ${usageWords[usage]}.`,
    );
  }
}

const usageWords: Readonly<Record<ExternalKeyUsage, string>> = {
  ENCRYPT_DECRYPT: 'ENCRYPT, DECRYPT',
  ENCRYPT: 'ENCRYPT',
  DECRYPT: 'DECRYPT',
  SIGN_VERIFY: 'SIGN, VERIFY',
};
