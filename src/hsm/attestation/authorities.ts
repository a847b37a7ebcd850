// The authorities behind attestation documents. They stand for AWS's Nitro Attestation PKI and are simulated: their
// private keys follow from what is written here, so that anybody can sign a document that Keyroom takes. AWS takes none.
import { equalBytes, utf8, type Bytes } from '../../base/bytes.ts';
import { assert } from '../../base/assert.ts';
import { newEcKey, openEcPrivateKey, type EcPrivateKey } from '../../crypto/ecdsa.ts';
import { hkdfSha256 } from '../../crypto/hkdf.ts';
import { isSignedWith, KEY_USAGE, readCertificate, type Certificate } from '../../crypto/x509.ts';
import { certificateName, issueCertificate } from '../../crypto/x509-writer.ts';

const ORGANIZATION = 'Keyroom simulation';
const ROOT = certificateName(ORGANIZATION, 'simulated aws.nitro-enclaves');
const INTERMEDIATE = certificateName(ORGANIZATION, 'simulated zonal.nitro-enclaves');
const SINCE_MS = Date.UTC(2019, 9, 28);
/** RFC 5280’s date for what does not expire. */
const FOREVER_MS = Date.UTC(9999, 11, 31, 23, 59, 59);
/** As long as an enclave's certificate of AWS's. */
const DOCUMENT_CERTIFICATE_MS = 3 * 60 * 60 * 1000;

interface Authorities {
  /** The root first. */
  readonly certificates: readonly [root: Bytes, intermediate: Bytes];
  readonly intermediateKey: EcPrivateKey;
}

const opened = (pkcs8: Bytes): EcPrivateKey => {
  const key = openEcPrivateKey('P-384', pkcs8);
  assert(key, 'a key that was just made opens');
  return key;
};

const fixedKey = (name: string): EcPrivateKey =>
  opened(newEcKey('P-384', (length) => hkdfSha256(utf8('Keyroom simulated attestation'), utf8(name), length)));

let made: Authorities | undefined;

/** Always the same. Made when first asked for, as not every world attests. */
function authorities(): Authorities {
  if (made) return made;
  const [rootKey, intermediateKey] = [fixedKey('root'), fixedKey('intermediate')];
  const always = { notBeforeMs: SINCE_MS, notAfterMs: FOREVER_MS, issuer: ROOT };
  const root = { ...always, serial: 1n, subject: ROOT, publicKey: rootKey.publicKey, use: { authoritiesBelow: 1 } };
  const intermediate = {
    ...always,
    serial: 2n,
    subject: INTERMEDIATE,
    publicKey: intermediateKey.publicKey,
    use: { authoritiesBelow: 0 },
  };
  made = { certificates: [issueCertificate(root, rootKey), issueCertificate(intermediate, rootKey)], intermediateKey };
  return made;
}

export interface DocumentKey {
  readonly key: EcPrivateKey;
  readonly certificate: Bytes;
  readonly authorities: readonly Bytes[];
}

/** A new key of a hypervisor, for documents of the next three hours. */
export function newDocumentKey(moduleId: string, nowMs: number, random: (length: number) => Bytes): DocumentKey {
  const { certificates, intermediateKey } = authorities();
  const key = opened(newEcKey('P-384', random));
  const content = {
    serial: random(8).reduce((value, byte) => (value << 8n) | BigInt(byte), 1n),
    issuer: INTERMEDIATE,
    subject: certificateName(ORGANIZATION, moduleId),
    notBeforeMs: nowMs,
    notAfterMs: nowMs + DOCUMENT_CERTIFICATE_MS,
    publicKey: key.publicKey,
    use: 'documents' as const,
  };
  return { key, certificate: issueCertificate(content, intermediateKey), authorities: certificates };
}

export type ChainTrouble = 'untrusted' | 'expired';

/**
 * The certificate's public key, if a chain of authorities leads from the root to it (RFC 5280, 6.1, without revocation and
 * policies). From the top, so that what an earlier authority does not allow is not even looked at.
 */
export function trustedKey(chain: readonly Bytes[], certificate: Bytes, nowMs: number): Bytes | ChainTrouble {
  const [root] = authorities().certificates;
  const [first, ...others] = chain;
  if (!first || !equalBytes(first, root)) return 'untrusted';
  let issuer = readCertificate(first);
  let authoritiesLeft = Number.POSITIVE_INFINITY;
  for (const [index, der] of [...others, certificate].entries()) {
    const subject = readCertificate(der);
    const last = index === others.length;
    if (!issuer || !subject || !maySign(issuer)) return 'untrusted';
    if (!isCurrent(issuer, nowMs)) return 'expired';
    authoritiesLeft = Math.min(authoritiesLeft, issuer.pathLength ?? Number.POSITIVE_INFINITY);
    if (!last) authoritiesLeft -= 1;
    if (authoritiesLeft < 0 || !equalBytes(subject.issuer, issuer.subject)) return 'untrusted';
    if (!isSignedWith(subject, issuer.publicKey)) return 'untrusted';
    issuer = subject;
  }
  if (!issuer || issuer.authority || (issuer.keyUsage & KEY_USAGE.digitalSignature) === 0) return 'untrusted';
  return isCurrent(issuer, nowMs) ? issuer.publicKey : 'expired';
}

const maySign = ({ authority, keyUsage }: Certificate): boolean =>
  authority && (keyUsage & KEY_USAGE.keyCertSign) !== 0;

/** The last second counts whole. */
const isCurrent = ({ notBeforeMs, notAfterMs }: Certificate, nowMs: number): boolean =>
  notBeforeMs <= nowMs && nowMs < notAfterMs + 1000;
