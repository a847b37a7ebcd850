// What opening a ciphertext needs, whichever operation does it: Decrypt, or ReEncrypt at its source.
import type { Bytes } from '../../base/bytes.ts';
import type { MaterialHandle } from '../../base/brand.ts';
import type { EncryptionContext, Hsm, RsaEncryptionAlgorithm } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import type { View } from '../../world/records.ts';
import { assertNotOfAnotherKey, decryptingMaterial, readCiphertext, type Ciphertext } from './ciphertext.ts';
import { assertNoContext, SYMMETRIC_ALGORITHM } from './encrypting.ts';
import { keyIdMissing, memberMissing, modifiersWithoutDryRun } from './errors.ts';
import { flag, optionalBlob, optionalText, texts } from './input.ts';
import type { EncryptionAlgorithm } from './key-specs.ts';
import { decryptUnder, layersOf, type Layers } from './key-stores/layers.ts';
import type { KeyRecord } from './records.ts';
import { algorithmFor, assertUsable, currentMaterial } from './using-keys.ts';

export interface Source {
  /** The key that the request names. */
  readonly identifier: string | undefined;
  /** Undefined for a dry run that is to judge the permission alone. */
  readonly ciphertext: Ciphertext | undefined;
  readonly dryRun: boolean;
}

/** What the request says of the ciphertext and its key; `keyMember` is where it names the key. */
export function sourceOf(input: Structure, keyMember: 'KeyId' | 'SourceKeyId', algorithm: string): Source {
  const identifier = optionalText(input, keyMember);
  const dryRun = flag(input, 'DryRun');
  const modifiers = texts(input, 'DryRunModifiers');
  if (modifiers.length > 0 && !dryRun) throw modifiersWithoutDryRun();
  if (modifiers.includes('IGNORE_CIPHERTEXT')) {
    if (identifier === undefined) throw memberMissing(keyMember);
    return { identifier, ciphertext: undefined, dryRun };
  }
  const blob = optionalBlob(input, 'CiphertextBlob');
  if (!blob) throw memberMissing('CiphertextBlob');
  // Only symmetric ciphertexts name their key.
  if (identifier === undefined && algorithm !== SYMMETRIC_ALGORITHM) throw keyIdMissing();
  return { identifier, ciphertext: readCiphertext(blob), dryRun };
}

/** All that the HSM needs to open a ciphertext. */
export type Opening =
  | {
      readonly kind: 'symmetric';
      readonly material: Layers;
      readonly blob: Uint8Array;
      readonly context: EncryptionContext;
    }
  | {
      readonly kind: 'RSA';
      readonly handle: MaterialHandle;
      readonly algorithm: RsaEncryptionAlgorithm;
      readonly blob: Uint8Array;
    };

/** Throws where the key cannot open the ciphertext. That it is another key's comes before all that may be wrong with this one. */
export function assertOpens(
  operation: 'Decrypt' | 'ReEncrypt',
  view: View,
  key: KeyRecord,
  requested: string,
  ciphertext: Ciphertext | undefined,
): void {
  // An RSA ciphertext says nothing of its key.
  if (requested === SYMMETRIC_ALGORITHM && ciphertext) assertNotOfAnotherKey(view, key, ciphertext);
  assertUsable(operation, 'ENCRYPT_DECRYPT', key, view);
}

/** Throws where keys of this key's spec do not have the algorithm, or take no encryption context. */
export function decryptionAlgorithm(
  key: KeyRecord,
  requested: string,
  ciphertext: Ciphertext | undefined,
  context: EncryptionContext,
): EncryptionAlgorithm {
  // A ciphertext under the default algorithm is read before the algorithm is compared with the key.
  if (requested === SYMMETRIC_ALGORITHM && ciphertext) return requested;
  const algorithm = algorithmFor(key, 'ENCRYPT_DECRYPT', requested);
  if (algorithm !== SYMMETRIC_ALGORITHM) assertNoContext('decrypting', context);
  return algorithm;
}

/** Throws where the ciphertext is not one of this key's. */
export function openingOf(
  view: View,
  key: KeyRecord,
  algorithm: EncryptionAlgorithm,
  ciphertext: Ciphertext,
  context: EncryptionContext,
): Opening {
  const { blob } = ciphertext;
  if (algorithm !== SYMMETRIC_ALGORITHM) return { kind: 'RSA', handle: currentMaterial(key).handle, algorithm, blob };
  const material = layersOf(view, key, decryptingMaterial(key, ciphertext), 'DECRYPT');
  return { kind: 'symmetric', material, blob, context };
}

/** Undefined where material, encryption context and ciphertext do not belong together. */
export const openCiphertext = (hsm: Hsm, opening: Opening): Promise<Bytes | undefined> =>
  opening.kind === 'symmetric'
    ? decryptUnder(hsm, opening.material, opening)
    : hsm.decryptRsa(opening.handle, opening.algorithm, opening.blob);
