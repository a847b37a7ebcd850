// Encrypt and Decrypt under symmetric material: AES-256-GCM, each message under a key derived for it alone.
// Source: AWS KMS Cryptographic Details, "Symmetric key operations".
import { concatBytes, framed, utf8, type Bytes } from '../base/bytes.ts';
import { fromHex, toHex } from '../base/encodings.ts';
import { aesGcmOpen, aesGcmSeal, GCM_IV_BYTES, GCM_TAG_BYTES } from '../crypto/aes-gcm.ts';
import { messageKey, prfOf, syntheticNonce, type Prf } from './derive.ts';
import { canonicalContext } from './encryption-context.ts';
import { HsmError } from './error.ts';
import { encodeHead, MATERIAL_ID_BYTES, NONCE_BYTES, parseBlob } from './framing.ts';
import type { Hsm } from './types.ts';

export const SYMMETRIC_MATERIAL_BYTES = 32;

export interface OpenSymmetric {
  readonly kind: 'SYMMETRIC';
  readonly prf: Prf;
}

export const openSymmetric = (material: Bytes): OpenSymmetric => ({ kind: 'SYMMETRIC', prf: prfOf(material) });

export async function encryptSymmetric(
  open: () => Promise<OpenSymmetric>,
  { material, plaintext, context, maker, entropy }: Parameters<Hsm['encrypt']>[0],
): Promise<Bytes> {
  // All that comes from outside is read before the first await: the caller's buffers may change behind it.
  const text = new Uint8Array(plaintext);
  const contextBytes = canonicalContext(context);
  const draw = entropy.bytes(NONCE_BYTES + GCM_IV_BYTES);
  const materialId = materialIdBytes(material.keyMaterialId);

  const { prf } = await open();
  const fresh = entropy.deterministic ? syntheticNonce(prf, draw, utf8(maker), materialId, contextBytes, text) : draw;
  const names = { maker, materialId, nonce: fresh.slice(0, NONCE_BYTES), iv: fresh.slice(NONCE_BYTES) };
  const head = encodeHead(names, text.length + GCM_TAG_BYTES);
  const key = await messageKey(prf, names, 'encrypt');
  return concatBytes(head, await aesGcmSeal(key, names.iv, framed(head, contextBytes), text));
}

/** Undefined where material, context and blob do not belong together in every bit. */
export async function decryptSymmetric(
  open: () => Promise<OpenSymmetric>,
  { material, blob, context }: Parameters<Hsm['decrypt']>[0],
): Promise<Bytes | undefined> {
  const parsed = parseBlob(new Uint8Array(blob));
  if (parsed === undefined || toHex(parsed.materialId) !== material.keyMaterialId) return undefined;
  const contextBytes = canonicalContext(context);

  const { prf } = await open();
  const key = await messageKey(prf, parsed, 'decrypt');
  return aesGcmOpen(key, parsed.iv, framed(parsed.head, contextBytes), parsed.sealed);
}

function materialIdBytes(keyMaterialId: string): Bytes {
  const bytes = fromHex(keyMaterialId);
  if (bytes?.length !== MATERIAL_ID_BYTES) throw new HsmError(`${keyMaterialId} is no key material ID.`);
  return bytes;
}
