// Encrypt and Decrypt with RSA keys: RSAES-OAEP (RFC 8017, 7.1), MGF1 with the same hash, empty label.
import type { Bytes } from '../base/bytes.ts';
import { openRsaPublicKey, type RsaPrivateKey } from '../crypto/rsa.ts';
import { HsmError } from './error.ts';
import type { RsaEncryptionAlgorithm } from './types.ts';

const oaepHash = { RSAES_OAEP_SHA_1: 'SHA-1', RSAES_OAEP_SHA_256: 'SHA-256' } as const;

export async function encryptOaep(spki: Bytes, algorithm: RsaEncryptionAlgorithm, plaintext: Bytes): Promise<Bytes> {
  const key = openRsaPublicKey(spki);
  if (key === undefined) throw new HsmError('This is no RSA public key.');
  return key.encryptOaep(oaepHash[algorithm], plaintext);
}

/** Undefined where it does not open. */
export const decryptOaep = (
  key: RsaPrivateKey,
  algorithm: RsaEncryptionAlgorithm,
  ciphertext: Bytes,
): Promise<Bytes | undefined> => key.decryptOaep(oaepHash[algorithm], ciphertext);
