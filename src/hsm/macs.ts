// GenerateMac and VerifyMac: HMAC (FIPS 198-1, RFC 2104) with the material as it is. WebCrypto has no SHA-224; that one
// hash is computed here.
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { hmac } from '../crypto/digest.ts';
import { HsmError } from './error.ts';
import type { HmacSpec, MacAlgorithm } from './types.ts';

/** The material has as many bytes as the hash. Source: AWS KMS Developer Guide, "HMAC key specs". */
export const hmacBytes: Readonly<Record<HmacSpec, number>> = { HMAC_224: 28, HMAC_256: 32, HMAC_384: 48, HMAC_512: 64 };

const algorithmOf: Readonly<Record<HmacSpec, MacAlgorithm>> = {
  HMAC_224: 'HMAC_SHA_224',
  HMAC_256: 'HMAC_SHA_256',
  HMAC_384: 'HMAC_SHA_384',
  HMAC_512: 'HMAC_SHA_512',
};
const webCryptoHash = { HMAC_256: 'SHA-256', HMAC_384: 'SHA-384', HMAC_512: 'SHA-512' } as const;

export interface OpenHmac {
  readonly kind: 'HMAC';
  readonly algorithm: MacAlgorithm;
  mac(message: Bytes): Promise<Bytes>;
}

/** Nothing of what comes out gives the material away. */
export async function openHmac(spec: HmacSpec, material: Bytes): Promise<OpenHmac> {
  const algorithm = algorithmOf[spec];
  if (spec === 'HMAC_224') {
    const key = Uint8Array.from(material);
    return { kind: 'HMAC', algorithm, mac: async (message) => hmac('SHA-224', key, message) };
  }
  const parameters = { name: 'HMAC', hash: webCryptoHash[spec] };
  const key = await crypto.subtle.importKey('raw', material, parameters, false, ['sign']);
  const mac = async (message: Bytes) => new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
  return { kind: 'HMAC', algorithm, mac };
}

export function macOf(key: OpenHmac, algorithm: MacAlgorithm, message: Bytes): Promise<Bytes> {
  if (key.algorithm !== algorithm) throw new HsmError(`This material does not do ${algorithm}.`);
  return key.mac(message);
}

export const macIsOf = async (key: OpenHmac, algorithm: MacAlgorithm, message: Bytes, mac: Bytes): Promise<boolean> =>
  equalBytes(await macOf(key, algorithm, message), mac);
