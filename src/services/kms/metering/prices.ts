// What KMS costs. Source: AWS KMS pricing page (2026), US Regions; other Regions may differ. The classes of requests are
// those of the price list.
import type { Structure } from '../../../world/model.ts';
import { optionalText } from '../input.ts';
import type { KeyRecord } from '../records.ts';

export type RequestClass =
  | 'symmetric and RSA_2048'
  | 'RSA_2048, not in the free tier'
  | 'other asymmetric'
  | 'ECC data key pairs'
  | 'RSA data key pairs';

/** USD for ten thousand requests. */
export const perTenThousand: Readonly<Record<RequestClass, number>> = {
  'symmetric and RSA_2048': 0.03,
  'RSA_2048, not in the free tier': 0.03,
  'other asymmetric': 0.15,
  'ECC data key pairs': 0.1,
  'RSA data key pairs': 12,
};

/** The free tier of a month, over all Regions together. */
export const FREE_REQUESTS = 20_000;
export const inFreeTier: RequestClass = 'symmetric and RSA_2048';

/** USD for a customer managed key, and for each of its first two rotations, in a month. */
export const KEY_PER_MONTH = 1;
const MOST_CHARGED_ROTATIONS = 2;

/** How many times the price of a key is charged for it now. */
export function unitsOf(key: KeyRecord): number {
  if (key.keyManager === 'AWS') return 0;
  const { state } = key.lifecycle;
  if (state === 'PendingDeletion' || state === 'PendingReplicaDeletion') return 0;
  const rotations = key.materials.filter(({ rotated }) => rotated !== null).length;
  return KEY_PER_MONTH + Math.min(rotations, MOST_CHARGED_ROTATIONS);
}

/** Asymmetric requests that the free tier does not cover. */
const outsideFreeTier: ReadonlySet<string> = new Set([
  'Sign',
  'Verify',
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GetPublicKey',
  'DeriveSharedSecret',
]);

/** `key` is the first that the request was about; undefined where it was about none, or about one that was not found. */
export function classOf(operation: string, input: Structure | undefined, key: KeyRecord | undefined): RequestClass {
  if (operation.startsWith('GenerateDataKeyPair')) {
    return input && optionalText(input, 'KeyPairSpec')?.startsWith('RSA') ? 'RSA data key pairs' : 'ECC data key pairs';
  }
  if (!key || key.publicKey === null || !outsideFreeTier.has(operation)) return 'symmetric and RSA_2048';
  return key.keySpec === 'RSA_2048' ? 'RSA_2048, not in the free tier' : 'other asymmetric';
}
