import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8, type Bytes } from '../../src/base/bytes.ts';
import { contextTag, readDerSequence } from '../../src/crypto/der.ts';
import {
  derElement,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derUnsigned,
} from '../../src/crypto/der-writer.ts';
import { newEcKey, openEcPrivateKey } from '../../src/crypto/ecdsa.ts';
import { ECDSA_SHA384, EXTENSION, isSignedWith, KEY_USAGE, readCertificate } from '../../src/crypto/x509.ts';
import { certificateName, issueCertificate, type NewCertificate } from '../../src/crypto/x509-writer.ts';

const keyOf = (byte: number) =>
  openEcPrivateKey(
    'P-384',
    newEcKey('P-384', (length) => new Uint8Array(length).fill(byte)),
  )!;
const [issuerKey, subjectKey] = [keyOf(1), keyOf(2)];
const [ISSUER, SUBJECT] = [certificateName('Keyroom', 'issuer'), certificateName('Keyroom', 'subject')];

const authority: NewCertificate = {
  serial: 128n,
  issuer: ISSUER,
  subject: ISSUER,
  notBeforeMs: Date.UTC(2019, 9, 28, 13, 28, 5),
  notAfterMs: Date.UTC(2049, 11, 31, 23, 59, 59),
  publicKey: issuerKey.publicKey,
  use: { authoritiesBelow: 3 },
};
const signer: NewCertificate = {
  ...authority,
  serial: 2n ** 63n,
  subject: SUBJECT,
  notAfterMs: Date.UTC(2050, 0, 1),
  publicKey: subjectKey.publicKey,
  use: 'documents',
};

describe('a certificate', () => {
  it.each([authority, signer])('of serial number $serial is what Node reads, and verifies', (content) => {
    const der = issueCertificate(content, issuerKey);
    const inNode = new X509Certificate(der);
    const issuerInNode = new X509Certificate(issueCertificate(authority, issuerKey));
    expect(inNode.verify(issuerInNode.publicKey)).toBe(true);
    expect(inNode.checkIssued(issuerInNode)).toBe(true);
    expect(inNode.ca).toBe(content.use !== 'documents');
    expect(inNode.issuer).toBe('O=Keyroom\nCN=issuer');
    expect(BigInt(`0x${inNode.serialNumber}`)).toBe(content.serial);
    expect(Date.parse(inNode.validFrom)).toBe(content.notBeforeMs);
    expect(Date.parse(inNode.validTo)).toBe(content.notAfterMs);
  });

  it('reads as it was written', () => {
    expect(readCertificate(issueCertificate(authority, issuerKey))).toMatchObject({
      issuer: ISSUER,
      subject: ISSUER,
      notBeforeMs: authority.notBeforeMs,
      notAfterMs: authority.notAfterMs,
      publicKey: issuerKey.publicKey,
      authority: true,
      pathLength: 3,
      keyUsage: KEY_USAGE.keyCertSign,
    });
    expect(readCertificate(issueCertificate(signer, issuerKey))).toMatchObject({
      subject: SUBJECT,
      notAfterMs: signer.notAfterMs,
      authority: false,
      pathLength: null,
      keyUsage: KEY_USAGE.digitalSignature,
    });
  });

  it('is signed with its issuer’s key and no other, in every byte of what is signed', () => {
    const der = issueCertificate(signer, issuerKey);
    const certificate = readCertificate(der)!;
    expect(isSignedWith(certificate, issuerKey.publicKey)).toBe(true);
    expect(isSignedWith(certificate, subjectKey.publicKey)).toBe(false);
    expect(isSignedWith(certificate, new Uint8Array(0))).toBe(false);
    const changed = certificate.toBeSigned.slice();
    changed[changed.length - 1]! ^= 1;
    expect(isSignedWith({ ...certificate, toBeSigned: changed }, issuerKey.publicKey)).toBe(false);
  });
});

describe('readCertificate', () => {
  const der = issueCertificate(signer, issuerKey);
  const [body, , signature] = readDerSequence(der)!;
  const parts = readDerSequence(body!.der)!.map((part) => part.der);

  const withParts = (changed: Readonly<Record<number, Bytes>>, ...more: Bytes[]): Bytes =>
    derSequence(derSequence(...parts.map((part, at) => changed[at] ?? part), ...more), ECDSA_SHA384, signature!.der);
  const TRUE = derElement(0x01, Uint8Array.of(0xff));
  const withExtensions = (...extensions: Bytes[]): Bytes =>
    withParts({ 7: derElement(contextTag(3, 'constructed'), derSequence(...extensions)) });
  const utc = (text: string) => derElement(0x17, utf8(text));

  it('passes over an extension that is not known, unless it is critical', () => {
    const [id, value] = [derObjectIdentifier('1.2.3'), derOctetString(Uint8Array.of(1))];
    expect(readCertificate(withExtensions(derSequence(id, value)))).toBeDefined();
    expect(readCertificate(withExtensions(derSequence(id, TRUE, value)))).toBeUndefined();
  });

  it.each<[string, Bytes]>([
    ['nothing', new Uint8Array(0)],
    ['what has something behind it', concatBytes(der, Uint8Array.of(0))],
    ['what is cut short', der.slice(0, -1)],
    ['version 1', withParts({ 0: derElement(contextTag(0, 'constructed'), derUnsigned(0n)) })],
    ['another algorithm within', withParts({ 2: derSequence(derObjectIdentifier('1.2.840.10045.4.3.2')) })],
    ['a time without seconds', withParts({ 4: derSequence(utc('2001010000Z'), utc('3001010000Z')) })],
    ['a time elsewhere', withParts({ 4: derSequence(utc('200101000000+0100'), utc('300101000000Z')) })],
    ['a month that is none', withParts({ 4: derSequence(utc('201301000000Z'), utc('300101000000Z')) })],
    ['more than a certificate has', withParts({}, derUnsigned(1n))],
    [
      'an extension twice',
      withExtensions(
        derSequence(EXTENSION.basicConstraints, derOctetString(derSequence())),
        derSequence(EXTENSION.basicConstraints, derOctetString(derSequence(TRUE))),
      ),
    ],
    ['constraints that are none', withExtensions(derSequence(EXTENSION.basicConstraints, derOctetString(TRUE)))],
    ['key usage that is none', withExtensions(derSequence(EXTENSION.keyUsage, derOctetString(TRUE)))],
  ])('refuses %s', (_, bytes) => {
    expect(readCertificate(der)).toBeDefined();
    expect(readCertificate(bytes)).toBeUndefined();
  });
});
