// The AlgorithmIdentifiers of the keys that KMS has, as DER. They are compared byte for byte: DER has one form of each.
// RFC 8017, A.1 (RSA); RFC 5480 (NIST curves); SEC 2 (secp256k1); RFC 8410 (Ed25519); RFC 9881 (ML-DSA).
import type { Bytes } from '../base/bytes.ts';
import { derNull, derObjectIdentifier, derSequence } from './der-writer.ts';

const ellipticCurve = (curve: string): Bytes =>
  derSequence(derObjectIdentifier('1.2.840.10045.2.1'), derObjectIdentifier(curve));

export const ALGORITHM = {
  rsa: derSequence(derObjectIdentifier('1.2.840.113549.1.1.1'), derNull()),
  p256: ellipticCurve('1.2.840.10045.3.1.7'),
  p384: ellipticCurve('1.3.132.0.34'),
  p521: ellipticCurve('1.3.132.0.35'),
  secp256k1: ellipticCurve('1.3.132.0.10'),
  ed25519: derSequence(derObjectIdentifier('1.3.101.112')),
  mlDsa44: derSequence(derObjectIdentifier('2.16.840.1.101.3.4.3.17')),
  mlDsa65: derSequence(derObjectIdentifier('2.16.840.1.101.3.4.3.18')),
  mlDsa87: derSequence(derObjectIdentifier('2.16.840.1.101.3.4.3.19')),
} as const;

export type KeyAlgorithm = keyof typeof ALGORITHM;
