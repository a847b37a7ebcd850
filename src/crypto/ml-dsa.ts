// ML-DSA (FIPS 204) in its pure form with an empty context, over a message or over its representative µ, the "external
// mu" of FIPS 204, section 6.2. A private key is its 32-byte seed, in PKCS #8 as RFC 9881's seed form; public keys are
// SubjectPublicKeyInfo (RFC 9881). On noble: WebCrypto has no ML-DSA.
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { ALGORITHM } from './algorithm-identifiers.ts';
import { contentOf, contextTag, readDer } from './der.ts';
import { derElement } from './der-writer.ts';
import { readPrivateKeyInfo, readPublicKeyInfo, writePrivateKeyInfo, writePublicKeyInfo } from './key-info.ts';

export type MlDsaParameters = 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';
/** The message itself, or the 64 bytes of its µ = SHAKE256(SHAKE256(public key, 64) ‖ 0 ‖ 0 ‖ message, 64). */
export type MlDsaInput = 'message' | 'mu';

interface MlDsaPublicKey {
  verify(input: MlDsaInput, bytes: Uint8Array, signature: Uint8Array): boolean;
}

export interface MlDsaPrivateKey {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** With 32 bytes of chance the hedged form, which FIPS 204 prefers; without them the deterministic one. */
  sign(input: MlDsaInput, bytes: Uint8Array, chance?: Bytes): Bytes;
}

const sets = {
  'ML-DSA-44': { noble: ml_dsa44, algorithm: ALGORITHM.mlDsa44 },
  'ML-DSA-65': { noble: ml_dsa65, algorithm: ALGORITHM.mlDsa65 },
  'ML-DSA-87': { noble: ml_dsa87, algorithm: ALGORITHM.mlDsa87 },
} as const;

const SEED_BYTES = 32;
const MU_BYTES = 64;
const SEED = contextTag(0, 'primitive');

/** A new key pair as PKCS #8: its seed is the bytes that `random` gives. */
export const newMlDsaKey = (parameters: MlDsaParameters, random: (length: number) => Bytes): Bytes =>
  writePrivateKeyInfo(sets[parameters].algorithm, derElement(SEED, random(SEED_BYTES)));

/** Undefined where this is not the PKCS #8 of such a key in seed form. */
export function openMlDsaPrivateKey(parameters: MlDsaParameters, pkcs8: Bytes): MlDsaPrivateKey | undefined {
  const { noble, algorithm } = sets[parameters];
  const info = readPrivateKeyInfo(pkcs8);
  if (info === undefined || !equalBytes(info.algorithm, algorithm)) return undefined;
  const seed = contentOf(readDer(info.key), SEED);
  if (seed?.length !== SEED_BYTES) return undefined;
  const { secretKey, publicKey } = noble.keygen(seed);
  if (info.publicKey && !equalBytes(info.publicKey, publicKey)) return undefined;
  return {
    publicKey: writePublicKeyInfo(algorithm, publicKey),
    sign: (input, bytes, chance) => {
      const extraEntropy = chance ?? false;
      if (input === 'message') return noble.sign(bytes, secretKey, { extraEntropy });
      return noble.internal.sign(bytes, secretKey, { externalMu: true, extraEntropy });
    },
  };
}

/** Undefined where this is not the SubjectPublicKeyInfo of such a key. */
export function openMlDsaPublicKey(parameters: MlDsaParameters, spki: Bytes): MlDsaPublicKey | undefined {
  const { noble, algorithm } = sets[parameters];
  const info = readPublicKeyInfo(spki);
  if (info === undefined || !equalBytes(info.algorithm, algorithm)) return undefined;
  const { key } = info;
  if (key.length !== noble.lengths.publicKey) return undefined;
  return {
    verify: (input, bytes, signature) => {
      if (signature.length !== noble.lengths.signature) return false;
      if (input === 'message') return noble.verify(signature, bytes, key);
      return bytes.length === MU_BYTES && noble.internal.verify(signature, bytes, key, { externalMu: true });
    },
  };
}
