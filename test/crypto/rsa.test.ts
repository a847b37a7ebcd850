import * as node from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { digest } from '../../src/crypto/digest.ts';
import { DIGEST_BYTES, type RsaSignatureHash } from '../../src/crypto/rsa-encodings.ts';
import {
  generateRsaKey,
  openRsaPrivateKey,
  openRsaPublicKey,
  type RsaModulusBits,
  type RsaSignatureScheme,
} from '../../src/crypto/rsa.ts';
import { rsaFixture } from '../hsm/rsa-fixtures.ts';
import { byteArrays } from './byte-arrays.ts';
import { jwsRs256, nistPss, oaepSha256 } from './rsa-known-answers.ts';
import { bytesOf } from './wycheproof.ts';

const sizes: readonly RsaModulusBits[] = [2048, 3072, 4096];
const hashes: readonly RsaSignatureHash[] = ['SHA-256', 'SHA-384', 'SHA-512'];
const schemes = hashes.flatMap((hash) =>
  (['PSS', 'PKCS1'] as const).flatMap((scheme) => [false, true].map((prehashed) => ({ scheme, hash, prehashed }))),
);
const inNode = (hash: string) => hash.replace('-', '').toLowerCase();

function pair(modulusBits: RsaModulusBits, number = 0) {
  const pkcs8 = rsaFixture(modulusBits, number);
  const ours = openRsaPrivateKey(pkcs8, modulusBits)!;
  const nodes = node.createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return { ours, public: openRsaPublicKey(ours.publicKey)!, nodes };
}
const pairs = Object.fromEntries(sizes.map((size) => [size, pair(size)])) as Record<
  RsaModulusBits,
  ReturnType<typeof pair>
>;

const nodePadding = ({ scheme }: RsaSignatureScheme) =>
  scheme === 'PSS'
    ? { padding: node.constants.RSA_PKCS1_PSS_PADDING, saltLength: node.constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: node.constants.RSA_PKCS1_PADDING };

const given = (scheme: RsaSignatureScheme, message: Bytes): Bytes =>
  scheme.prehashed ? digest(scheme.hash, message) : message;

const saltFor = ({ scheme, hash, prehashed }: RsaSignatureScheme): Bytes | undefined =>
  scheme === 'PSS' && prehashed ? new Uint8Array(node.randomBytes(DIGEST_BYTES[hash])) : undefined;

describe('known answers', () => {
  it('signs with PSS as NIST does, given the salt', async () => {
    const key = openRsaPrivateKey(nistPss.key(), 3072)!;
    const scheme = { scheme: 'PSS', hash: 'SHA-256' } as const;
    const ofMessage = await key.sign({ ...scheme, prehashed: false }, nistPss.message, nistPss.salt);
    const ofDigest = await key.sign({ ...scheme, prehashed: true }, digest('SHA-256', nistPss.message), nistPss.salt);
    expect(toHex(ofMessage)).toBe(nistPss.signature);
    expect(toHex(ofDigest)).toBe(nistPss.signature);
  });

  it.each([false, true])('signs with PKCS #1 v1.5 as RFC 7515 does (prehashed: %s)', async (prehashed) => {
    const key = openRsaPrivateKey(jwsRs256.key(), 2048)!;
    const scheme = { scheme: 'PKCS1', hash: 'SHA-256', prehashed } as const;
    expect(await key.sign(scheme, given(scheme, jwsRs256.message))).toEqual(jwsRs256.signature);
  });

  it('decrypts what OAEP with SHA-256 encrypted', async () => {
    const key = openRsaPrivateKey(oaepSha256.key(), 2048)!;
    const opened = await key.decryptOaep('SHA-256', bytesOf(oaepSha256.ciphertext));
    expect(toHex(opened!)).toBe(oaepSha256.plaintext);
  });
});

describe.each(sizes)('RSA with %i bits', (size) => {
  const { ours, public: ourPublic, nodes } = pairs[size];
  const message = utf8('what is signed');

  it('has the public key that Node has', () => {
    const spki = node.createPublicKey(nodes).export({ format: 'der', type: 'spki' });
    expect(ours.publicKey).toEqual(new Uint8Array(spki));
    expect(ours.publicKey).toHaveLength({ 2048: 294, 3072: 422, 4096: 550 }[size]);
    expect(ourPublic.modulusBits).toBe(size);
  });

  it.each(schemes)('$scheme $hash, prehashed $prehashed: Node verifies what it signs', async (scheme) => {
    const signature = await ours.sign(scheme, given(scheme, message), saltFor(scheme));
    expect(signature).toHaveLength(size / 8);
    const key = { key: node.createPublicKey(nodes), ...nodePadding(scheme) };
    expect(node.verify(inNode(scheme.hash), message, key, signature)).toBe(true);
    expect(node.verify(inNode(scheme.hash), utf8('another'), key, signature)).toBe(false);
  });

  it.each(schemes)('$scheme $hash, prehashed $prehashed: it verifies what Node signs', async (scheme) => {
    const signed = node.sign(inNode(scheme.hash), message, { key: nodes, ...nodePadding(scheme) });
    const signature = new Uint8Array(signed);
    expect(await ourPublic.verify(scheme, given(scheme, message), signature)).toBe(true);
    expect(await ourPublic.verify(scheme, given(scheme, utf8('another')), signature)).toBe(false);
    const others = schemes.filter((other) => other.scheme !== scheme.scheme || other.hash !== scheme.hash);
    for (const other of others) {
      expect(await ourPublic.verify(other, given(other, message), signature)).toBe(false);
    }
  });

  it.each(hashes)('PSS %s: refuses a salt of any other length', async (hash) => {
    const lengths = [0, 20, DIGEST_BYTES[hash] - 1, DIGEST_BYTES[hash] + 1];
    for (const saltLength of lengths) {
      const key = { key: nodes, padding: node.constants.RSA_PKCS1_PSS_PADDING, saltLength };
      const signature = new Uint8Array(node.sign(inNode(hash), message, key));
      for (const prehashed of [false, true]) {
        const scheme = { scheme: 'PSS', hash, prehashed } as const;
        expect(await ourPublic.verify(scheme, given(scheme, message), signature)).toBe(false);
      }
    }
  });

  it.each(['SHA-1', 'SHA-256'] as const)('OAEP %s: each opens what the other encrypts', async (hash) => {
    const padding = { padding: node.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: inNode(hash) };
    const longest = size / 8 - 2 * (hash === 'SHA-1' ? 20 : 32) - 2;
    for (const length of [0, 1, 32, longest]) {
      const plaintext = new Uint8Array(node.randomBytes(length));
      const sealed = await ourPublic.encryptOaep(hash, plaintext);
      expect(sealed).toHaveLength(size / 8);
      expect(new Uint8Array(node.privateDecrypt({ key: nodes, ...padding }, sealed))).toEqual(plaintext);
      const byNode = node.publicEncrypt({ key: node.createPublicKey(nodes), ...padding }, plaintext);
      expect(await ours.decryptOaep(hash, new Uint8Array(byNode))).toEqual(plaintext);
    }
    await expect(ourPublic.encryptOaep(hash, new Uint8Array(longest + 1))).rejects.toThrow();
  });
});

describe('RSA', () => {
  const { ours, public: ourPublic } = pairs[2048];

  it('signs anew each time with PSS, and the same each time with PKCS #1 v1.5', async () => {
    const message = utf8('twice');
    const signTwice = async (scheme: RsaSignatureScheme) => [
      toHex(await ours.sign(scheme, message)),
      toHex(await ours.sign(scheme, message)),
    ];
    const [pss, otherPss] = await signTwice({ scheme: 'PSS', hash: 'SHA-256', prehashed: false });
    expect(pss).not.toBe(otherPss);
    const [pkcs1, samePkcs1] = await signTwice({ scheme: 'PKCS1', hash: 'SHA-256', prehashed: false });
    expect(pkcs1).toBe(samePkcs1);
  });

  it('does not sign a digest with PSS without a salt, or with one of another length, or what is no digest', async () => {
    const scheme = { scheme: 'PSS', hash: 'SHA-384', prehashed: true } as const;
    await expect(ours.sign(scheme, new Uint8Array(48))).rejects.toThrow('is given its salt');
    await expect(ours.sign(scheme, new Uint8Array(48), new Uint8Array(32))).rejects.toThrow('digest and salt');
    await expect(ours.sign(scheme, new Uint8Array(32), new Uint8Array(48))).rejects.toThrow('digest and salt');
    const pkcs1 = { ...scheme, scheme: 'PKCS1' } as const;
    await expect(ours.sign(pkcs1, new Uint8Array(32))).rejects.toThrow('the digest is one of SHA-384');
    expect(await ourPublic.verify(pkcs1, new Uint8Array(32), new Uint8Array(256))).toBe(false);
  });

  it.each(schemes)('$scheme $hash, prehashed $prehashed: refuses a signature with any bit changed', async (scheme) => {
    const message = given(scheme, utf8('damaged'));
    const signature = await ours.sign(scheme, message, saltFor(scheme));
    await fc.assert(
      fc.asyncProperty(fc.nat(255), fc.nat(7), async (at, bit) => {
        const damaged = signature.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
        expect(await ourPublic.verify(scheme, message, damaged)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it.each(schemes)('$scheme $hash, prehashed $prehashed: refuses any bytes, whatever their length', async (scheme) => {
    const message = given(scheme, utf8('no signature'));
    const good = await ours.sign(scheme, message, saltFor(scheme));
    const lengthened = [new Uint8Array([0, ...good]), new Uint8Array([...good, 0]), good.slice(1), good.slice(0, -1)];
    const extremes = [new Uint8Array(256), new Uint8Array(256).fill(0xff), new Uint8Array(0)];
    for (const bytes of [...lengthened, ...extremes]) {
      expect(await ourPublic.verify(scheme, message, bytes)).toBe(false);
    }
    await fc.assert(
      fc.asyncProperty(byteArrays({ maxLength: 300 }), async (bytes) => {
        expect(await ourPublic.verify(scheme, message, bytes)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it.each(['SHA-1', 'SHA-256'] as const)('OAEP %s opens no ciphertext in which a byte was changed', async (hash) => {
    const sealed = await ourPublic.encryptOaep(hash, utf8('sealed'));
    await fc.assert(
      fc.asyncProperty(fc.nat(255), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = sealed.map((byte, index) => (index === at ? byte ^ change : byte));
        expect(await ours.decryptOaep(hash, damaged)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
    for (const bytes of [new Uint8Array(0), sealed.slice(1), new Uint8Array([...sealed, 0]), new Uint8Array(256)]) {
      expect(await ours.decryptOaep(hash, bytes)).toBeUndefined();
    }
    expect(await pair(2048, 1).ours.decryptOaep(hash, sealed)).toBeUndefined();
  });

  it('opens with one hash nothing that was sealed with another', async () => {
    const sealed = await ourPublic.encryptOaep('SHA-1', utf8('sealed'));
    expect(await ours.decryptOaep('SHA-256', sealed)).toBeUndefined();
  });

  it('imports a key into WebCrypto once for each thing that it does', async () => {
    const { ours: key } = pair(2048, 2);
    const importing = vi.spyOn(crypto.subtle, 'importKey');
    const scheme = { scheme: 'PKCS1', hash: 'SHA-256', prehashed: false } as const;
    for (const message of ['one', 'two', 'three']) await key.sign(scheme, utf8(message));
    expect(importing).toHaveBeenCalledTimes(1);
    await key.sign({ ...scheme, hash: 'SHA-512' }, utf8('one'));
    expect(importing).toHaveBeenCalledTimes(2);
    await key.sign({ ...scheme, prehashed: true }, new Uint8Array(32));
    expect(importing).toHaveBeenCalledTimes(2);
    importing.mockRestore();
  });

  it('generates keys of the length that is asked for, with the exponent 65537', async () => {
    const key = openRsaPrivateKey(await generateRsaKey(2048), 2048);
    const { publicKey } = key!;
    const { publicExponent, modulusLength } = node.createPublicKey({
      key: Buffer.from(publicKey),
      format: 'der',
      type: 'spki',
    }).asymmetricKeyDetails!;
    expect([publicExponent, modulusLength]).toEqual([65537n, 2048]);
  });
});
