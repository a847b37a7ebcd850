// The import token: what GetParametersForImport gives beside the wrapping public key. It holds the private half and says
// what it is for, sealed under the Region's domain key, so that the HSM need not remember it.
// Source: AWS KMS Developer Guide, "Download the wrapping public key and import token". Layout: version, IV, ciphertext, tag.
import { concatBytes, framed, fromUtf8, u32be, utf8, type Bytes } from '../base/bytes.ts';
import { aesGcmOpen, aesGcmSeal, GCM_IV_BYTES } from '../crypto/aes-gcm.ts';
import type { Region } from '../base/brand.ts';
import { importTokenIv } from './derive.ts';
import type { ImportTokenContent } from './types.ts';

const VERSION = Uint8Array.of(1);
const LABEL = utf8('keyroom import token');

export interface OpenImportToken {
  readonly content: ImportTokenContent;
  /** DER PKCS #8. Who opened the token wipes it. */
  readonly wrappingKey: Bytes;
}

/** A token opens only in its Region. That it is no material token, which the same domain key seals, is in the label. */
const importTokenAad = (region: Region): Bytes => framed(LABEL, VERSION, utf8(region));

export async function sealImportToken(
  domainKey: CryptoKey,
  region: Region,
  { content, wrappingKey }: OpenImportToken,
  draw: Bytes,
): Promise<Bytes> {
  const { keyArn, algorithm, wrappingSpec, validToMs } = content;
  const text = utf8(JSON.stringify({ keyArn, algorithm, wrappingSpec, validToMs } satisfies ImportTokenContent));
  const inside = concatBytes(u32be(text.length), text, wrappingKey);
  const iv = importTokenIv(inside, concatBytes(utf8(region), draw));
  const sealed = await aesGcmSeal(domainKey, iv, importTokenAad(region), inside);
  inside.fill(0);
  return concatBytes(VERSION, iv, sealed);
}

/** Undefined where no HSM of this Region and domain made the token. What opens is as it was sealed. */
export async function openImportToken(
  domainKey: CryptoKey,
  region: Region,
  token: Bytes,
): Promise<OpenImportToken | undefined> {
  if (token[0] !== VERSION[0]) return undefined;
  const sealedAt = VERSION.length + GCM_IV_BYTES;
  const iv = token.slice(VERSION.length, sealedAt);
  const inside = await aesGcmOpen(domainKey, iv, importTokenAad(region), token.slice(sealedAt));
  if (inside === undefined) return undefined;
  const textEnd = 4 + new DataView(inside.buffer).getUint32(0);
  const content = JSON.parse(fromUtf8(inside.subarray(4, textEnd))) as ImportTokenContent;
  const wrappingKey = inside.slice(textEnd);
  inside.fill(0);
  return { content, wrappingKey };
}
