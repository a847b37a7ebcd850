// X.509 certificates of version 3 (RFC 5280), written: P-384 keys, signed with ECDSA and SHA-384.
import { utf8, type Bytes } from '../base/bytes.ts';
import { contextTag } from './der.ts';
import { TAG } from './der-primitives.ts';
import {
  derBitString,
  derElement,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSetOf,
  derUnsigned,
} from './der-writer.ts';
import { digest } from './digest.ts';
import type { EcPrivateKey } from './ecdsa.ts';
import { ECDSA_SHA384, EXTENSION, KEY_USAGE, TIME } from './x509.ts';

export interface NewCertificate {
  readonly serial: bigint;
  /** Names as DER. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  /** Whole seconds count. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** An authority's certificate signs certificates, `authoritiesBelow` one under another at most; others sign documents. */
  readonly use: { readonly authoritiesBelow: number } | 'documents';
}

const UTF8_STRING = 0x0c;
const TRUE = derElement(TAG.boolean, Uint8Array.of(0xff));
const ORGANIZATION = derObjectIdentifier('2.5.4.10');
const COMMON_NAME = derObjectIdentifier('2.5.4.3');
const FIRST_YEAR_OF_GENERALIZED_TIME = 2050;

const attribute = (id: Bytes, text: string): Bytes => derSetOf(derSequence(id, derElement(UTF8_STRING, utf8(text))));

/** O=…, CN=… */
export const certificateName = (organization: string, commonName: string): Bytes =>
  derSequence(attribute(ORGANIZATION, organization), attribute(COMMON_NAME, commonName));

function time(atMs: number): Bytes {
  const date = new Date(atMs);
  const text = `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  const generalized = date.getUTCFullYear() >= FIRST_YEAR_OF_GENERALIZED_TIME;
  return generalized ? derElement(TIME.generalized, utf8(text)) : derElement(TIME.utc, utf8(text.slice(2)));
}

const critical = (id: Bytes, value: Bytes): Bytes => derSequence(id, TRUE, derOctetString(value));

function extensions(use: NewCertificate['use']): Bytes {
  const constraints =
    use === 'documents' ? derSequence() : derSequence(TRUE, derUnsigned(BigInt(use.authoritiesBelow)));
  const usage = use === 'documents' ? KEY_USAGE.digitalSignature : KEY_USAGE.keyCertSign;
  // A BIT STRING with named bits ends at the last that is set (X.690, 11.2.2).
  const unused = Math.log2(usage & -usage);
  const bits = derElement(TAG.bitString, Uint8Array.of(unused, usage));
  return derSequence(critical(EXTENSION.basicConstraints, constraints), critical(EXTENSION.keyUsage, bits));
}

/** The certificate as DER, always the same for the same content and issuer. */
export function issueCertificate(content: NewCertificate, issuerKey: EcPrivateKey): Bytes {
  const toBeSigned = derSequence(
    derElement(contextTag(0, 'constructed'), derUnsigned(2n)),
    derUnsigned(content.serial),
    ECDSA_SHA384,
    content.issuer,
    derSequence(time(content.notBeforeMs), time(content.notAfterMs)),
    content.subject,
    content.publicKey,
    derElement(contextTag(3, 'constructed'), extensions(content.use)),
  );
  const signature = issuerKey.signDigest(digest('SHA-384', toBeSigned));
  return derSequence(toBeSigned, ECDSA_SHA384, derBitString(signature));
}
