import { describe, expect, it } from 'vitest';
import { MemoryDomainKeys } from '../../src/hsm/memory-vault.ts';
import { bench, random, seeded, someKeyId, stuck } from './harness.ts';
import { allSpecs } from './specs.ts';

const fromSeeds = allSpecs.filter((spec) => !spec.startsWith('RSA'));

describe.each(fromSeeds)('%s material of a seeded world', (spec) => {
  it('is the same for the same call of the same world, on any machine', async () => {
    const [one, other] = [bench(), bench()];
    const { token: _, ...made } = await one.hsm.generate(spec, someKeyId, seeded('7'));
    expect(await other.hsm.generate(spec, someKeyId, seeded('7'))).toMatchObject(made);
    const another = await one.hsm.generate(spec, someKeyId, seeded('8'));
    expect(another.keyMaterialId).not.toBe(made.keyMaterialId);
    expect(another.handle).not.toBe(made.handle);
  });

  it('is sealed in the same token under the same domain key', async () => {
    const domainKeys = new MemoryDomainKeys();
    const made = () => bench({ domainKeys }).hsm.generate(spec, someKeyId, seeded('7'));
    expect(await made()).toEqual(await made());
  });
});

it('what a seed makes stays what it was', async () => {
  const { hsm } = bench();
  const ids = await Promise.all(
    fromSeeds.map(async (spec) => [
      spec,
      (await hsm.generate(spec, someKeyId, seeded('7'))).keyMaterialId.slice(0, 16),
    ]),
  );
  // A replay of a recorded world must find these again.
  expect(Object.fromEntries(ids)).toMatchInlineSnapshot(`
    {
      "ECC_NIST_EDWARDS25519": "d787ebd30c5cb807",
      "ECC_NIST_P256": "feb976964efe5457",
      "ECC_NIST_P384": "5f7c40935ae3eb35",
      "ECC_NIST_P521": "35da8c301b58e72f",
      "ECC_SECG_P256K1": "a6e2f37ad448efa2",
      "HMAC_224": "22bad80395f3ae80",
      "HMAC_256": "7469a1f759f83bd7",
      "HMAC_384": "f478b9e241337c23",
      "HMAC_512": "80c1ac02650593a2",
      "ML_DSA_44": "d40e8077bed7e7ac",
      "ML_DSA_65": "3a23a8d83c30706e",
      "ML_DSA_87": "1fdf4474403ca547",
      "SYMMETRIC_DEFAULT": "7469a1f759f83bd7",
    }
  `);
});

it('IVs of tokens differ with kind and material, where each draw is the same', async () => {
  const { hsm } = bench();
  const ivs = await Promise.all(
    allSpecs.map(async (spec) => {
      const { token } = await hsm.generate(spec, someKeyId, stuck);
      const at = token[0]!;
      return Buffer.from(token.subarray(at, at + 12)).toString('hex');
    }),
  );
  expect(new Set(ivs).size).toBe(ivs.length);
});

it('RSA material is the machine’s chance in a seeded world too', async () => {
  const { hsm } = bench({ generateRsa: undefined });
  const [one, other] = [await hsm.generate('RSA_2048', 'key', stuck), await hsm.generate('RSA_2048', 'key', stuck)];
  expect(one.publicKey).not.toEqual(other.publicKey);
  expect(one.handle).not.toBe(other.handle);
});

it('two keys of one pair have different material IDs, and two pairs of one key too', async () => {
  const { hsm } = bench();
  const ids = [
    await hsm.generate('ECC_NIST_P256', 'one', seeded('7')),
    await hsm.generate('ECC_NIST_P256', 'other', seeded('7')),
    await hsm.generate('ECC_NIST_P256', 'one', random),
  ].map(({ keyMaterialId }) => keyMaterialId);
  expect(new Set(ids).size).toBe(3);
});
