// The material token: key material sealed under its Region's domain key, as AWS KMS's HSMs export it.
// Source: AWS KMS Cryptographic Details, "Exported key tokens" and "Domain keys". Layouts:
//
//   version 1   01, IV, ciphertext, tag             symmetric encryption keys
//   version 2   02, kind, IV, ciphertext, tag       all other kinds of material
import type { MaterialHandle, MaterialToken, Region } from '../base/brand.ts';
import { concatBytes, framed, utf8, type Bytes } from '../base/bytes.ts';
import { aesGcmOpen, aesGcmSeal, GCM_IV_BYTES } from '../crypto/aes-gcm.ts';
import type { TokenNames } from './derive.ts';
import { HsmError } from './error.ts';
import type { ClearMaterial } from './kinds.ts';
import type { MaterialSpec } from './types.ts';

const LABEL = utf8('keyroom material token');
/** What a symmetric key's kind is called in its token, which was there before there were other kinds. */
const SYMMETRIC_NAME = 'SYMMETRIC_256';

type LaterSpec = Exclude<MaterialSpec, 'SYMMETRIC_DEFAULT'>;

/** They stand in tokens that learners keep: none is ever given another meaning. */
const kindBytes: Readonly<Record<LaterSpec, number>> = {
  HMAC_224: 1,
  HMAC_256: 2,
  HMAC_384: 3,
  HMAC_512: 4,
  RSA_2048: 5,
  RSA_3072: 6,
  RSA_4096: 7,
  ECC_NIST_P256: 8,
  ECC_NIST_P384: 9,
  ECC_NIST_P521: 10,
  ECC_SECG_P256K1: 11,
  ECC_NIST_EDWARDS25519: 12,
  ML_DSA_44: 13,
  ML_DSA_65: 14,
  ML_DSA_87: 15,
};
const specOfKind = new Map((Object.keys(kindBytes) as LaterSpec[]).map((spec) => [kindBytes[spec], spec]));

const prefixOf = (spec: MaterialSpec): Bytes =>
  spec === 'SYMMETRIC_DEFAULT' ? Uint8Array.of(1) : Uint8Array.of(2, kindBytes[spec]);

function specOf(token: Uint8Array): MaterialSpec | undefined {
  if (token[0] === 1) return 'SYMMETRIC_DEFAULT';
  return token[0] === 2 ? specOfKind.get(token[1] ?? 0) : undefined;
}

/** A token opens only under the name, in the Region and as the kind of material that it was made for. */
function tokenAad(spec: MaterialSpec, region: Region, handle: MaterialHandle): Bytes {
  const name = spec === 'SYMMETRIC_DEFAULT' ? SYMMETRIC_NAME : spec;
  return framed(LABEL, prefixOf(spec).subarray(0, 1), utf8(name), utf8(region), utf8(handle));
}

export async function sealToken(
  domainKey: CryptoKey,
  region: Region,
  { handle, iv }: TokenNames,
  { spec, material }: ClearMaterial,
): Promise<MaterialToken> {
  const sealed = await aesGcmSeal(domainKey, iv, tokenAad(spec, region, handle), material);
  return concatBytes(prefixOf(spec), iv, sealed) as MaterialToken;
}

/** Throws an HsmError where the token is not this handle's, in this Region. */
export async function openToken(
  domainKey: CryptoKey,
  region: Region,
  handle: MaterialHandle,
  token: MaterialToken,
): Promise<ClearMaterial> {
  const spec = specOf(token);
  if (spec !== undefined) {
    const ivAt = prefixOf(spec).length;
    const [iv, sealed] = [token.slice(ivAt, ivAt + GCM_IV_BYTES), token.slice(ivAt + GCM_IV_BYTES)];
    const material = await aesGcmOpen(domainKey, iv, tokenAad(spec, region, handle), sealed);
    if (material !== undefined) return { spec, material };
  }
  throw new HsmError(`The token of ${handle} does not open under the domain key of ${region}.`);
}
