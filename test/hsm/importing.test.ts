import { createCipheriv, createHmac, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import type { GeneratedMaterial, MaterialSpec, WrappingAlgorithm, WrappingSpec } from '../../src/hsm/types.ts';
import { random } from './harness.ts';
import { algorithms, der, importBench, kinds, outsideMaterial } from './import-bench.ts';
import { wrap, wrapPadded } from './import-client.ts';
import { messageFor, outsideVerifies } from './outside.ts';
import { hmacSpecs, rsaSpecs, signingCases } from './specs.ts';

const { hsm, importing, parametersOf } = await importBench();

const oaepMost = (algorithm: WrappingAlgorithm, spec: WrappingSpec) =>
  Number(spec.slice(4)) / 8 - (algorithm.endsWith('SHA_1') ? 42 : 66);

/** That it does here what the same bytes do outside. */
async function expectToWork(spec: MaterialSpec, { handle, keyMaterialId, publicKey }: GeneratedMaterial, bytes: Bytes) {
  const text = utf8('text');
  const hmac = hmacSpecs.find(([each]) => each === spec);
  const signing = signingCases.find((each) => each.spec === spec);
  if (hmac) {
    expect(publicKey).toBeNull();
    expect(Buffer.from(await hsm.mac(handle, hmac[1], text))).toEqual(createHmac(hmac[2], bytes).update(text).digest());
  } else if (signing) {
    const outside = createPublicKey(createPrivateKey({ key: Buffer.from(bytes), ...der }));
    expect(publicKey).toEqual(new Uint8Array(outside.export({ format: 'der', type: 'spki' })));
    const message = { ...signing, message: messageFor(signing, publicKey!, text) };
    expect(outsideVerifies(signing, publicKey!, text, await hsm.sign(handle, message, random))).toBe(true);
  } else {
    const material = { handle, keyMaterialId };
    const blob = await hsm.encrypt({ material, plaintext: text, context: {}, maker: 'Encrypt', entropy: random });
    expect(await hsm.decrypt({ material, blob, context: {} })).toEqual(text);
  }
}

it('the client’s key wrap is OpenSSL’s', () => {
  for (const length of [1, 7, 8, 9, 16, 32, 1218]) {
    const [key, bytes] = [randomBytes(32), randomBytes(length)];
    const cipher = createCipheriv('id-aes256-wrap-pad', key, Buffer.from('a65959a6', 'hex'));
    expect(wrapPadded(key, bytes)).toEqual(Buffer.concat([cipher.update(bytes), cipher.final()]));
  }
});

describe.each(algorithms)('%s', (algorithm) => {
  describe.each(rsaSpecs)('with %s', (wrappingSpec) => {
    const fitting = kinds.filter(
      ([, { length }]) => algorithm.includes('KEY_WRAP') || length <= oaepMost(algorithm, wrappingSpec),
    );

    it.each(fitting)('brings in %s material', async (spec, bytes) => {
      const imported = await importing(spec, bytes, { algorithm, wrappingSpec });
      expect(imported).toBeDefined();
      await expectToWork(spec, imported!, bytes);
    });

    it('refuses what is damaged or cut short', async () => {
      const bytes = outsideMaterial.HMAC_256!;
      const { publicKey } = parametersOf(algorithm, wrappingSpec);
      const wrapped = wrap(publicKey, algorithm, bytes);
      for (let at = 0; at < wrapped.length; at += at < wrapped.length - 48 ? 37 : 1) {
        const damaged = Uint8Array.from(wrapped);
        damaged[at]! ^= 1;
        expect(await importing('HMAC_256', bytes, { algorithm, wrappingSpec, wrapped: damaged })).toBeUndefined();
        expect(
          await importing('HMAC_256', bytes, { algorithm, wrappingSpec, wrapped: wrapped.slice(0, at) }),
        ).toBeUndefined();
      }
      const longer = new Uint8Array([...wrapped, 0]);
      expect(await importing('HMAC_256', bytes, { algorithm, wrappingSpec, wrapped: longer })).toBeUndefined();
    });

    it('unwraps nothing that another algorithm or another wrapping key has wrapped', async () => {
      const bytes = outsideMaterial.HMAC_256!;
      for (const other of algorithms) {
        for (const spec of rsaSpecs) {
          if (other === algorithm && spec === wrappingSpec) continue;
          const wrapped = wrap(parametersOf(other, spec).publicKey, other, bytes);
          expect(await importing('HMAC_256', bytes, { algorithm, wrappingSpec, wrapped })).toBeUndefined();
        }
        const ownKey = wrap(parametersOf(algorithm, wrappingSpec).publicKey, other, bytes);
        const imported = await importing('HMAC_256', bytes, { algorithm, wrappingSpec, wrapped: ownKey });
        expect(imported === undefined).toBe(other !== algorithm);
      }
    });
  });
});

it.each(['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'] as const)(
  '%s has an AES key of 256 bits',
  async (algorithm) => {
    const { publicKey } = parametersOf(algorithm, 'RSA_2048');
    for (const length of [16, 24, 32]) {
      const wrapped = wrap(publicKey, algorithm, outsideMaterial.HMAC_256!, randomBytes(length));
      const imported = await importing('HMAC_256', outsideMaterial.HMAC_256!, {
        algorithm,
        wrappingSpec: 'RSA_2048',
        wrapped,
      });
      expect(imported !== undefined).toBe(length === 32);
    }
  },
);
