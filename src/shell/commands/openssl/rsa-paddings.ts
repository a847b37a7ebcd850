// RSA as openssl(1) has it: any digest, salt and mask, and its own words for what does not fit (RFC 8017). Beside
// src/crypto/rsa.ts, because WebCrypto draws seeds and salts itself, so that no seeded world could be replayed, and has
// neither PKCS #1 v1.5 encryption nor two hashes in one padding.
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes, equalBytes, u32be } from '../../../base/bytes.ts';
import { bigIntOf, bitLength, bytesOfBigInt } from '../../../crypto/big-integers.ts';
import { derNull, derObjectIdentifier, derOctetString, derSequence } from '../../../crypto/der-writer.ts';
import { digest } from '../../../crypto/digest.ts';
import type { DigestName } from '../../../crypto/digest.ts';
import { rsaPrivateOperation, rsaPublicOperation } from '../../../crypto/rsa-numbers.ts';
import type { RsaPrivateNumbers, RsaPublicNumbers } from '../../../crypto/rsa-numbers.ts';
import type { EntropySource } from '../../line.ts';
import { queued } from './arguments.ts';

/** Where seeds and salts come from: the world. */
export type Chance = Pick<EntropySource, 'bytes'>;

/** Why OpenSSL's library refuses: lines of its error queue. */
export class Queued extends Error {
  override readonly name = 'Queued';
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

export const rsaError = (code: string, where: string, reason: string, source: string): string =>
  queued(`0200${code}`, 'rsa routines', where, reason, `../crypto/rsa/${source}`);

export const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  MD5: 16,
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
};
const IDENTIFIER: Readonly<Record<DigestName, string>> = {
  MD5: '1.2.840.113549.2.5',
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};

export const modulusBytes = ({ modulus }: RsaPublicNumbers): number => Math.ceil(bitLength(modulus) / 8);

export const privately = (key: RsaPrivateNumbers, block: Bytes): Bytes =>
  bytesOfBigInt(rsaPrivateOperation(key, bigIntOf(block)), modulusBytes(key));

/** Undefined where the number is not below the modulus. */
export function publicly(key: RsaPublicNumbers, block: Bytes): Bytes | undefined {
  const value = bigIntOf(block);
  return value < key.modulus ? bytesOfBigInt(rsaPublicOperation(key, value), modulusBytes(key)) : undefined;
}

const exclusiveOr = (a: Bytes, b: Bytes): Bytes => a.map((byte, at) => byte ^ (b[at] ?? 0));

/** MGF1 (RFC 8017, B.2.1). */
export function mask(hash: DigestName, seed: Uint8Array, length: number): Bytes {
  const blocks: Bytes[] = [];
  for (let counter = 0; counter * DIGEST_BYTES[hash] < length; counter += 1) {
    blocks.push(digest(hash, concatBytes(seed, u32be(counter))));
  }
  return concatBytes(...blocks).slice(0, length);
}

export interface OaepHashes {
  readonly hash: DigestName;
  readonly maskHash: DigestName;
}

/** EME-OAEP with the empty label (RFC 8017, 7.1.1). */
export function oaepEncoding({ hash, maskHash }: OaepHashes, text: Bytes, length: number, chance: Chance): Bytes {
  const hashBytes = DIGEST_BYTES[hash];
  const room = length - 2 * hashBytes - 2;
  if (text.length > room) {
    const where = 'ossl_rsa_padding_add_PKCS1_OAEP_mgf1_ex';
    throw new Queued(rsaError('006E', where, 'data too large for key size', 'rsa_oaep.c:87:'));
  }
  const padding = new Uint8Array(room - text.length);
  const block = concatBytes(digest(hash, new Uint8Array()), padding, Uint8Array.of(1), text);
  const seed = chance.bytes(hashBytes);
  const maskedBlock = exclusiveOr(block, mask(maskHash, seed, block.length));
  const maskedSeed = exclusiveOr(seed, mask(maskHash, maskedBlock, hashBytes));
  return concatBytes(Uint8Array.of(0), maskedSeed, maskedBlock);
}

export function oaepText({ hash, maskHash }: OaepHashes, encoding: Bytes): Bytes {
  const hashBytes = DIGEST_BYTES[hash];
  const refused = new Queued(
    rsaError('0079', 'RSA_padding_check_PKCS1_OAEP_mgf1', 'oaep decoding error', 'rsa_oaep.c:314:'),
  );
  const maskedBlock = encoding.slice(1 + hashBytes);
  if (encoding[0] !== 0 || maskedBlock.length <= hashBytes) throw refused;
  const seed = exclusiveOr(encoding.slice(1, 1 + hashBytes), mask(maskHash, maskedBlock, hashBytes));
  const block = exclusiveOr(maskedBlock, mask(maskHash, seed, maskedBlock.length));
  const start = block.findIndex((byte, at) => at >= hashBytes && byte !== 0);
  const label = digest(hash, new Uint8Array());
  if (start === -1 || block[start] !== 1 || !equalBytes(block.slice(0, hashBytes), label)) throw refused;
  return block.slice(start + 1);
}

/** EME-PKCS1-v1_5 (RFC 8017, 7.2.1). */
export function pkcs1Encryption(text: Bytes, length: number, chance: Chance): Bytes {
  if (text.length > length - 11) {
    const where = 'ossl_rsa_padding_add_PKCS1_type_2_ex';
    throw new Queued(rsaError('006E', where, 'data too large for key size', 'rsa_pk1.c:129:'));
  }
  const wanted = length - text.length - 3;
  let padding: Bytes = new Uint8Array();
  while (padding.length < wanted) {
    padding = concatBytes(
      padding,
      chance.bytes(wanted - padding.length).filter((byte) => byte !== 0),
    );
  }
  return concatBytes(Uint8Array.of(0, 2), padding, Uint8Array.of(0), text);
}

export function pkcs1Text(encoding: Bytes): Bytes {
  const end = encoding.indexOf(0, 2);
  if (encoding[0] !== 0 || encoding[1] !== 2 || end < 10) {
    throw new Queued(
      rsaError('009F', 'RSA_padding_check_PKCS1_type_2', 'pkcs decoding error', 'rsa_pk1.c:269:'),
      rsaError('0072', 'rsa_ossl_private_decrypt', 'padding check failed', 'rsa_ossl.c:491:'),
    );
  }
  return encoding.slice(end + 1);
}

/** The padding of EMSA-PKCS1-v1_5 around any bytes: openssl pkeyutl signs them bare where it is told no digest. */
export function pkcs1Block(bytes: Uint8Array, length: number): Bytes {
  const padding = new Uint8Array(Math.max(8, length - bytes.length - 3)).fill(0xff);
  return concatBytes(Uint8Array.of(0, 1), padding, Uint8Array.of(0), bytes);
}

export const digestInfo = (hash: DigestName, messageDigest: Uint8Array): Bytes =>
  derSequence(derSequence(derObjectIdentifier(IDENTIFIER[hash]), derNull()), derOctetString(messageDigest));

export interface PssHashes {
  readonly hash: DigestName;
  readonly maskHash: DigestName;
}

/** Bytes of the encoding, and which bits of the first one it may use. */
export function pssShape(key: RsaPublicNumbers): { readonly length: number; readonly topMask: number } {
  const bits = bitLength(key.modulus) - 1;
  const length = Math.ceil(bits / 8);
  return { length, topMask: 0xff >> (8 * length - bits) };
}

/** EMSA-PSS (RFC 8017, 9.1.1), undefined where the salt is too long for the key. */
export function pssEncoding(
  { hash, maskHash }: PssHashes,
  messageDigest: Bytes,
  salt: Bytes,
  key: RsaPublicNumbers,
): Bytes {
  const { length, topMask } = pssShape(key);
  const seed = digest(hash, concatBytes(new Uint8Array(8), messageDigest, salt));
  const padding = new Uint8Array(length - DIGEST_BYTES[hash] - salt.length - 2);
  const block = concatBytes(padding, Uint8Array.of(1), salt);
  const masked = exclusiveOr(block, mask(maskHash, seed, block.length));
  masked[0] = (masked[0] ?? 0) & topMask;
  return concatBytes(masked, seed, Uint8Array.of(0xbc));
}

/** Why an encoding is none of this digest, in OpenSSL's words; undefined where it is one. `saltBytes` undefined: any. */
export function pssTrouble(
  { hash, maskHash }: PssHashes,
  messageDigest: Bytes,
  encoding: Bytes,
  key: RsaPublicNumbers,
  saltBytes: number | undefined,
): string | undefined {
  const refuse = (code: string, reason: string, source: string) =>
    rsaError(code, 'RSA_verify_PKCS1_PSS_mgf1', reason, `rsa_pss.c:${source}`);
  const { length, topMask } = pssShape(key);
  const block = encoding.slice(encoding.length - length);
  if (((block[0] ?? 0) & ~topMask) !== 0) return refuse('0085', 'first octet invalid', '80:');
  const hashBytes = DIGEST_BYTES[hash];
  if (length < hashBytes + (saltBytes ?? 0) + 2) return refuse('006D', 'data too large', '89:');
  if (block.at(-1) !== 0xbc) return refuse('0086', 'last octet invalid', '97:');
  const seed = block.slice(length - hashBytes - 1, -1);
  const masked = block.slice(0, length - hashBytes - 1);
  const open = exclusiveOr(masked, mask(maskHash, seed, masked.length));
  open[0] = (open[0] ?? 0) & topMask;
  const start = open.findIndex((byte) => byte !== 0);
  if (start === -1 || open[start] !== 1) return refuse('0087', 'salt length recovery failed', '113:');
  const salt = open.slice(start + 1);
  if (saltBytes !== undefined && salt.length !== saltBytes) {
    return refuse('0088', 'salt length check failed', `117:expected: ${saltBytes} retrieved: ${salt.length}`);
  }
  const made = digest(hash, concatBytes(new Uint8Array(8), messageDigest, salt));
  return equalBytes(made, seed) ? undefined : refuse('0068', 'bad signature', '133:');
}
