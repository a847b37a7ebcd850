// The material token: key material sealed under its Region's domain key, as AWS KMS's HSMs export it.
// Source: AWS KMS Cryptographic Details, "Exported key tokens" and "Domain keys". Layout: version, IV, ciphertext, tag.
import type { MaterialHandle, MaterialToken, Region } from '../base/brand.ts';
import { concatBytes, framed, utf8, type Bytes } from '../base/bytes.ts';
import { aesGcmOpen, aesGcmSeal, GCM_IV_BYTES } from '../crypto/aes-gcm.ts';
import type { TokenNames } from './derive.ts';
import { HsmError } from './error.ts';

export const SYMMETRIC_MATERIAL_BYTES = 32;

const VERSION = 1;
const LABEL = utf8('keyroom material token');
const KIND = utf8('SYMMETRIC_256');

/** A token opens only under the name, in the Region and as the kind of material that it was made for. */
const tokenAad = (region: Region, handle: MaterialHandle): Bytes =>
  framed(LABEL, Uint8Array.of(VERSION), KIND, utf8(region), utf8(handle));

export async function sealToken(
  domainKey: CryptoKey,
  region: Region,
  { handle, iv }: TokenNames,
  material: Bytes,
): Promise<MaterialToken> {
  const sealed = await aesGcmSeal(domainKey, iv, tokenAad(region, handle), material);
  return concatBytes(Uint8Array.of(VERSION), iv, sealed) as MaterialToken;
}

/** The material. Who asked for it wipes it. Throws an HsmError where the token is not this handle's, in this Region. */
export async function openToken(
  domainKey: CryptoKey,
  region: Region,
  handle: MaterialHandle,
  token: MaterialToken,
): Promise<Bytes> {
  const iv = token.slice(1, 1 + GCM_IV_BYTES);
  const material =
    token[0] === VERSION
      ? await aesGcmOpen(domainKey, iv, tokenAad(region, handle), token.slice(1 + GCM_IV_BYTES))
      : undefined;
  if (material?.length !== SYMMETRIC_MATERIAL_BYTES) {
    throw new HsmError(`The token of ${handle} does not open under the domain key of ${region}.`);
  }
  return material;
}
