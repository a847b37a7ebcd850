// What opening a ciphertext needs, whichever operation does it: Decrypt, or ReEncrypt at its source.
import type { Bytes } from '../../base/bytes.ts';
import type { EncryptionContext, Hsm, MaterialReference } from '../../hsm/types.ts';
import { validationError } from '../../world/errors.ts';
import type { Structure } from '../../world/model.ts';
import type { View } from '../../world/records.ts';
import { decryptingMaterial, readCiphertext, type Ciphertext } from './ciphertext.ts';
import { SYMMETRIC_ALGORITHM } from './encrypting.ts';
import { keyIdMissing, memberMissing } from './errors.ts';
import { flag, optionalBlob, optionalText, texts } from './input.ts';
import type { KeyRecord } from './records.ts';

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
  if (modifiers.length > 0 && !dryRun) {
    throw validationError('DryRunModifiers can be given only together with DryRun.');
  }
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
export interface Opening {
  readonly material: MaterialReference;
  readonly blob: Uint8Array;
  readonly context: EncryptionContext;
}

export const openingOf = (view: View, key: KeyRecord, ciphertext: Ciphertext, context: EncryptionContext): Opening => ({
  material: decryptingMaterial(view, key, ciphertext),
  blob: ciphertext.blob,
  context,
});

/** Undefined where material, encryption context and ciphertext do not belong together. */
export const openCiphertext = (hsm: Hsm, opening: Opening): Promise<Bytes | undefined> => hsm.decrypt(opening);
