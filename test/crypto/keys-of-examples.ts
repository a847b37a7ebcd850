// Key pairs from the numbers that standards print, in the encodings that the modules open.
import type { Bytes } from '../../src/base/bytes.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { derOctetString, derSequence, derUnsigned } from '../../src/crypto/der-writer.ts';
import type { EcCurve } from '../../src/crypto/ecdsa.ts';
import { writePrivateKeyInfo, writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import { bytesOf } from './wycheproof.ts';

const curves = {
  'P-256': { algorithm: ALGORITHM.p256, digits: 64 },
  'P-384': { algorithm: ALGORITHM.p384, digits: 96 },
  'P-521': { algorithm: ALGORITHM.p521, digits: 132 },
  secp256k1: { algorithm: ALGORITHM.secp256k1, digits: 64 },
} as const;

/** PKCS #8 of a secret number in hexadecimal, of any length. It does not carry the public key. */
export function ecPrivateKey(curve: EcCurve, secret: string): Bytes {
  const { algorithm, digits } = curves[curve];
  const number = secret.replace(/^0+/, '').padStart(digits, '0');
  return writePrivateKeyInfo(algorithm, derSequence(derUnsigned(1n), derOctetString(bytesOf(number))));
}

export const ecPublicKey = (curve: EcCurve, x: string, y: string): Bytes =>
  writePublicKeyInfo(curves[curve].algorithm, bytesOf(`04${x}${y}`));

export const ed25519PrivateKey = (seed: string): Bytes =>
  writePrivateKeyInfo(ALGORITHM.ed25519, derOctetString(bytesOf(seed)));

export const ed25519PublicKey = (point: string): Bytes => writePublicKeyInfo(ALGORITHM.ed25519, bytesOf(point));
