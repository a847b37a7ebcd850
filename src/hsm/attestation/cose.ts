// COSE_Sign1 with ES384 (RFC 9052, 4.2 and 4.4; RFC 9053, 2.1): how an attestation document is signed.
import { decode, encode } from 'cborg';
import { concatBytes, type Bytes } from '../../base/bytes.ts';
import { bigIntOf, bytesOfBigInt } from '../../crypto/big-integers.ts';
import { readDerSequence, unsignedOf } from '../../crypto/der.ts';
import { derSequence, derUnsigned } from '../../crypto/der-writer.ts';
import { digest } from '../../crypto/digest.ts';
import { openEcPublicKey, type EcPrivateKey } from '../../crypto/ecdsa.ts';

const ALGORITHM = 1;
const ES384 = -35;
const COSE_SIGN1 = 18;
const SCALAR_BYTES = 48;

export interface Sign1 {
  /** The protected header, as it was signed. */
  readonly protectedHeader: Bytes;
  readonly payload: Bytes;
  /** r and s, one behind the other. */
  readonly signature: Bytes;
}

/** A CBOR value with nothing behind it; undefined where these bytes are none. Maps are Maps, byte strings own their bytes. */
export function readCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, {
      useMaps: true,
      rejectDuplicateMapKeys: true,
      allowUndefined: false,
      tags: { [COSE_SIGN1]: (content) => content() },
    }) as unknown;
  } catch {
    // All that decoding can meet is in the bytes, their nesting deeper than the machine's stack included.
    return undefined;
  }
}

export const bytesIn = (value: unknown): Bytes | undefined =>
  value instanceof Uint8Array ? new Uint8Array(value) : undefined;

/** With CBOR's tag for COSE_Sign1 or, as the Nitro Security Module writes it, without. */
export function readSign1(bytes: Uint8Array): Sign1 | undefined {
  const parts = readCbor(bytes);
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [first, unprotected, third, fourth] = parts as readonly unknown[];
  const [protectedHeader, payload, signature] = [bytesIn(first), bytesIn(third), bytesIn(fourth)];
  if (!protectedHeader || !payload || signature?.length !== 2 * SCALAR_BYTES) return undefined;
  const header = readCbor(protectedHeader);
  // Nothing but the algorithm is known here, and what is protected must be understood.
  if (!(unprotected instanceof Map) || !(header instanceof Map) || header.size !== 1) return undefined;
  return header.get(ALGORITHM) === ES384 ? { protectedHeader, payload, signature } : undefined;
}

/** Sig_structure (RFC 9052, 4.4), hashed: without external data. */
const digestOf = (protectedHeader: Bytes, payload: Bytes): Bytes =>
  digest('SHA-384', encode(['Signature1', protectedHeader, new Uint8Array(0), payload]));

/** Whether it was signed with the private half of this P-384 key. */
export function sign1IsSignedWith({ protectedHeader, payload, signature }: Sign1, publicKey: Bytes): boolean {
  const [r, s] = [signature.subarray(0, SCALAR_BYTES), signature.subarray(SCALAR_BYTES)].map(bigIntOf);
  if (r === undefined || s === undefined) return false;
  const key = openEcPublicKey('P-384', publicKey);
  return key?.verifyDigest(digestOf(protectedHeader, payload), derSequence(derUnsigned(r), derUnsigned(s))) ?? false;
}

export function writeSign1(payload: Bytes, key: EcPrivateKey): Bytes {
  const protectedHeader = new Uint8Array(encode(new Map([[ALGORITHM, ES384]])));
  const values = (readDerSequence(key.signDigest(digestOf(protectedHeader, payload))) ?? []).map(unsignedOf);
  const signature = concatBytes(...values.map((value) => bytesOfBigInt(value ?? 0n, SCALAR_BYTES)));
  return new Uint8Array(encode([protectedHeader, new Map(), payload, signature]));
}
