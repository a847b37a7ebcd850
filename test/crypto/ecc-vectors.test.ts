// Elliptic curves on Wycheproof’s vectors.
import { digest, type DigestName } from '../../src/crypto/digest.ts';
import { openEcPrivateKey, openEcPublicKey, type EcCurve } from '../../src/crypto/ecdsa.ts';
import { openEd25519PublicKey } from '../../src/crypto/ed25519.ts';
import { toHex } from '../../src/base/encodings.ts';
import { ecPrivateKey } from './keys-of-examples.ts';
import { bytesOf, describeVectors } from './wycheproof.ts';

interface SignatureGroup {
  readonly publicKeyDer: string;
}

const signatureFiles: readonly (readonly [string, EcCurve, DigestName])[] = [
  ['ecdsa_secp256r1_sha256_test.json', 'P-256', 'SHA-256'],
  ['ecdsa_secp384r1_sha384_test.json', 'P-384', 'SHA-384'],
  ['ecdsa_secp521r1_sha512_test.json', 'P-521', 'SHA-512'],
  ['ecdsa_secp256k1_sha256_test.json', 'secp256k1', 'SHA-256'],
];

for (const [file, curve, hash] of signatureFiles) {
  describeVectors<'msg' | 'sig', SignatureGroup>({
    file,
    backends: {
      'ECDSA over the digest': ({ msg, sig }, { publicKeyDer }) => {
        const key = openEcPublicKey(curve, bytesOf(publicKeyDer));
        if (key === undefined) throw new Error('the key did not open');
        return key.verifyDigest(digest(hash, bytesOf(msg)), bytesOf(sig)) ? 'accepted' : 'refused';
      },
    },
  });
}

describeVectors<'msg' | 'sig', SignatureGroup>({
  file: 'ed25519_test.json',
  backends: {
    Ed25519: ({ msg, sig }, { publicKeyDer }) => {
      const key = openEd25519PublicKey(bytesOf(publicKeyDer));
      if (key === undefined) throw new Error('the key did not open');
      return key.verify('pure', bytesOf(msg), bytesOf(sig)) ? 'accepted' : 'refused';
    },
  },
});

const agreementFiles: readonly (readonly [string, EcCurve])[] = [
  ['ecdh_secp256r1_test.json', 'P-256'],
  ['ecdh_secp384r1_test.json', 'P-384'],
  ['ecdh_secp521r1_test.json', 'P-521'],
];

for (const [file, curve] of agreementFiles) {
  describeVectors<'public' | 'private' | 'shared'>({
    file,
    backends: {
      ECDH: (vector) => {
        const key = openEcPrivateKey(curve, ecPrivateKey(curve, vector.private));
        if (key === undefined) throw new Error('the private key did not open');
        const shared = key.sharedSecret(bytesOf(vector.public));
        if (shared === undefined) return 'refused';
        if (toHex(shared) !== vector.shared) throw new Error(`another secret: ${toHex(shared)}`);
        return 'accepted';
      },
    },
    // Public keys in BER, with their curve spelt out, or compressed: those are not what RFC 5480 has in DER.
    acceptable: 'refused',
    expected: ({ flags }) => (flags.includes('CompressedPoint') ? 'refused' : undefined),
  });
}
