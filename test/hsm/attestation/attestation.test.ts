import { createHash, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8, type Bytes } from '../../../src/base/bytes.ts';
import { newEcKey, openEcPrivateKey } from '../../../src/crypto/ecdsa.ts';
import { readCertificate } from '../../../src/crypto/x509.ts';
import { certificateName, issueCertificate } from '../../../src/crypto/x509-writer.ts';
import { makeAttestation, readAttestation, type AttestationRequest } from '../../../src/hsm/attestation/attestation.ts';
import { newDocumentKey } from '../../../src/hsm/attestation/authorities.ts';
import { writeSign1 } from '../../../src/hsm/attestation/cose.ts';
import { readDocument, writeDocument, type AttestationDocument } from '../../../src/hsm/attestation/document.ts';
import type { EntropySource } from '../../../src/hsm/types.ts';
import { byteArrays } from '../../crypto/byte-arrays.ts';

const NOW = Date.UTC(2026, 0, 15, 9, 30, 0, 250);
const HOUR = 3_600_000;

/** Bytes that look like chance and are the same in every run. */
function entropyOf(seed: string): EntropySource {
  let count = 0;
  return {
    deterministic: true,
    bytes: (length) => {
      count += 1;
      return new Uint8Array(createHash('shake256', { outputLength: length }).update(`${seed} ${count}`).digest());
    },
  };
}

const rsa = (modulusLength: number): Bytes =>
  new Uint8Array(generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'der', type: 'spki' }));
const publicKey = rsa(2048);
const image = new Uint8Array(createHash('sha384').update('image').digest());

const request = (more: Partial<AttestationRequest> = {}): AttestationRequest => ({
  publicKey,
  pcrs: { 0: image },
  nonce: null,
  userData: null,
  nowMs: NOW,
  entropy: entropyOf('attestation'),
  ...more,
});

const partsOf = (document: Bytes) =>
  decode(document, { useMaps: true }) as [Bytes, Map<unknown, unknown>, Bytes, Bytes];
const contentOf = (document: Bytes) => readDocument(new Uint8Array(partsOf(document)[2]))!;

describe('makeAttestation', () => {
  const document = makeAttestation(request());

  it('makes what readAttestation believes', () => {
    const attestation = readAttestation(document, NOW);
    expect(attestation).toMatchObject({ publicKey });
    if ('refused' in attestation) throw new Error(attestation.refused);
    expect(attestation.moduleId).toMatch(/^i-[0-9a-f]{17}-enc[0-9a-f]{17}$/);
    expect(Object.keys(attestation.pcrs)).toHaveLength(16);
    expect(attestation.pcrs[0]).toBe(Buffer.from(image).toString('hex'));
    expect(attestation.pcrs[1]).toBe('0'.repeat(96));
  });

  it('is the same for the same request and entropy, and another for other entropy', () => {
    expect(makeAttestation(request())).toEqual(document);
    expect(makeAttestation(request({ entropy: entropyOf('other') }))).not.toEqual(document);
  });

  it('carries nonce and user data', () => {
    const more = makeAttestation(request({ nonce: utf8('nonce'), userData: utf8('data') }));
    expect(contentOf(more)).toMatchObject({ nonce: utf8('nonce'), userData: utf8('data'), timestampMs: NOW });
  });

  it('begins as the Nitro Security Module’s do: an array of four, ES384, no unprotected header', () => {
    expect(Buffer.from(document.subarray(0, 8)).toString('hex')).toBe('8444a1013822a059');
  });

  it('is signed as Node verifies it, by a certificate whose chain Node verifies', () => {
    const [header, , payload, signature] = partsOf(document);
    const { certificate, authorities } = contentOf(document);
    const chain = [...authorities, certificate].map((der) => new X509Certificate(der));
    const [root, intermediate, leaf] = chain;
    expect(chain).toHaveLength(3);
    expect(root!.verify(root!.publicKey) && intermediate!.verify(root!.publicKey)).toBe(true);
    expect(leaf!.verify(intermediate!.publicKey) && leaf!.checkIssued(intermediate!)).toBe(true);
    expect([root!.ca, intermediate!.ca, leaf!.ca]).toEqual([true, true, false]);
    expect(root!.subject).toContain('simulat');
    const signed = encode(['Signature1', header, new Uint8Array(0), payload]);
    expect(verify('sha384', signed, { key: leaf!.publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });
});

describe('readAttestation', () => {
  const document = makeAttestation(request());
  const refusal = (bytes: Uint8Array, nowMs = NOW) => {
    const read = readAttestation(bytes, nowMs);
    return 'refused' in read ? read.refused : undefined;
  };

  it('takes CBOR’s tag for COSE_Sign1 as well', () => {
    expect(refusal(concatBytes(Uint8Array.of(0xd2), document))).toBeUndefined();
    expect(refusal(concatBytes(Uint8Array.of(0xd1), document))).toBe('malformed');
  });

  it.each([
    ['a second before', Math.floor(NOW / 1000) * 1000 - 1, 'expired'],
    ['from its second on', Math.floor(NOW / 1000) * 1000, undefined],
    ['after three hours', NOW + 3 * HOUR, undefined],
    ['a second after three hours', NOW + 3 * HOUR + 1000, 'expired'],
  ])('%s', (_, nowMs, expected) => {
    expect(refusal(document, nowMs)).toBe(expected);
  });

  it('believes no document in which a bit was changed', () => {
    fc.assert(
      fc.property(fc.nat(document.length * 8 - 1), (bit) => {
        const changed = document.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(refusal(changed)).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });

  it('says of any bytes that they are malformed', () => {
    fc.assert(
      fc.property(byteArrays({ maxLength: 300 }), (bytes) => {
        expect(refusal(bytes)).toBe('malformed');
      }),
    );
    for (const bad of [document.subarray(0, -1), concatBytes(document, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(refusal(bad)).toBe('malformed');
    }
    expect(refusal(new Uint8Array(262_144).fill(0x81))).toBe('malformed');
  });

  it.each<[string, Bytes | null]>([
    ['none', null],
    ['one of 1024 bits', rsa(1024)],
    [
      'one that is not RSA',
      openEcPrivateKey(
        'P-384',
        newEcKey('P-384', (length) => new Uint8Array(length)),
      )!.publicKey,
    ],
    ['text', utf8('public key')],
  ])('refuses a public key that is %s', (_, key) => {
    expect(refusal(makeAttestation(request({ publicKey: key })))).toBe('public key');
  });

  describe('of a document that somebody else signed', () => {
    const random = (length: number) => entropyOf('somebody').bytes(length);
    const own = newDocumentKey('i-0', NOW, random);
    const content: AttestationDocument = { ...contentOf(document), certificate: own.certificate };
    const signedWith = (key: typeof own.key, more: Partial<AttestationDocument> = {}) =>
      writeSign1(writeDocument({ ...content, ...more }), key);
    const stranger = openEcPrivateKey(
      'P-384',
      newEcKey('P-384', (length) => new Uint8Array(length).fill(3)),
    )!;
    const strangers = (use: 'documents' | { authoritiesBelow: number }, subject: string, issuer = 'root') =>
      issueCertificate(
        {
          serial: 1n,
          issuer: certificateName('Stranger', issuer),
          subject: certificateName('Stranger', subject),
          notBeforeMs: NOW - HOUR,
          notAfterMs: NOW + HOUR,
          publicKey: stranger.publicKey,
          use,
        },
        stranger,
      );

    it('believes the simulation’s own', () => expect(refusal(signedWith(own.key))).toBeUndefined());

    it('does not believe another key than the certificate’s', () =>
      expect(refusal(signedWith(stranger))).toBe('signature'));

    it.each<[string, Partial<AttestationDocument>]>([
      [
        'another root',
        { authorities: [strangers({ authoritiesBelow: 1 }, 'root')], certificate: strangers('documents', 'leaf') },
      ],
      ['another’s certificate below our authorities', { certificate: strangers('documents', 'leaf') }],
      ['a chain without its root', { authorities: content.authorities.slice(1) }],
      ['a chain in the other order', { authorities: content.authorities.toReversed() }],
      ['the root alone', { authorities: content.authorities.slice(0, 1) }],
      ['an authority’s certificate as the document’s', { certificate: content.authorities[1]! }],
      [
        'a document’s certificate as an authority',
        { authorities: [...content.authorities, own.certificate], certificate: strangers('documents', 'leaf') },
      ],
      ['bytes that are no certificate', { certificate: utf8('certificate') }],
    ])('does not believe %s', (_, more) => expect(refusal(signedWith(stranger, more))).toBe('untrusted'));

    const named = (der: Bytes) => readCertificate(der)!.subject;
    const forged = (use: 'documents' | { authoritiesBelow: number }, issuer: Bytes, key: typeof own.key) =>
      issueCertificate(
        {
          serial: 1n,
          issuer,
          subject: certificateName('Stranger', 'forged'),
          notBeforeMs: NOW - HOUR,
          notAfterMs: NOW + HOUR,
          publicKey: stranger.publicKey,
          use,
        },
        key,
      );
    const [root, intermediate] = content.authorities;

    it.each<[string, Partial<AttestationDocument>]>([
      [
        'a certificate in an authority’s name that it did not sign',
        { certificate: forged('documents', named(intermediate!), stranger) },
      ],
      [
        'a certificate that an enclave signed',
        {
          authorities: [root!, intermediate!, own.certificate],
          certificate: forged('documents', named(own.certificate), own.key),
        },
      ],
      [
        'an authority in the root’s name that it did not sign',
        {
          authorities: [root!, forged({ authoritiesBelow: 0 }, named(root!), stranger)],
          certificate: forged('documents', certificateName('Stranger', 'forged'), stranger),
        },
      ],
    ])('does not believe %s', (_, more) => expect(refusal(signedWith(stranger, more))).toBe('untrusted'));

    it('does not believe an authority that was made one by no authority', () => {
      const authorities = [...content.authorities, strangers({ authoritiesBelow: 0 }, 'below')];
      expect(refusal(signedWith(stranger, { authorities, certificate: strangers('documents', 'leaf', 'below') }))).toBe(
        'untrusted',
      );
    });
  });
});

describe('readDocument', () => {
  const good = new Map<string, unknown>(
    decode(partsOf(makeAttestation(request()))[2], { useMaps: true }) as Map<string, unknown>,
  );
  const read = (changes: Readonly<Record<string, unknown>>, without?: string) => {
    const fields = new Map([...good, ...Object.entries(changes)]);
    if (without !== undefined) fields.delete(without);
    return readDocument(new Uint8Array(encode(fields)));
  };
  const pcrs = (...entries: [unknown, unknown][]) => ({ pcrs: new Map(entries) });

  it.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['as it was', {}, true],
    ['an empty module ID', { module_id: '' }, false],
    ['a module ID in bytes', { module_id: utf8('i-0') }, false],
    ['another digest', { digest: 'SHA512' }, false],
    ['no time', { timestamp: 0 }, false],
    ['a time with a fraction', { timestamp: 1.5 }, false],
    ['a time before 1970', { timestamp: -1 }, false],
    ['no register', pcrs(), false],
    ['a register of 64 bytes', pcrs([31, new Uint8Array(64)]), true],
    ['register 32', pcrs([32, new Uint8Array(48)]), false],
    ['a register of 47 bytes', pcrs([0, new Uint8Array(47)]), false],
    ['a register named in text', pcrs(['0', new Uint8Array(48)]), false],
    ['an empty certificate', { certificate: new Uint8Array(0) }, false],
    ['a certificate of 1025 bytes', { certificate: new Uint8Array(1025) }, false],
    ['no authority', { cabundle: [] }, false],
    ['an authority in text', { cabundle: ['root'] }, false],
    ['an empty public key', { public_key: new Uint8Array(0) }, false],
    ['a public key of 1025 bytes', { public_key: new Uint8Array(1025) }, false],
    ['a public key that is null', { public_key: null }, true],
    ['user data of 512 bytes', { user_data: new Uint8Array(512) }, true],
    ['user data of 513 bytes', { user_data: new Uint8Array(513) }, false],
    ['a nonce of 513 bytes', { nonce: new Uint8Array(513) }, false],
    ['a nonce in text', { nonce: 'nonce' }, false],
    ['a field that is not known', { more: 1 }, false],
  ])('with %s', (_, changes, readable) => {
    expect(read(changes) !== undefined).toBe(readable);
  });

  it.each([...good.keys()])('without %s', (field) => {
    expect(read({}, field) !== undefined).toBe(['public_key', 'user_data', 'nonce'].includes(field));
  });
});
