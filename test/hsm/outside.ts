// What the world outside does with what the HSM gives: Node's crypto, and noble for what Node lacks.
import { createHash, createPublicKey, verify, constants } from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519.js';
import { shake256 } from '@noble/hashes/sha3.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import type { Bytes } from '../../src/base/bytes.ts';
import type { SigningCase } from './specs.ts';

const mlDsa = { ML_DSA_44: ml_dsa44, ML_DSA_65: ml_dsa65, ML_DSA_87: ml_dsa87 };
const isMlDsa = (spec: string): spec is keyof typeof mlDsa => Object.hasOwn(mlDsa, spec);

/** The key in a SubjectPublicKeyInfo of RFC 9881 stands behind 22 bytes. */
const mlDsaKey = (spki: Uint8Array): Uint8Array => spki.subarray(22);

/** What is sent to KMS so that this text is signed: the text, its digest, or its µ. */
export function messageFor({ algorithm, messageType }: SigningCase, publicKey: Uint8Array, text: Uint8Array): Bytes {
  if (messageType === 'RAW') return new Uint8Array(text);
  if (messageType === 'EXTERNAL_MU') {
    const tr = shake256(mlDsaKey(publicKey), { dkLen: 64 });
    return new Uint8Array(shake256(Buffer.concat([tr, Buffer.from([0, 0]), text]), { dkLen: 64 }));
  }
  const hash = `sha${/\d+$/.exec(algorithm)![0]}`;
  return new Uint8Array(createHash(hash).update(text).digest());
}

/** Whether somebody outside who has the public key takes the signature of this text. */
export function outsideVerifies(
  { spec, algorithm }: SigningCase,
  spki: Uint8Array,
  text: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (isMlDsa(spec)) return mlDsa[spec].verify(signature, text, mlDsaKey(spki));
  if (algorithm === 'ED25519_PH_SHA_512') {
    // KMS takes SHA-512 of what it is sent, which is SHA-512 of the text already.
    return ed25519ph.verify(signature, createHash('sha512').update(text).digest(), spki.subarray(-32));
  }
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  if (algorithm === 'ED25519_SHA_512') return verify(null, text, key, signature);
  const hash = `sha${/\d+$/.exec(algorithm)![0]}`;
  const padding = algorithm.includes('PSS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  return verify(hash, text, { key, ...padding }, signature);
}
