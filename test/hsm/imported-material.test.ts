import { createPrivateKey, createPublicKey, generatePrimeSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/base/bytes.ts';
import type { MaterialSpec } from '../../src/hsm/types.ts';
import { random } from './harness.ts';
import { der, importBench, kinds, outsideMaterial } from './import-bench.ts';
import { rsaFixture } from './rsa-fixtures.ts';
import { inverse, rsaOfFactors, rsaPkcs8 } from './rsa-pkcs8.ts';

const { importing } = await importBench();

describe('what is imported', () => {
  it.each(kinds)('as another spec than %s is refused', async (spec, bytes) => {
    for (const [other, otherBytes] of kinds) {
      // Raw bytes of the right length are material, whatever they were.
      const sameLength = !/RSA|ECC/.test(other) && bytes.length === otherBytes.length;
      if (other !== spec && !sameLength) expect(await importing(other, bytes), other).toBeUndefined();
    }
    for (const mlDsa of ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'] as const) {
      expect(await importing(mlDsa, bytes)).toBeUndefined();
    }
  });

  it.each<[MaterialSpec, number]>([
    ['SYMMETRIC_DEFAULT', 32],
    ['HMAC_224', 28],
    ['HMAC_256', 32],
    ['HMAC_384', 48],
    ['HMAC_512', 64],
  ])('as %s has exactly %i bytes', async (spec, length) => {
    for (const wrong of [1, 16, length - 1, length + 1, 128]) {
      expect(await importing(spec, random.bytes(wrong))).toBeUndefined();
    }
    expect(await importing(spec, random.bytes(length))).toBeDefined();
  });

  it('is no ML-DSA key', async () => {
    // A seed in PKCS #8 (RFC 9881): 18 bytes of ML-DSA-44's name, [0], 32 bytes.
    const pkcs8 = Buffer.concat([Buffer.from('3034020100300b060960864801650304031104228020', 'hex'), randomBytes(32)]);
    expect(await importing('ML_DSA_44', pkcs8)).toBeUndefined();
  });

  it.each(kinds.filter(([spec]) => /RSA|ECC/.test(spec)))(
    'as %s is whole DER PKCS #8 and nothing else',
    async (spec, bytes) => {
      const inside = bytes.slice(bytes.length > 200 ? 26 : 16);
      const publicPart = createPublicKey(createPrivateKey({ key: Buffer.from(bytes), ...der }));
      const spki = publicPart.export({ format: 'der', type: 'spki' });
      for (const wrong of [
        bytes.slice(0, -1),
        new Uint8Array([...bytes, 0]),
        inside,
        spki,
        randomBytes(bytes.length),
      ]) {
        expect(await importing(spec, wrong)).toBeUndefined();
      }
    },
  );

  it('as RSA has primes that are prime and numbers that are each other’s', async () => {
    const jwk = createPrivateKey({ key: Buffer.from(rsaFixture(2048)), ...der }).export({ format: 'jwk' });
    const other = createPrivateKey({ key: Buffer.from(rsaFixture(2048, 1)), ...der }).export({ format: 'jwk' });
    expect(await importing('RSA_2048', rsaPkcs8(jwk))).toBeDefined();
    for (const field of ['n', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
      expect(await importing('RSA_2048', rsaPkcs8({ ...jwk, [field]: other[field]! })), field).toBeUndefined();
    }
  });

  it('as RSA has no factor that is itself a product', async () => {
    const prime = (bits: number) => generatePrimeSync(bits, { bigint: true });
    const made = (factor: () => bigint): Bytes => rsaOfFactors(factor(), prime(1024)) ?? made(factor);
    expect(
      await importing(
        'RSA_2048',
        made(() => prime(1024)),
      ),
    ).toBeDefined();
    expect(
      await importing(
        'RSA_2048',
        made(() => prime(512) * prime(512)),
      ),
    ).toBeUndefined();
  });

  it('has the ID of the same key ID and bytes, however it came in, and another under another key ID', async () => {
    for (const [spec, bytes] of kinds) {
      const one = await importing(spec, bytes);
      const again = await importing(spec, bytes, { wrappingSpec: 'RSA_4096', algorithm: 'RSA_AES_KEY_WRAP_SHA_1' });
      const elsewhere = await importing(spec, bytes, { keyId: 'another' });
      expect(again!.keyMaterialId).toBe(one!.keyMaterialId);
      expect(again!.handle).not.toBe(one!.handle);
      expect(elsewhere!.keyMaterialId).not.toBe(one!.keyMaterialId);
    }
  });

  it('has the same ID where the same private key is written in another way', async () => {
    const jwk = createPrivateKey({ key: Buffer.from(rsaFixture(2048)), ...der }).export({ format: 'jwk' });
    const swapped = rsaPkcs8({ ...jwk, p: jwk.q!, q: jwk.p!, dp: jwk.dq!, dq: jwk.dp!, qi: inverse(jwk.p!, jwk.q!) });
    expect(swapped).not.toEqual(rsaFixture(2048));
    const [one, other] = [await importing('RSA_2048', rsaFixture(2048)), await importing('RSA_2048', swapped)];
    expect(other!.keyMaterialId).toBe(one!.keyMaterialId);

    const p256 = outsideMaterial.ECC_NIST_P256!;
    // Without the public key that ECPrivateKey may carry (RFC 5915): 138 bytes become 67.
    const short = Buffer.concat([
      Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', 'hex'),
      p256.subarray(36, 68),
    ]);
    const [long, bare] = [await importing('ECC_NIST_P256', p256), await importing('ECC_NIST_P256', short)];
    expect(bare!.keyMaterialId).toBe(long!.keyMaterialId);
    expect(bare!.publicKey).toEqual(long!.publicKey);
  });
});
