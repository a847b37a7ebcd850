// Each key spec: CreateKey, Sign, Verify and GenerateMac through the front door, beside the bare call of the library that
// does it (WebCrypto for RSA, noble for the rest). One at a time, the journal in memory, in one run.
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { hmac } from '@noble/hashes/hmac.js';
import type { CHash } from '@noble/hashes/utils.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { call } from './calls.ts';
import { timeEach } from './measure.ts';

type Run = () => unknown;
interface Bare {
  readonly create: Run;
  readonly sign?: Run;
  readonly verify?: Run;
  readonly mac?: Run;
}
interface Subject {
  readonly spec: string;
  readonly algorithm: string;
  readonly bare: () => Promise<Bare> | Bare;
  /** How often each is run in a round. */
  readonly calls: number;
}

const message = crypto.getRandomValues(new Uint8Array(256));
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

async function rsa(modulusLength: number): Promise<Bare> {
  const { subtle } = crypto;
  const name = 'RSASSA-PKCS1-v1_5';
  const parameters = { name, modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
  const { privateKey, publicKey } = await subtle.generateKey(parameters, true, ['sign', 'verify']);
  const signature = await subtle.sign(name, privateKey, message);
  return {
    create: async () => {
      const pair = await subtle.generateKey(parameters, true, ['sign', 'verify']);
      return subtle.exportKey('pkcs8', pair.privateKey);
    },
    sign: () => subtle.sign(name, privateKey, message),
    verify: () => subtle.verify(name, publicKey, signature, message),
  };
}

type Curve = typeof p256;
function ecdsa(curve: Curve, hash: CHash): Bare {
  const secret = curve.utils.randomSecretKey();
  const publicKey = curve.getPublicKey(secret, false);
  const options = { prehash: false, format: 'der', lowS: false } as const;
  const signature = curve.sign(hash(message), secret, options);
  return {
    create: () => curve.getPublicKey(curve.utils.randomSecretKey(), false),
    sign: () => curve.sign(hash(message), secret, options),
    verify: () => curve.verify(signature, hash(message), publicKey, options),
  };
}

function eddsa(): Bare {
  const secret = ed25519.utils.randomSecretKey();
  const publicKey = ed25519.getPublicKey(secret);
  const signature = ed25519.sign(message, secret);
  return {
    create: () => ed25519.getPublicKey(ed25519.utils.randomSecretKey()),
    sign: () => ed25519.sign(message, secret),
    verify: () => ed25519.verify(signature, message, publicKey),
  };
}

function mlDsa(scheme: typeof ml_dsa44): Bare {
  const { secretKey, publicKey } = scheme.keygen(random(32));
  const signature = scheme.sign(message, secretKey);
  return {
    create: () => scheme.keygen(random(32)),
    sign: () => scheme.sign(message, secretKey),
    verify: () => scheme.verify(signature, message, publicKey),
  };
}

const mac = (hash: CHash, length: number): Bare => {
  const key = random(length);
  return { create: () => random(length), mac: () => hmac(hash, key, message) };
};

const subjects: readonly Subject[] = [
  { spec: 'RSA_2048', algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', bare: () => rsa(2048), calls: 2 },
  { spec: 'RSA_3072', algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', bare: () => rsa(3072), calls: 1 },
  { spec: 'RSA_4096', algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', bare: () => rsa(4096), calls: 1 },
  { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', bare: () => ecdsa(p256, sha256), calls: 20 },
  { spec: 'ECC_NIST_P384', algorithm: 'ECDSA_SHA_384', bare: () => ecdsa(p384, sha384), calls: 10 },
  { spec: 'ECC_NIST_P521', algorithm: 'ECDSA_SHA_512', bare: () => ecdsa(p521, sha512), calls: 10 },
  { spec: 'ECC_SECG_P256K1', algorithm: 'ECDSA_SHA_256', bare: () => ecdsa(secp256k1, sha256), calls: 20 },
  { spec: 'ECC_NIST_EDWARDS25519', algorithm: 'ED25519_SHA_512', bare: eddsa, calls: 20 },
  { spec: 'ML_DSA_44', algorithm: 'ML_DSA_SHAKE_256', bare: () => mlDsa(ml_dsa44), calls: 5 },
  { spec: 'ML_DSA_65', algorithm: 'ML_DSA_SHAKE_256', bare: () => mlDsa(ml_dsa65), calls: 5 },
  { spec: 'ML_DSA_87', algorithm: 'ML_DSA_SHAKE_256', bare: () => mlDsa(ml_dsa87), calls: 5 },
  { spec: 'HMAC_224', algorithm: 'HMAC_SHA_224', bare: () => mac(sha224, 28), calls: 100 },
  { spec: 'HMAC_256', algorithm: 'HMAC_SHA_256', bare: () => mac(sha256, 32), calls: 100 },
  { spec: 'HMAC_384', algorithm: 'HMAC_SHA_384', bare: () => mac(sha384, 48), calls: 100 },
  { spec: 'HMAC_512', algorithm: 'HMAC_SHA_512', bare: () => mac(sha512, 64), calls: 100 },
];

const world = await assembleMemoryWorld({ kind: { kind: 'sandbox' } });
console.log(
  `Node ${process.versions.node}, one call at a time, a message of 256 bytes; medians of rounds that alternate`,
);
for (const { spec, algorithm, bare: makeBare, calls } of subjects) {
  const bare = await makeBare();
  const KeyUsage = bare.mac ? 'GENERATE_VERIFY_MAC' : 'SIGN_VERIFY';
  const create = () => call(world, 'CreateKey', { KeySpec: spec, KeyUsage });
  const { KeyMetadata } = await create();
  const { KeyId } = KeyMetadata as { KeyId: string };
  const signing = { KeyId, Message: message, SigningAlgorithm: algorithm };
  const signed = bare.sign && (await call(world, 'Sign', signing));
  const ours: Record<string, () => Promise<unknown>> = {
    CreateKey: create,
    ...(signed && {
      Sign: () => call(world, 'Sign', signing),
      Verify: () => call(world, 'Verify', { ...signing, Signature: signed['Signature'] ?? null }),
    }),
    ...(bare.mac && {
      GenerateMac: () => call(world, 'GenerateMac', { KeyId, Message: message, MacAlgorithm: algorithm }),
    }),
  };
  const theirs: Readonly<Record<string, Run | undefined>> = {
    CreateKey: bare.create,
    Sign: bare.sign,
    Verify: bare.verify,
    GenerateMac: bare.mac,
  };
  for (const [operation, run] of Object.entries(ours)) {
    const slow = spec.startsWith('RSA') && operation === 'CreateKey';
    const options = { rounds: slow ? 5 : 9, calls: slow ? 1 : Math.max(calls, 5) };
    const times = await timeEach({ ours: run, bare: async () => theirs[operation]?.() }, options);
    const [our, their] = [times[0]?.microseconds ?? NaN, times[1]?.microseconds ?? NaN];
    console.log(
      `${spec.padEnd(22)} ${operation.padEnd(12)} ${our.toFixed(0).padStart(8)} µs, bare ${their.toFixed(0).padStart(8)} µs: ${(our / their).toFixed(2)} times`,
    );
  }
}
