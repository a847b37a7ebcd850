// What is derived from key material, and from what. Symmetric material is used as the key of one PRF, HMAC-SHA256, and
// each use begins with a label of its own (NIST SP 800-108): no label is the beginning of another, so no two uses ever
// meet. Material of other kinds does what its own algorithm says, so what the house derives from it is keyed by a digest.
import type { MaterialHandle, Region } from '../base/brand.ts';
import { concatBytes, framed, utf8, type Bytes } from '../base/bytes.ts';
import { toHex } from '../base/encodings.ts';
import { GCM_IV_BYTES, importAesGcmKey } from '../crypto/aes-gcm.ts';
import { hmac, keyedHmacSha256, sha256 } from '../crypto/digest.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { NONCE_BYTES, type BlobNames } from './framing.ts';
import type { ClearMaterial } from './kinds.ts';
import type { EntropySource } from './types.ts';

const MESSAGE_KEY = utf8('keyroom message key 1\0');
const MESSAGE_NONCE = utf8('keyroom message nonce 1\0');
const TOKEN_NAMES = utf8('keyroom token names 1\0');
const MATERIAL_ID = utf8('keyroom key material ID 1');
const NAMING_KEY = utf8('keyroom naming key 1');
const IMPORT_TOKEN_IV = utf8('keyroom import token IV 1\0');

const HANDLE_BYTES = 16;

/** Material as the key of its PRF. Not WebCrypto's HMAC: what that takes to answer later is most of what a call costs. */
export type Prf = (input: Uint8Array) => Bytes;

export const prfOf = (material: Bytes): Prf => keyedHmacSha256(material);

/** Two keys with the same (imported) material have different IDs, so that neither opens the other's ciphertexts. */
export const keyMaterialIdOf = (keyId: string, material: Bytes): string =>
  toHex(sha256(framed(MATERIAL_ID, utf8(keyId), material)));

/** The AES-256 key of one message. */
export async function messageKey(
  prf: Prf,
  { materialId, nonce }: BlobNames,
  usage: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const bytes = prf(concatBytes(MESSAGE_KEY, materialId, nonce));
  const key = await importAesGcmKey(bytes, usage);
  bytes.fill(0);
  return key;
}

/**
 * A nonce and an IV for one message out of a draw that may come again: both depend on the material and on all that the
 * message is (compare RFC 5297, SIV). Two messages share them only where they are the same message.
 */
export function syntheticNonce(prf: Prf, draw: Bytes, ...message: Bytes[]): Bytes {
  const bytes = prf(concatBytes(MESSAGE_NONCE, framed(draw, ...message)));
  return bytes.subarray(0, NONCE_BYTES + GCM_IV_BYTES);
}

/**
 * What a token needs: its handle, which nobody can guess, and its IV. They depend on the material too, so that a draw
 * that comes again (a seeded world's) gives different material another handle and never uses an IV twice.
 */
export function tokenNames({ spec, material }: ClearMaterial, draw: Bytes, region: Region, keyId: string): TokenNames {
  // A caller of GenerateMac may choose any message: HMAC material itself must not be what names are made with.
  const key = spec === 'SYMMETRIC_DEFAULT' ? material : sha256(framed(NAMING_KEY, utf8(spec), material));
  const bytes = hmac('SHA-256', key, concatBytes(TOKEN_NAMES, framed(draw, utf8(region), utf8(keyId))));
  return {
    handle: `material-${toHex(bytes.subarray(0, HANDLE_BYTES))}` as MaterialHandle,
    iv: bytes.slice(HANDLE_BYTES, HANDLE_BYTES + GCM_IV_BYTES),
  };
}

export interface TokenNames {
  readonly handle: MaterialHandle;
  readonly iv: Bytes;
}

/** The IV of an import token: it depends on all that the token holds. */
export function importTokenIv(content: Bytes, draw: Bytes): Bytes {
  const bytes = hmac('SHA-256', sha256(framed(NAMING_KEY, content)), concatBytes(IMPORT_TOKEN_IV, draw));
  return bytes.slice(0, GCM_IV_BYTES);
}

/**
 * Fresh bytes for one text that is not under symmetric material. In a seeded world, where a draw may come again, they
 * depend on the purpose and on the text as well.
 */
export function freshFor(entropy: EntropySource, length: number, purpose: string, ...text: Uint8Array[]): Bytes {
  const draw = entropy.bytes(length);
  return entropy.deterministic ? hkdfSha256(draw, framed(utf8(purpose), ...text), length) : draw;
}
