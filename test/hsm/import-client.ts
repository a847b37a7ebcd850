// Somebody who imports key material, with Node's crypto alone.
import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import type { Bytes } from '../../src/base/bytes.ts';
import type { WrappingAlgorithm } from '../../src/hsm/types.ts';

function oaep(spki: Uint8Array, hash: string, bytes: Uint8Array): Buffer {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, bytes);
}

/** AES key wrap with padding (RFC 5649), by hand: W of NIST SP 800-38F over the length and the padded bytes. */
export function wrapPadded(wrappingKey: Uint8Array, bytes: Uint8Array): Buffer {
  const block = (...parts: Uint8Array[]): Buffer => {
    const cipher = createCipheriv(`aes-${8 * wrappingKey.length}-ecb`, wrappingKey, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(Buffer.concat(parts)), cipher.final()]);
  };
  const padded = Buffer.alloc(8 * Math.ceil(bytes.length / 8));
  padded.set(bytes);
  let register = Buffer.from('a65959a600000000', 'hex');
  register.writeUInt32BE(bytes.length, 4);
  if (padded.length === 8) return block(register, padded);
  const count = padded.length / 8;
  for (let step = 1; step <= 6 * count; step += 1) {
    const at = 8 * ((step - 1) % count);
    const turned = block(register, padded.subarray(at, at + 8));
    register = Buffer.from(turned.subarray(0, 8));
    register.writeUInt32BE((register.readUInt32BE(4) ^ step) >>> 0, 4);
    padded.set(turned.subarray(8), at);
  }
  return Buffer.concat([register, padded]);
}

/** What EncryptedKeyMaterial of ImportKeyMaterial is. */
export function wrap(
  spki: Uint8Array,
  algorithm: WrappingAlgorithm,
  material: Uint8Array,
  aesKey = randomBytes(32),
): Bytes {
  const hash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
  if (algorithm.startsWith('RSAES')) return new Uint8Array(oaep(spki, hash, material));
  return new Uint8Array(Buffer.concat([oaep(spki, hash, aesKey), wrapPadded(aesKey, material)]));
}
