// From a digest to the number that RSA signs, and back: EMSA-PSS and EMSA-PKCS1-v1_5, with MGF1 (RFC 8017, 9 and B.2.1).
import { assert } from '../base/assert.ts';
import { concatBytes, equalBytes, u32be, type Bytes } from '../base/bytes.ts';
import { derNull, derObjectIdentifier, derOctetString, derSequence } from './der-writer.ts';
import { digest } from './digest.ts';

export type RsaSignatureHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

export const DIGEST_BYTES = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const;

const IDENTIFIER = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
} as const;

/** DigestInfo behind its padding, in `length` bytes. To verify, the whole of it is made again and compared. */
export function pkcs1Encoding(hash: RsaSignatureHash, messageDigest: Uint8Array, length: number): Bytes {
  assert(messageDigest.length === DIGEST_BYTES[hash], `the digest is one of ${hash}`);
  const algorithm = derSequence(derObjectIdentifier(IDENTIFIER[hash]), derNull());
  const info = derSequence(algorithm, derOctetString(messageDigest));
  const padding = new Uint8Array(length - info.length - 3).fill(0xff);
  return concatBytes(Uint8Array.of(0, 1), padding, Uint8Array.of(0), info);
}

function mask(hash: RsaSignatureHash, seed: Uint8Array, length: number): Bytes {
  const blocks: Bytes[] = [];
  for (let counter = 0; counter * DIGEST_BYTES[hash] < length; counter += 1) {
    blocks.push(digest(hash, concatBytes(seed, u32be(counter))));
  }
  return concatBytes(...blocks).slice(0, length);
}

const exclusiveOr = (a: Bytes, b: Bytes): Bytes => a.map((byte, at) => byte ^ (b[at] ?? 0));

const TRAILER = 0xbc;

/** The salt is as long as the digest. The encoding is of one bit less than the modulus. */
export function pssEncoding(
  hash: RsaSignatureHash,
  messageDigest: Uint8Array,
  salt: Uint8Array,
  modulusBits: number,
): Bytes {
  const hashBytes = DIGEST_BYTES[hash];
  assert(messageDigest.length === hashBytes && salt.length === hashBytes, `digest and salt are as long as ${hash}’s`);
  const { length, topMask } = pssShape(modulusBits);
  const seed = digest(hash, concatBytes(new Uint8Array(8), messageDigest, salt));
  const padding = new Uint8Array(length - 2 * hashBytes - 2);
  const block = concatBytes(padding, Uint8Array.of(1), salt);
  const masked = exclusiveOr(block, mask(hash, seed, block.length));
  masked[0] = (masked[0] ?? 0) & topMask;
  return concatBytes(masked, seed, Uint8Array.of(TRAILER));
}

/** Whether this is an encoding of the digest, with a salt as long as the digest and no other. */
export function pssEncodes(
  encoding: Bytes,
  hash: RsaSignatureHash,
  messageDigest: Uint8Array,
  modulusBits: number,
): boolean {
  const hashBytes = DIGEST_BYTES[hash];
  const { length, topMask } = pssShape(modulusBits);
  if (encoding.length !== length || length < 2 * hashBytes + 2 || encoding.at(-1) !== TRAILER) return false;
  if (((encoding[0] ?? 0) & ~topMask) !== 0) return false;
  const blockLength = length - hashBytes - 1;
  const seed = encoding.slice(blockLength, -1);
  const block = exclusiveOr(encoding.slice(0, blockLength), mask(hash, seed, blockLength));
  block[0] = (block[0] ?? 0) & topMask;
  const saltAt = blockLength - hashBytes;
  const paddingFits = block.subarray(0, saltAt - 1).every((byte) => byte === 0) && block[saltAt - 1] === 1;
  const salt = block.slice(saltAt);
  return paddingFits && equalBytes(seed, digest(hash, concatBytes(new Uint8Array(8), messageDigest, salt)));
}

/** Bytes of the encoding, and which bits of the first one it may use. */
function pssShape(modulusBits: number): { readonly length: number; readonly topMask: number } {
  const bits = modulusBits - 1;
  const length = Math.ceil(bits / 8);
  return { length, topMask: 0xff >> (8 * length - bits) };
}
