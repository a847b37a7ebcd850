// What encrypting under a symmetric KMS key needs, whichever operation does it.
import { assert } from '../../base/assert.ts';
import type { MaterialReference } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import { algorithmIncompatible, notInKeyroomYet } from './errors.ts';
import { optionalText } from './input.ts';
import type { KeyRecord } from './records.ts';

/** The only algorithm of a symmetric encryption key. */
export const SYMMETRIC_ALGORITHM = 'SYMMETRIC_DEFAULT';

/** The algorithm of a request, which may leave it out. */
export const encryptionAlgorithm = (input: Structure, member = 'EncryptionAlgorithm'): string =>
  optionalText(input, member) ?? SYMMETRIC_ALGORITHM;

/** Throws InvalidKeyUsageException where a key of this key's spec cannot do that. */
export function assertAlgorithm(algorithm: string, key: KeyRecord): void {
  if (algorithm !== SYMMETRIC_ALGORITHM) throw algorithmIncompatible(algorithm, key.keySpec);
}

/** The material that new ciphertexts are made under. */
export function currentMaterial(key: KeyRecord): MaterialReference {
  const material = key.materials.find(({ keyMaterialId }) => keyMaterialId === key.currentKeyMaterialId);
  assert(material?.handle, 'a key that may encrypt has current material');
  return { handle: material.handle, keyMaterialId: material.keyMaterialId };
}

/** An attested enclave's public key, for which the answer would be encrypted. */
export function assertNoRecipient(input: Structure): void {
  if (input['Recipient'] !== undefined) throw notInKeyroomYet('attested recipients (the Recipient parameter)');
}
