// Signatures of openssl pkeyutl and dgst: over what is a digest already, or over the message where the algorithm hashes
// it itself. RSA (RFC 8017), ECDSA (FIPS 186-5), Ed25519 (RFC 8032), ML-DSA (FIPS 204).
import type { Bytes } from '../../../base/bytes.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { readDerSequence, unsignedOf } from '../../../crypto/der.ts';
import type { DigestName } from '../../../crypto/digest.ts';
import { openEcPrivateKey, openEcPublicKey } from '../../../crypto/ecdsa.ts';
import { openEd25519PrivateKey, openEd25519PublicKey } from '../../../crypto/ed25519.ts';
import { readPrivateKeyInfo, readPublicKeyInfo } from '../../../crypto/key-info.ts';
import { openMlDsaPrivateKey, openMlDsaPublicKey } from '../../../crypto/ml-dsa.ts';
import { readRsaPrivateKey, readRsaPublicKey } from '../../../crypto/rsa-numbers.ts';
import type { RsaPrivateNumbers, RsaPublicNumbers } from '../../../crypto/rsa-numbers.ts';
import type { EntropySource } from '../../line.ts';
import { queued } from './arguments.ts';
import type { KeyOptions } from './key-options.ts';
import { curves, isEc, isMlDsa, mlDsaSets } from './keys.ts';
import type { Key } from './keys.ts';
import {
  DIGEST_BYTES,
  digestInfo,
  modulusBytes,
  pkcs1Block,
  privately,
  pssEncoding,
  pssShape,
  pssTrouble,
  publicly,
  Queued,
  rsaError,
} from './rsa-paddings.ts';

const NONE: Bytes = new Uint8Array();
const CHANCE_BYTES = 32;

/** The outcome of a verification: 'malformed' where the bytes are no signature at all. */
export type Verdict =
  { readonly good: true } | { readonly good: false; readonly malformed: boolean; readonly queue: readonly string[] };

const GOOD: Verdict = { good: true };
const bad = (...queue: readonly string[]): Verdict => ({ good: false, malformed: false, queue });

/** Keys that sign the message, not its digest. */
export const signsMessages = ({ algorithm }: Key): boolean => algorithm === 'ed25519' || isMlDsa(algorithm);

export const rsaPublicNumbers = ({ publicKey }: Key): RsaPublicNumbers | undefined =>
  readRsaPublicKey(readPublicKeyInfo(publicKey)?.key ?? NONE);

export const rsaPrivateNumbers = ({ privateKey = NONE }: Key): RsaPrivateNumbers | undefined =>
  readRsaPrivateKey(readPrivateKeyInfo(privateKey)?.key ?? NONE);

const providerError = (code: string, where: string, reason: string, line: number): string =>
  queued(code, 'Provider routines', where, reason, `../providers/implementations/signature/rsa_sig.c:${line}:`);

const wrongLength = (): Queued => new Queued(providerError('1C8000A6', 'rsa_sign', 'invalid digest length', 537));

/** The digest and mask of PSS: SHA-1 where nobody says, as in OpenSSL. */
function pssHashes({ digest = 'SHA-1', maskDigest = digest }: KeyOptions): { hash: DigestName; maskHash: DigestName } {
  return { hash: digest, maskHash: maskDigest };
}

function rsaSign(key: RsaPrivateNumbers, options: KeyOptions, input: Bytes, chance: EntropySource): Bytes {
  if (options.padding === 'pss') {
    const hashes = pssHashes(options);
    const hashBytes = DIGEST_BYTES[hashes.hash];
    if (input.length !== hashBytes) throw wrongLength();
    const room = pssShape(key).length - hashBytes - 2;
    const { saltLength } = options;
    const saltBytes = saltLength === 'digest' ? hashBytes : typeof saltLength === 'number' ? saltLength : room;
    if (saltBytes > room) {
      throw new Queued(
        rsaError('006E', 'RSA_padding_add_PKCS1_PSS_mgf1', 'data too large for key size', 'rsa_pss.c:199:'),
        providerError('1C880004', 'rsa_sign', 'RSA lib', 627),
      );
    }
    return privately(key, pssEncoding(hashes, input, chance.bytes(saltBytes), key));
  }
  const { digest } = options;
  if (digest !== undefined && input.length !== DIGEST_BYTES[digest]) throw wrongLength();
  const block = pkcs1Block(digest === undefined ? input : digestInfo(digest, input), modulusBytes(key));
  return privately(key, block);
}

const badPadding = (line: number): Verdict =>
  bad(
    rsaError('008A', 'RSA_padding_check_PKCS1_type_1', 'invalid padding', 'rsa_pk1.c:75:'),
    rsaError('0072', 'rsa_ossl_public_decrypt', 'padding check failed', 'rsa_ossl.c:590:'),
    providerError('1C880004', 'rsa_verify', 'RSA lib', line),
  );

function rsaVerify(key: RsaPublicNumbers, options: KeyOptions, input: Bytes, signature: Bytes): Verdict {
  const length = modulusBytes(key);
  const { digest, saltLength } = options;
  const opened = signature.length <= length ? publicly(key, signature) : undefined;
  if (options.padding === 'pss') {
    const hashes = pssHashes(options);
    const hashBytes = DIGEST_BYTES[hashes.hash];
    if (input.length !== hashBytes || opened === undefined) return bad();
    const salt = saltLength === 'digest' ? hashBytes : typeof saltLength === 'number' ? saltLength : undefined;
    const most = pssShape(key).length - hashBytes - 2;
    const trouble = pssTrouble(hashes, input, opened, key, saltLength === 'max' ? most : salt);
    return trouble === undefined ? GOOD : bad(trouble, providerError('1C880004', 'rsa_verify', 'RSA lib', 810));
  }
  const line = digest === undefined ? 828 : 769;
  if (digest !== undefined && signature.length !== length) {
    const wrong = rsaError('0077', 'ossl_rsa_verify', 'wrong signature length', 'rsa_sign.c:339:');
    return bad(wrong, providerError('1C880004', 'rsa_verify', 'RSA lib', line));
  }
  if (opened?.[0] !== 0 || opened[1] !== 1) return badPadding(line);
  const expected = pkcs1Block(digest === undefined ? input : digestInfo(digest, input), length);
  const rightLength = digest === undefined || input.length === DIGEST_BYTES[digest];
  if (rightLength && equalBytes(opened, expected)) return GOOD;
  if (digest === undefined) return bad();
  const wrong = rsaError('0068', 'ossl_rsa_verify', 'bad signature', 'rsa_sign.c:429:');
  return bad(wrong, providerError('1C880004', 'rsa_verify', 'RSA lib', line));
}

/** Throws Queued where the library refuses. `input` is the digest, or the message where the key `signsMessages`. */
export function sign(key: Key, options: KeyOptions, input: Bytes, chance: EntropySource): Bytes {
  const { algorithm, privateKey = NONE } = key;
  if (algorithm === 'rsa') {
    const numbers = rsaPrivateNumbers(key);
    if (numbers) return rsaSign(numbers, options, input, chance);
  } else if (isEc(algorithm)) {
    if (options.digest !== undefined && input.length !== DIGEST_BYTES[options.digest]) throw new Queued();
    const signature = openEcPrivateKey(curves[algorithm].curve, privateKey);
    if (signature) return signature.signDigest(input, chance.bytes(CHANCE_BYTES));
  } else if (isMlDsa(algorithm)) {
    const signature = openMlDsaPrivateKey(mlDsaSets[algorithm], privateKey);
    if (signature) return signature.sign('message', input, chance.bytes(CHANCE_BYTES));
  } else {
    const signature = openEd25519PrivateKey(privateKey);
    if (signature) return signature.sign('pure', input);
  }
  throw new Queued();
}

function isEcdsaSignature(signature: Bytes): boolean {
  const parts = readDerSequence(signature);
  return parts?.length === 2 && parts.every((part) => unsignedOf(part) !== undefined);
}

export function verify(key: Key, options: KeyOptions, input: Bytes, signature: Bytes): Verdict {
  const { algorithm, publicKey } = key;
  if (algorithm === 'rsa') {
    const numbers = rsaPublicNumbers(key);
    return numbers ? rsaVerify(numbers, options, input, signature) : bad();
  }
  if (isEc(algorithm)) {
    if (!isEcdsaSignature(signature)) return { good: false, malformed: true, queue: [] };
    if (options.digest !== undefined && input.length !== DIGEST_BYTES[options.digest]) return bad();
    return openEcPublicKey(curves[algorithm].curve, publicKey)?.verifyDigest(input, signature) === true ? GOOD : bad();
  }
  const good = isMlDsa(algorithm)
    ? openMlDsaPublicKey(mlDsaSets[algorithm], publicKey)?.verify('message', input, signature)
    : openEd25519PublicKey(publicKey)?.verify('pure', input, signature);
  return good === true ? GOOD : bad();
}
