import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { HsmError } from '../../src/hsm/error.ts';
import type { GeneratedMaterial, RsaEncryptionAlgorithm, RsaSpec } from '../../src/hsm/types.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, random } from './harness.ts';
import { rsaFixture, type ModulusBits } from './rsa-fixtures.ts';
import { rsaSpecs } from './specs.ts';

const hashes: [RsaEncryptionAlgorithm, string, number][] = [
  ['RSAES_OAEP_SHA_1', 'sha1', 20],
  ['RSAES_OAEP_SHA_256', 'sha256', 32],
];
const cases = rsaSpecs.flatMap((spec) => hashes.map((hash) => [spec, ...hash] as const));

describe.each(cases)('%s with %s', (spec, algorithm, oaepHash, hashBytes) => {
  const bits = Number(spec.slice(4)) as ModulusBits;
  const most = bits / 8 - 2 * hashBytes - 2;
  const { hsm, make } = bench();
  let material: GeneratedMaterial;
  // The first key of its length that the generator hands out.
  const privateKey = createPrivateKey({ key: Buffer.from(rsaFixture(bits)), format: 'der', type: 'pkcs8' });
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };

  beforeAll(async () => {
    material = await make(spec);
  });

  it('opens what Node encrypts, and Node opens what it encrypts', async () => {
    const key = createPublicKey({ key: Buffer.from(material.publicKey!), format: 'der', type: 'spki' });
    const anyPlaintext = byteArrays({ minLength: 0, maxLength: most, size: 'max' });
    await fc.assert(
      fc.asyncProperty(anyPlaintext, async (plaintext) => {
        const theirs = publicEncrypt({ key, ...padding }, plaintext);
        expect(await hsm.decryptRsa(material.handle, algorithm, theirs)).toEqual(plaintext);
        const ours = await hsm.encryptRsa(material.publicKey!, algorithm, plaintext);
        expect(ours).toHaveLength(bits / 8);
        expect(new Uint8Array(privateDecrypt({ key: privateKey, ...padding }, ours))).toEqual(plaintext);
      }),
      { numRuns: 10, examples: [[new Uint8Array(most)], [Uint8Array.of(0)]] },
    );
  });

  it('does not open what is damaged, of another length, algorithm or key', async () => {
    const ciphertext = await hsm.encryptRsa(material.publicKey!, algorithm, utf8('text'));
    for (let at = 0; at < ciphertext.length; at += 7) {
      const damaged = Uint8Array.from(ciphertext);
      damaged[at]! ^= 1;
      expect(await hsm.decryptRsa(material.handle, algorithm, damaged)).toBeUndefined();
    }
    const [first] = hashes.filter(([other]) => other !== algorithm);
    expect(await hsm.decryptRsa(material.handle, first![0], ciphertext)).toBeUndefined();
    for (const wrong of [ciphertext.slice(1), new Uint8Array([0, ...ciphertext]), new Uint8Array(0), utf8('text')]) {
      expect(await hsm.decryptRsa(material.handle, algorithm, wrong)).toBeUndefined();
    }
    expect(await hsm.decryptRsa((await make(spec)).handle, algorithm, ciphertext)).toBeUndefined();
  });
});

it('what is no RSA key is an HsmError', async () => {
  const { hsm, make } = bench();
  const { handle, publicKey } = await make('ECC_NIST_P256');
  await expect(hsm.encryptRsa(publicKey!, 'RSAES_OAEP_SHA_1', utf8('text'))).rejects.toThrow(HsmError);
  await expect(hsm.decryptRsa(handle, 'RSAES_OAEP_SHA_1', new Uint8Array(256))).rejects.toThrow(HsmError);
});

it('without a generator given, the HSM makes RSA keys itself', async () => {
  const spec: RsaSpec = 'RSA_2048';
  const { hsm, vault } = bench({ generateRsa: undefined });
  const [one, other] = [await hsm.generate(spec, 'key', random), await hsm.generate(spec, 'key', random)];
  expect(one.publicKey).toHaveLength(294);
  expect(one.publicKey).not.toEqual(other.publicKey);
  vault.store(one);
  const ciphertext = await hsm.encryptRsa(one.publicKey!, 'RSAES_OAEP_SHA_256', utf8('text'));
  expect(await hsm.decryptRsa(one.handle, 'RSAES_OAEP_SHA_256', ciphertext)).toEqual(utf8('text'));
});
