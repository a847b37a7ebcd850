// What encrypting under a KMS key needs, symmetric or RSA, whichever operation does it: Encrypt, or ReEncrypt at its
// destination. Source: AWS KMS API Reference, Encrypt and ReEncrypt; RFC 8017 for RSAES-OAEP.
import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/bytes.ts';
import { fromBase64 } from '../../base/encodings.ts';
import type { EncryptionContext, EntropySource, Hsm, RsaEncryptionAlgorithm, RsaSpec } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import type { View } from '../../world/records.ts';
import { contextOfAsymmetricKey, plaintextTooLong } from './errors.ts';
import { optionalText } from './input.ts';
import { encryptUnder, layersOf, type Layers } from './key-stores/layers.ts';
import { isRsa, mostRsaPlaintextBytes } from './key-specs.ts';
import type { KeyRecord } from './records.ts';
import { algorithmFor, currentMaterial, publicKeyOf } from './using-keys.ts';

/** The only algorithm of a symmetric encryption key. */
export const SYMMETRIC_ALGORITHM = 'SYMMETRIC_DEFAULT';

/** The algorithm of a request, which may leave it out. */
export const encryptionAlgorithm = (input: Structure, member = 'EncryptionAlgorithm'): string =>
  optionalText(input, member) ?? SYMMETRIC_ALGORITHM;

/** All that the HSM needs to encrypt, but for the plaintext. */
export type Encrypting =
  | { readonly kind: 'symmetric'; readonly material: Layers; readonly context: EncryptionContext }
  | {
      readonly kind: 'RSA';
      readonly spec: RsaSpec;
      readonly algorithm: RsaEncryptionAlgorithm;
      /** Base64 of DER SubjectPublicKeyInfo. */
      readonly publicKey: string;
    };

/** Throws where keys of this key's spec do not have the algorithm, or take no encryption context. */
export function encryptingWith(view: View, key: KeyRecord, requested: string, context: EncryptionContext): Encrypting {
  const algorithm = algorithmFor(key, 'ENCRYPT_DECRYPT', requested);
  if (algorithm === SYMMETRIC_ALGORITHM) {
    return { kind: 'symmetric', material: layersOf(view, key, currentMaterial(key), 'ENCRYPT'), context };
  }
  assertNoContext('encrypting', context);
  assert(isRsa(key.keySpec), 'only RSA keys have the RSA algorithms');
  return { kind: 'RSA', spec: key.keySpec, algorithm, publicKey: publicKeyOf(key) };
}

/** Only symmetric ciphertexts are bound to one. An empty one is none. */
export function assertNoContext(doing: 'encrypting' | 'decrypting', context: EncryptionContext): void {
  if (Object.keys(context).length > 0) throw contextOfAsymmetricKey(doing);
}

/** Throws ValidationException for more than RSA takes. What a symmetric key takes is the model's affair. */
export function assertPlaintextFits(encrypting: Encrypting, bytes: number): void {
  if (encrypting.kind === 'symmetric') return;
  const { spec, algorithm } = encrypting;
  const most = mostRsaPlaintextBytes(spec, algorithm);
  if (bytes > most) throw plaintextTooLong(algorithm, spec, most);
}

export function encryptPlaintext(
  hsm: Hsm,
  encrypting: Encrypting,
  plaintext: Uint8Array,
  entropy: EntropySource,
): Promise<Bytes> {
  if (encrypting.kind === 'symmetric') {
    const { material, context } = encrypting;
    return encryptUnder(hsm, material, { plaintext, context, maker: 'Encrypt', entropy });
  }
  const publicKey = fromBase64(encrypting.publicKey);
  assert(publicKey, 'a record has its public key in base64');
  return hsm.encryptRsa(publicKey, encrypting.algorithm, plaintext);
}

type UnderMaterial = { readonly kind: 'symmetric'; readonly material: Layers } | { readonly kind: 'RSA' };

/** The material ID, which answers and the trail tell of symmetric keys alone. */
export const toldMaterialId = (work: UnderMaterial): string | undefined =>
  work.kind === 'symmetric' ? work.material.keyMaterialId : undefined;
