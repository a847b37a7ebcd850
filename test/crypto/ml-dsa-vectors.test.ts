// ML-DSA on Wycheproof’s vectors: over the message, and over µ.
import { shake256 } from '@noble/hashes/sha3.js';
import { concatBytes, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { derElement } from '../../src/crypto/der-writer.ts';
import { writePrivateKeyInfo, writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import { openMlDsaPrivateKey, openMlDsaPublicKey } from '../../src/crypto/ml-dsa.ts';
import { bytesOf, describeVectors, type Verdict } from './wycheproof.ts';

const sets = [
  { parameters: 'ML-DSA-44', digits: '44', algorithm: ALGORITHM.mlDsa44 },
  { parameters: 'ML-DSA-65', digits: '65', algorithm: ALGORITHM.mlDsa65 },
  { parameters: 'ML-DSA-87', digits: '87', algorithm: ALGORITHM.mlDsa87 },
] as const;

const NO_CONTEXT: Verdict = { notRun: 'a context, which KMS does not take: see µ' };
const ONLY_MU: Verdict = { notRun: 'only µ is given' };
const CONTEXT_TOO_LONG: Verdict = { notRun: 'a context too long to have a µ' };

/** µ of a message (FIPS 204, algorithms 2 and 7); undefined where there is none. */
function muOf(publicKey: Bytes, message: Bytes, context: Bytes): Bytes | undefined {
  if (context.length > 255) return undefined;
  const prefix = concatBytes(shake256(publicKey, { dkLen: 64 }), Uint8Array.of(0, context.length), context);
  return shake256(concatBytes(prefix, message), { dkLen: 64 });
}

for (const { parameters, digits, algorithm } of sets) {
  describeVectors<'msg' | 'sig' | 'ctx', { readonly publicKey: string }>({
    file: `mldsa_${digits}_verify_test.json`,
    backends: {
      message: ({ msg, sig, ctx }, { publicKey }) => {
        if (ctx) return NO_CONTEXT;
        const key = openMlDsaPublicKey(parameters, writePublicKeyInfo(algorithm, bytesOf(publicKey)));
        return key?.verify('message', bytesOf(msg), bytesOf(sig)) ? 'accepted' : 'refused';
      },
      µ: ({ msg, sig, ctx }, { publicKey }) => {
        const key = openMlDsaPublicKey(parameters, writePublicKeyInfo(algorithm, bytesOf(publicKey)));
        const mu = muOf(bytesOf(publicKey), bytesOf(msg), bytesOf(ctx || ''));
        if (mu === undefined) return CONTEXT_TOO_LONG;
        return key?.verify('mu', mu, bytesOf(sig)) ? 'accepted' : 'refused';
      },
    },
  });

  const open = (seed: string) =>
    openMlDsaPrivateKey(parameters, writePrivateKeyInfo(algorithm, derElement(0x80, bytesOf(seed))));
  const same = (signature: Bytes, expected: string): Verdict => {
    if (toHex(signature) !== expected) throw new Error('another signature');
    return 'accepted';
  };

  describeVectors<'msg' | 'mu' | 'sig' | 'ctx' | 'rnd', { readonly privateSeed: string; readonly publicKey: string }>({
    file: `mldsa_${digits}_sign_seed_test.json`,
    backends: {
      message: ({ msg, sig, ctx, rnd }, { privateSeed, publicKey }) => {
        const key = open(privateSeed);
        if (key === undefined) return 'refused';
        if (toHex(key.publicKey.slice(22)) !== publicKey) throw new Error('another public key');
        if (ctx) return NO_CONTEXT;
        if (typeof msg !== 'string') return ONLY_MU;
        return same(key.sign('message', bytesOf(msg), rnd ? bytesOf(rnd) : undefined), sig);
      },
      µ: ({ mu, sig, ctx, rnd }, { privateSeed }) => {
        const key = open(privateSeed);
        if (key === undefined) return 'refused';
        if (ctx && !mu) return CONTEXT_TOO_LONG;
        return same(key.sign('mu', bytesOf(mu), rnd ? bytesOf(rnd) : undefined), sig);
      },
    },
  });
}
