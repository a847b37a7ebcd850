// X.509 certificates of version 3 (RFC 5280), read: of the kind that attestation needs, signed with ECDSA and SHA-384
// (RFC 5758, 3.2), with basic constraints and key usage. Whether to trust one is its reader's affair.
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { toLatin1 } from '../base/encodings.ts';
import { bitStringOf, contentOf, contextTag, octetStringOf, readDer, readDerSequence, unsignedOf } from './der.ts';
import type { DerElement } from './der.ts';
import { TAG } from './der-primitives.ts';
import { derObjectIdentifier, derSequence } from './der-writer.ts';
import { digest } from './digest.ts';
import { openEcPublicKey } from './ecdsa.ts';

export const ECDSA_SHA384 = derSequence(derObjectIdentifier('1.2.840.10045.4.3.3'));
export const EXTENSION = {
  basicConstraints: derObjectIdentifier('2.5.29.19'),
  keyUsage: derObjectIdentifier('2.5.29.15'),
} as const;
export const TIME = { utc: 0x17, generalized: 0x18 } as const;
/** Bits of the key usage's first octet. */
export const KEY_USAGE = { digitalSignature: 0x80, keyCertSign: 0x04 } as const;

export interface Certificate {
  /** What is signed. */
  readonly toBeSigned: Bytes;
  readonly signature: Bytes;
  /** Names as DER: compared byte for byte. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  readonly authority: boolean;
  /** How many authorities may stand below this one; null where any number may. */
  readonly pathLength: number | null;
  /** The key usage's first octet; 0 where there is none. */
  readonly keyUsage: number;
}

type Constraints = Pick<Certificate, 'authority' | 'pathLength' | 'keyUsage'>;

/** Undefined where these bytes are not such a certificate, or it has a critical extension that is not known here. */
export function readCertificate(der: Bytes): Certificate | undefined {
  const [body, algorithm, signed, ...surplus] = readDerSequence(der) ?? [];
  const signature = bitStringOf(signed);
  if (!body || !algorithm || !signature || surplus.length > 0 || !isEcdsaSha384(algorithm)) return undefined;
  const [version, serial, inner, issuer, validity, subject, key, wrapped, ...more] = readDerSequence(body.der) ?? [];
  if (!isVersion3(version) || serial?.tag !== TAG.integer || !inner || !isEcdsaSha384(inner)) return undefined;
  const times = validity && timesOf(validity);
  const constraints = wrapped && constraintsOf(wrapped);
  if (issuer?.tag !== TAG.sequence || subject?.tag !== TAG.sequence || !key || !times || !constraints) return undefined;
  if (more.length > 0) return undefined;
  const parts = { toBeSigned: body.der, signature, issuer: issuer.der, subject: subject.der, publicKey: key.der };
  return { ...parts, ...times, ...constraints };
}

const isEcdsaSha384 = ({ der }: DerElement): boolean => equalBytes(der, ECDSA_SHA384);

function isVersion3(element: DerElement | undefined): boolean {
  const content = contentOf(element, contextTag(0, 'constructed'));
  return content !== undefined && unsignedOf(readDer(content)) === 2n;
}

function timesOf(validity: DerElement): Pick<Certificate, 'notBeforeMs' | 'notAfterMs'> | undefined {
  const [notBefore, notAfter, ...surplus] = readDerSequence(validity.der) ?? [];
  const [notBeforeMs, notAfterMs] = [timeOf(notBefore), timeOf(notAfter)];
  if (notBeforeMs === undefined || notAfterMs === undefined || surplus.length > 0) return undefined;
  return { notBeforeMs, notAfterMs };
}

/** UTCTime has two digits of the year, of 1950 to 2049 (RFC 5280, 4.1.2.5.1). Both have seconds, and end in Z. */
function timeOf(element: DerElement | undefined): number | undefined {
  const text = element && toLatin1(element.content);
  if (text === undefined || (element?.tag !== TIME.utc && element?.tag !== TIME.generalized)) return undefined;
  const full = element.tag === TIME.utc ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

function constraintsOf(wrapped: DerElement): Constraints | undefined {
  const content = contentOf(wrapped, contextTag(3, 'constructed'));
  const extensions = content && readDerSequence(content);
  if (!extensions) return undefined;
  let found: Constraints = { authority: false, pathLength: null, keyUsage: 0 };
  const seen: Bytes[] = [];
  for (const extension of extensions) {
    const read = readExtension(extension);
    if (!read || seen.some((other) => equalBytes(other, read.id))) return undefined;
    seen.push(read.id);
    const more = constraintIn(read.id, read.value);
    if (more === 'malformed' || (more === 'unknown' && read.critical)) return undefined;
    if (more !== 'unknown') found = { ...found, ...more };
  }
  return found;
}

function readExtension(element: DerElement): { id: Bytes; critical: boolean; value: Bytes } | undefined {
  const [id, ...rest] = readDerSequence(element.der) ?? [];
  const flag = rest[0]?.tag === TAG.boolean ? rest.shift() : undefined;
  const value = octetStringOf(rest[0]);
  if (id?.tag !== TAG.objectIdentifier || value === undefined || rest.length !== 1) return undefined;
  return { id: id.der, critical: flag?.content[0] === 0xff, value };
}

function constraintIn(id: Bytes, value: Bytes): Partial<Constraints> | 'malformed' | 'unknown' {
  if (equalBytes(id, EXTENSION.basicConstraints)) return basicConstraintsIn(value) ?? 'malformed';
  if (!equalBytes(id, EXTENSION.keyUsage)) return 'unknown';
  // The first octet of a BIT STRING counts the bits that are not used.
  const bits = contentOf(readDer(value), TAG.bitString);
  return bits === undefined ? 'malformed' : { keyUsage: bits[1] ?? 0 };
}

function basicConstraintsIn(value: Bytes): Partial<Constraints> | undefined {
  const parts = readDerSequence(value);
  if (!parts) return undefined;
  const [first, second, ...surplus] = parts;
  if (first === undefined) return { authority: false };
  const length = second && unsignedOf(second);
  if (first.tag !== TAG.boolean || surplus.length > 0 || (second && length === undefined)) return undefined;
  return { authority: first.content[0] === 0xff, pathLength: length === undefined ? null : Number(length) };
}

/** Whether the certificate was signed with the private half of this P-384 key. */
export function isSignedWith(certificate: Certificate, publicKey: Bytes): boolean {
  const key = openEcPublicKey('P-384', publicKey);
  return key?.verifyDigest(digest('SHA-384', certificate.toBeSigned), certificate.signature) ?? false;
}
