// Wycheproof's vectors through the HSM itself: private keys come in by the import path, so that importing, sealing,
// opening and using are on the way of every vector. The primitives alone have theirs in test/crypto.
import type { Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import type {
  AsymmetricSpec,
  MaterialSpec,
  NistCurveSpec,
  RsaEncryptionAlgorithm,
  RsaSpec,
  SigningAlgorithm,
} from '../../src/hsm/types.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { writePublicKeyInfo } from '../../src/crypto/key-info.ts';
import { ecPrivateKey } from '../crypto/keys-of-examples.ts';
import { bytesOf, describeVectors, type Verdict } from '../crypto/wycheproof.ts';
import { importBench } from './import-bench.ts';
import { hmacSpecs } from './specs.ts';

const { hsm, importing } = await importBench();

/** The handle of a vector's key; undefined where the HSM does not take it in. One key of many vectors comes in once. */
const handles = new Map<string, ReturnType<typeof importing>>();
async function handleOf(spec: MaterialSpec, material: Bytes) {
  const name = `${spec} ${toHex(material)}`;
  const imported = handles.get(name) ?? importing(spec, material);
  handles.set(name, imported);
  return (await imported)?.handle;
}

for (const [spec, algorithm, hash, length] of hmacSpecs) {
  describeVectors<'key' | 'msg' | 'tag', { readonly keySize: number; readonly tagSize: number }>({
    file: `hmac_${hash}_test.json`,
    backends: {
      'the HSM': async ({ key, msg, tag }, { keySize, tagSize }): Promise<Verdict> => {
        if (keySize !== 8 * length) return { notRun: 'a key of a length that KMS does not have' };
        if (tagSize !== 8 * length) return { notRun: 'a tag cut short, which KMS does not have' };
        const handle = await handleOf(spec, bytesOf(key));
        if (handle === undefined) throw new Error('the key did not come in');
        return (await hsm.verifyMac(handle, algorithm, bytesOf(msg), bytesOf(tag))) ? 'accepted' : 'refused';
      },
    },
  });
}

const oaepFiles: [string, RsaSpec, RsaEncryptionAlgorithm][] = [
  ['rsa_oaep_2048_sha1_mgf1sha1_test.json', 'RSA_2048', 'RSAES_OAEP_SHA_1'],
  ['rsa_oaep_2048_sha256_mgf1sha256_test.json', 'RSA_2048', 'RSAES_OAEP_SHA_256'],
  ['rsa_oaep_3072_sha256_mgf1sha256_test.json', 'RSA_3072', 'RSAES_OAEP_SHA_256'],
  ['rsa_oaep_4096_sha256_mgf1sha256_test.json', 'RSA_4096', 'RSAES_OAEP_SHA_256'],
];

for (const [file, spec, algorithm] of oaepFiles) {
  describeVectors<'msg' | 'ct' | 'label', { readonly privateKeyPkcs8: string }>({
    file,
    backends: {
      'the HSM': async ({ msg, ct, label }, { privateKeyPkcs8 }): Promise<Verdict> => {
        if (label) return { notRun: 'a label, which KMS does not have' };
        const handle = await handleOf(spec, bytesOf(privateKeyPkcs8));
        if (handle === undefined) throw new Error('the key did not come in');
        const opened = await hsm.decryptRsa(handle, algorithm, bytesOf(ct));
        if (opened !== undefined && toHex(opened) !== msg) throw new Error('another plaintext');
        return opened === undefined ? 'refused' : 'accepted';
      },
    },
    acceptable: 'accepted',
  });
}

const signatureFiles: [string, AsymmetricSpec, SigningAlgorithm][] = [
  ['rsa_pss_2048_sha256_mgf1_32_test.json', 'RSA_2048', 'RSASSA_PSS_SHA_256'],
  ['rsa_pss_2048_sha384_mgf1_48_test.json', 'RSA_2048', 'RSASSA_PSS_SHA_384'],
  ['rsa_pss_3072_sha256_mgf1_32_test.json', 'RSA_3072', 'RSASSA_PSS_SHA_256'],
  ['rsa_pss_4096_sha512_mgf1_64_test.json', 'RSA_4096', 'RSASSA_PSS_SHA_512'],
  ['rsa_signature_2048_sha256_test.json', 'RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
  ['rsa_signature_3072_sha384_test.json', 'RSA_3072', 'RSASSA_PKCS1_V1_5_SHA_384'],
  ['rsa_signature_4096_sha512_test.json', 'RSA_4096', 'RSASSA_PKCS1_V1_5_SHA_512'],
  ['ecdsa_secp256r1_sha256_test.json', 'ECC_NIST_P256', 'ECDSA_SHA_256'],
  ['ecdsa_secp384r1_sha384_test.json', 'ECC_NIST_P384', 'ECDSA_SHA_384'],
  ['ecdsa_secp521r1_sha512_test.json', 'ECC_NIST_P521', 'ECDSA_SHA_512'],
  ['ecdsa_secp256k1_sha256_test.json', 'ECC_SECG_P256K1', 'ECDSA_SHA_256'],
  ['ed25519_test.json', 'ECC_NIST_EDWARDS25519', 'ED25519_SHA_512'],
];

async function verdictOf(spki: Bytes, spec: AsymmetricSpec, algorithm: SigningAlgorithm, msg: string, sig: string) {
  const message = { spec, algorithm, messageType: 'RAW', message: bytesOf(msg) } as const;
  return (await hsm.verify(spki, message, bytesOf(sig))) ? 'accepted' : 'refused';
}

for (const [file, spec, algorithm] of signatureFiles) {
  describeVectors<'msg' | 'sig', { readonly publicKeyDer: string }>({
    file,
    backends: {
      'the HSM': ({ msg, sig }, { publicKeyDer }) => verdictOf(bytesOf(publicKeyDer), spec, algorithm, msg, sig),
    },
    acceptable: 'refused',
  });
}

for (const [digits, algorithm] of [
  ['44', ALGORITHM.mlDsa44],
  ['65', ALGORITHM.mlDsa65],
  ['87', ALGORITHM.mlDsa87],
] as const) {
  describeVectors<'msg' | 'sig' | 'ctx', { readonly publicKey: string }>({
    file: `mldsa_${digits}_verify_test.json`,
    backends: {
      'the HSM': async ({ msg, sig, ctx }, { publicKey }): Promise<Verdict> => {
        if (ctx) return { notRun: 'a context, which KMS does not take' };
        const spki = writePublicKeyInfo(algorithm, bytesOf(publicKey));
        // KMS has only public keys of its own making; one that is none is a mistake of the house.
        return verdictOf(spki, `ML_DSA_${digits}`, 'ML_DSA_SHAKE_256', msg, sig).catch(() => 'refused' as const);
      },
    },
  });
}

const agreementFiles: [string, NistCurveSpec, 'P-256' | 'P-384' | 'P-521'][] = [
  ['ecdh_secp256r1_test.json', 'ECC_NIST_P256', 'P-256'],
  ['ecdh_secp384r1_test.json', 'ECC_NIST_P384', 'P-384'],
  ['ecdh_secp521r1_test.json', 'ECC_NIST_P521', 'P-521'],
];

for (const [file, spec, curve] of agreementFiles) {
  describeVectors<'public' | 'private' | 'shared'>({
    file,
    backends: {
      'the HSM': async (vector): Promise<Verdict> => {
        const handle = await handleOf(spec, ecPrivateKey(curve, vector.private));
        if (handle === undefined) throw new Error('the key did not come in');
        const shared = await hsm.deriveSharedSecret(handle, spec, bytesOf(vector.public));
        if (shared !== undefined && toHex(shared) !== vector.shared) throw new Error('another secret');
        return shared === undefined ? 'refused' : 'accepted';
      },
    },
    // As in test/crypto: a public key is DER of RFC 5480, with its curve named and its point whole.
    acceptable: 'refused',
    expected: ({ flags }) => (flags.includes('CompressedPoint') ? 'refused' : undefined),
  });
}
