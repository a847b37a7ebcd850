import { describe, expect, it } from 'vitest';
import { HsmError } from '../../src/hsm/error.ts';
import { utf8 } from '../../src/base/bytes.ts';
import type { MaterialHandle, Region } from '../../src/base/brand.ts';
import type { DomainKeys, EntropySource, MaterialSpec } from '../../src/hsm/types.ts';
import { MemoryDomainKeys } from '../../src/hsm/memory-vault.ts';
import { bench, ireland, random, seeded, someKeyId, stuck, virginia, type Bench } from './harness.ts';
import { allSpecs, hmacSpecs, signingCases } from './specs.ts';

/** Related HSMs: one domain key each, from one keeper. */
function regions() {
  const domainKeys = new MemoryDomainKeys();
  return [bench({ domainKeys }), bench({ domainKeys, region: ireland })] as const;
}

/** Something that only the material can do, and always does in the same way: what it makes here it undoes there. */
async function expectSameMaterial(
  spec: MaterialSpec,
  handles: [MaterialHandle, MaterialHandle],
  benches: [Bench, Bench],
) {
  const [{ hsm: one }, { hsm: other }] = benches;
  const text = utf8('text');
  const hmac = hmacSpecs.find(([each]) => each === spec);
  const signing = signingCases.find((each) => each.spec === spec && !each.algorithm.includes('PSS'));
  if (hmac) {
    expect(await other.mac(handles[1], hmac[1], text)).toEqual(await one.mac(handles[0], hmac[1], text));
  } else if (signing) {
    const message = { ...signing, message: text };
    const signature = await one.sign(handles[0], message, stuck);
    expect(await other.sign(handles[1], message, stuck)).toEqual(signature);
  } else {
    const names = { keyMaterialId: 'ab'.repeat(32), context: {} };
    const material = { handle: handles[0], ...names };
    const blob = await one.encrypt({ material, plaintext: text, context: {}, maker: 'Encrypt', entropy: random });
    expect(await other.decrypt({ material: { handle: handles[1], ...names }, blob, context: {} })).toEqual(text);
  }
}

describe.each(allSpecs)('a replica of %s material', (spec) => {
  it('is the same material in the other Region, whether a vault has it yet or not', async () => {
    const [here, there] = regions();
    const material = await here.hsm.generate(spec, someKeyId, random);
    const early = await here.hsm.replicate(material, someKeyId, ireland, random);
    here.vault.store(material);
    const late = await here.hsm.replicate(material.handle, someKeyId, ireland, random);
    for (const replica of [early, late]) {
      there.vault.store(replica);
      await expectSameMaterial(spec, [material.handle, replica.handle], [here, there]);
    }
    expect(new Set([material.handle, early.handle, late.handle]).size).toBe(3);
  });

  it('does not open in the first Region, nor with its domain key, nor under the first handle', async () => {
    const [here, there] = regions();
    const material = await here.make(spec);
    const replica = await here.hsm.replicate(material.handle, someKeyId, ireland, random);
    const opens = async (domainKeys: DomainKeys, region: Region, handle = replica.handle) => {
      const { hsm, vault } = bench({ domainKeys, region });
      vault.store({ handle, token: replica.token });
      return hsm.replicate(handle, someKeyId, virginia, random).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(HsmError);
          return false;
        },
      );
    };
    const firstForAll: DomainKeys = { domainKey: () => here.domainKeys.domainKey(virginia) };
    expect(await opens(there.domainKeys, ireland)).toBe(true);
    expect(await opens(there.domainKeys, virginia)).toBe(false);
    expect(await opens(firstForAll, ireland)).toBe(false);
    expect(await opens(new MemoryDomainKeys(), ireland)).toBe(false);
    expect(await opens(there.domainKeys, ireland, material.handle)).toBe(false);
  });
});

describe('replicating', () => {
  it('gives the same handle for the same call of the same world, and another for another Region or draw', async () => {
    const [here] = regions();
    const { handle } = await here.make('HMAC_256', seeded('7'));
    const replica = (to: Region, entropy: EntropySource) => here.hsm.replicate(handle, someKeyId, to, entropy);
    const one = await replica(ireland, seeded('8'));
    expect(await replica(ireland, seeded('8'))).toEqual(one);
    for (const other of [await replica(virginia, seeded('8')), await replica(ireland, seeded('9'))]) {
      expect(other.handle).not.toBe(one.handle);
      expect(other.token).not.toEqual(one.token);
    }
  });

  it('of what is not there is an HsmError', async () => {
    const [here] = regions();
    await expect(here.hsm.replicate('none' as MaterialHandle, someKeyId, ireland, random)).rejects.toThrow(HsmError);
  });
});
