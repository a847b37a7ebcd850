// Attestation: a simulated enclave asks for a document, KMS believes it or says why not.
// Source: AWS KMS Developer Guide, "Cryptographic attestation support in AWS KMS"; aws-nitro-enclaves-nsm-api,
// docs/attestation_process.md, section 3.
import type { Bytes } from '../../base/bytes.ts';
import { toHex } from '../../base/encodings.ts';
import { openRsaPublicKey } from '../../crypto/rsa.ts';
import type { EntropySource } from '../types.ts';
import { newDocumentKey, trustedKey } from './authorities.ts';
import { readSign1, sign1IsSignedWith, writeSign1 } from './cose.ts';
import { readDocument, writeDocument } from './document.ts';

export interface Attestation {
  readonly moduleId: string;
  /** Platform configuration registers by number, as lower-case hexadecimal. */
  readonly pcrs: Readonly<Record<number, string>>;
  /** RSA SubjectPublicKeyInfo, of at least 2048 bits. */
  readonly publicKey: Bytes;
}

export interface AttestationRefusal {
  readonly refused: 'malformed' | 'untrusted' | 'expired' | 'signature' | 'public key';
}

export interface AttestationRequest {
  readonly publicKey: Bytes | null;
  /** Of 48 bytes each, as SHA-384 gives them. Registers 0 to 15 that are not here are zero. */
  readonly pcrs: Readonly<Record<number, Bytes>>;
  readonly nonce: Bytes | null;
  readonly userData: Bytes | null;
  readonly nowMs: number;
  readonly entropy: EntropySource;
}

const PCR_BYTES = 48;
const PCRS = 16;
const LEAST_MODULUS_BITS = 2048;

export function readAttestation(document: Uint8Array, nowMs: number): Attestation | AttestationRefusal {
  const signed = readSign1(document);
  const read = signed && readDocument(signed.payload);
  if (!read) return { refused: 'malformed' };
  const key = trustedKey(read.authorities, read.certificate, nowMs);
  if (key === 'untrusted' || key === 'expired') return { refused: key };
  if (!sign1IsSignedWith(signed, key)) return { refused: 'signature' };
  const { moduleId, publicKey } = read;
  const modulusBits = publicKey && openRsaPublicKey(publicKey)?.modulusBits;
  if (!modulusBits || modulusBits < LEAST_MODULUS_BITS) return { refused: 'public key' };
  return { moduleId, pcrs: Object.fromEntries([...read.pcrs].map(([index, pcr]) => [index, toHex(pcr)])), publicKey };
}

/** What the Nitro Security Module of a simulated enclave gives: signed, for three hours. */
export function makeAttestation({ publicKey, pcrs, nonce, userData, nowMs, entropy }: AttestationRequest): Bytes {
  const random = (length: number) => entropy.bytes(length);
  const moduleId = `i-${toHex(random(9)).slice(1)}-enc${toHex(random(9)).slice(1)}`;
  const { key, certificate, authorities } = newDocumentKey(moduleId, nowMs, random);
  const zero = new Uint8Array(PCR_BYTES);
  const registers = new Map(Array.from({ length: PCRS }, (_, index) => [index, pcrs[index] ?? zero] as const));
  const document = { moduleId, timestampMs: nowMs, pcrs: registers, certificate, authorities };
  return writeSign1(writeDocument({ ...document, publicKey, userData, nonce }), key);
}
