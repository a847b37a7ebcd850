// Opens CiphertextForRecipient as an enclave would, with Node's crypto and a reader of BER of its own.
import { constants, createDecipheriv, createHash, createPrivateKey, privateDecrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { HsmError } from '../../src/hsm/error.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, random, seeded, stuck } from './harness.ts';
import { rsaFixture } from './rsa-fixtures.ts';

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** One element at `at`, whether its length is definite or not (X.690, 8.1). */
function element(bytes: Buffer, at: number): Element {
  const [tag, first] = [bytes[at]!, bytes[at + 1]!];
  if (first === 0x80) {
    let end = at + 2;
    while (bytes[end] !== 0 || bytes[end + 1] !== 0) end = element(bytes, end).end;
    return { tag, content: bytes.subarray(at + 2, end), end: end + 2 };
  }
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
  const start = at + 2 + octets;
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}

function within(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < content.length; at = elements.at(-1)!.end) elements.push(element(content, at));
  return elements;
}

const at = (content: Buffer, ...path: number[]): Buffer =>
  path.reduce((inside, index) => within(inside)[index]!.content, content);

const parts = (sealed: Uint8Array) => {
  const envelope = at(Buffer.from(sealed), 0, 1, 0);
  const recipient = at(envelope, 1, 0);
  return {
    type: at(Buffer.from(sealed), 0, 0).toString('hex'),
    keyIdentifier: within(recipient)[1]!.content,
    encryptedKey: at(recipient, 3),
    iv: at(envelope, 2, 1, 1),
    content: Buffer.concat(within(at(envelope, 2, 2)).map((piece) => piece.content)),
  };
};

const pkcs8 = (number: number) =>
  createPrivateKey({ key: Buffer.from(rsaFixture(2048, number)), format: 'der', type: 'pkcs8' });

function openAsEnclave(sealed: Uint8Array): Uint8Array {
  const { encryptedKey, iv, content } = parts(sealed);
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const key = privateDecrypt({ key: pkcs8(0), ...padding }, encryptedKey);
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  return new Uint8Array(Buffer.concat([decipher.update(content), decipher.final()]));
}

/** Of the first RSA key that the generator hands out, which is the enclave's. */
const { hsm, make } = bench();
const publicKey = (await make('RSA_2048')).publicKey!;

describe('what is sealed for a recipient', () => {
  it('opens with its private key', async () => {
    await fc.assert(
      fc.asyncProperty(byteArrays({ maxLength: 4096, size: 'max' }), async (plaintext) => {
        for (const entropy of [random, stuck]) {
          expect(openAsEnclave(await hsm.sealForRecipient(publicKey, plaintext, entropy))).toEqual(plaintext);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is EnvelopedData for the key with this identifier', async () => {
    const { type, keyIdentifier } = parts(await hsm.sealForRecipient(publicKey, utf8('text'), random));
    expect(type).toBe('2a864886f70d010703');
    expect(keyIdentifier).toEqual(createHash('sha1').update(publicKey.subarray(24)).digest());
  });

  it('opens with no other private key', async () => {
    const { encryptedKey } = parts(await hsm.sealForRecipient(publicKey, utf8('text'), random));
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    expect(() => privateDecrypt({ key: pkcs8(1), ...padding }, encryptedKey)).toThrow();
  });

  it('has its own content key and IV each time in a sandbox', async () => {
    const [one, other] = [
      parts(await hsm.sealForRecipient(publicKey, utf8('text'), random)),
      parts(await hsm.sealForRecipient(publicKey, utf8('text'), random)),
    ];
    expect(one.iv).not.toEqual(other.iv);
    expect(one.content).not.toEqual(other.content);
  });

  it('has them from the seed in a seeded world, and others for another text', async () => {
    const sealed = async (text: string, entropy = stuck) => {
      const { iv, content } = parts(await hsm.sealForRecipient(publicKey, utf8(text), entropy));
      return { iv: iv.toString('hex'), content: content.toString('hex') };
    };
    const one = await sealed('text');
    expect(await sealed('text')).toEqual(one);
    for (const other of [await sealed('TEXT'), await sealed('text', seeded('7'))]) {
      expect(other.iv).not.toBe(one.iv);
      expect(other.content).not.toBe(one.content);
    }
  });

  it('needs an RSA public key', async () => {
    const other = (await make('ECC_NIST_P256')).publicKey!;
    for (const wrong of [other, new Uint8Array(0), publicKey.slice(1)]) {
      await expect(hsm.sealForRecipient(wrong, utf8('text'), random)).rejects.toThrow(HsmError);
    }
  });
});
