// What openssl pkeyutl encrypts and decrypts: RSA with OAEP or PKCS #1 v1.5, in OpenSSL's words where it cannot.
import type { Bytes } from '../../../base/bytes.ts';
import type { EntropySource } from '../../line.ts';
import type { KeyOptions } from './key-options.ts';
import type { Key } from './keys.ts';
import {
  modulusBytes,
  oaepEncoding,
  oaepText,
  pkcs1Encryption,
  pkcs1Text,
  privately,
  publicly,
  Queued,
  rsaError,
} from './rsa-paddings.ts';
import { rsaPrivateNumbers, rsaPublicNumbers } from './signatures.ts';

const oaepHashes = ({ oaepDigest = 'SHA-1', maskDigest = oaepDigest }: KeyOptions) => ({
  hash: oaepDigest,
  maskHash: maskDigest,
});

/** Throws Queued where the library refuses. */
export function rsaEncrypt(key: Key, options: KeyOptions, text: Bytes, chance: EntropySource): Bytes {
  const numbers = rsaPublicNumbers(key);
  if (options.padding === 'pss' || numbers === undefined) {
    throw new Queued(rsaError('0076', 'rsa_ossl_public_encrypt', 'unknown padding type', 'rsa_ossl.c:126:'));
  }
  const length = modulusBytes(numbers);
  const block =
    options.padding === 'oaep'
      ? oaepEncoding(oaepHashes(options), text, length, chance)
      : pkcs1Encryption(text, length, chance);
  return publicly(numbers, block) ?? block;
}

/** Throws Queued where it does not open. */
export function rsaDecrypt(key: Key, options: KeyOptions, ciphertext: Bytes): Bytes {
  const numbers = rsaPrivateNumbers(key);
  const refuse = (code: string, reason: string, source: string) =>
    new Queued(rsaError(code, 'rsa_ossl_private_decrypt', reason, `rsa_ossl.c:${source}`));
  if (options.padding === 'pss' || numbers === undefined) throw refuse('0076', 'unknown padding type', '487:');
  const length = modulusBytes(numbers);
  if (ciphertext.length > length) throw refuse('006C', 'data greater than mod len', '403:');
  const padded = new Uint8Array(length);
  padded.set(ciphertext, length - ciphertext.length);
  if (publicly(numbers, padded) === undefined) throw refuse('0084', 'data too large for modulus', '415:');
  const block = privately(numbers, padded);
  return options.padding === 'oaep' ? oaepText(oaepHashes(options), block) : pkcs1Text(block);
}
