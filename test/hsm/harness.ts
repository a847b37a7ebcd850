// An HSM with its vault in memory, and entropy of three kinds.
import { randomBytes } from 'node:crypto';
import type { Region } from '../../src/base/brand.ts';
import { u32be, utf8, type Bytes } from '../../src/base/bytes.ts';
import { hkdfSha256 } from '../../src/crypto/hkdf.ts';
import { createHsm, type CachingHsm, type HsmParts } from '../../src/hsm/hsm.ts';
import { MemoryDomainKeys, MemoryVault } from '../../src/hsm/memory-vault.ts';
import type { DomainKeys, EntropySource, GeneratedMaterial, MaterialSpec } from '../../src/hsm/types.ts';
import { fixtureRsa } from './rsa-fixtures.ts';

export const virginia = 'us-east-1' as Region;
export const ireland = 'eu-west-1' as Region;

export const random: EntropySource = { deterministic: false, bytes: (length) => new Uint8Array(randomBytes(length)) };

/** What a seeded world gives one of its calls. */
export function seeded(seed: string): EntropySource {
  let draws = 0;
  return {
    deterministic: true,
    bytes(length) {
      draws += 1;
      return hkdfSha256(utf8(seed), u32be(draws), length);
    },
  };
}

/** The worst that a seeded world could do: each draw is the one before. */
export const stuck: EntropySource = { deterministic: true, bytes: (length) => new Uint8Array(length).fill(7) };

/** Gives these bytes first, and then what is random. */
export function startingWith(first: Bytes): EntropySource {
  const rest = [Uint8Array.from(first)];
  return { deterministic: false, bytes: (length) => rest.shift() ?? random.bytes(length) };
}

export interface Bench {
  readonly hsm: CachingHsm;
  readonly vault: MemoryVault;
  readonly domainKeys: DomainKeys;
  /** New symmetric material, laid into the vault. */
  generate(keyId?: string, entropy?: EntropySource): Promise<GeneratedMaterial>;
  /** New material of any kind, laid into the vault. RSA material is a fixture. */
  make(spec: MaterialSpec, entropy?: EntropySource): Promise<GeneratedMaterial>;
}

export const someKeyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

export function bench(
  parts: {
    region?: Region;
    cachedMaterials?: number;
    domainKeys?: DomainKeys;
    generateRsa?: HsmParts['generateRsa'];
  } = {},
): Bench {
  const { region = virginia, domainKeys = new MemoryDomainKeys(), ...rest } = parts;
  const vault = new MemoryVault();
  const hsm = createHsm({ region, vault, domainKeys, generateRsa: fixtureRsa(), ...rest });
  const generate = async (spec: MaterialSpec, keyId: string, entropy: EntropySource) => {
    const material = await hsm.generate(spec, keyId, entropy);
    vault.store(material);
    return material;
  };
  return {
    hsm,
    vault,
    domainKeys,
    generate: (keyId = someKeyId, entropy = random) => generate('SYMMETRIC_DEFAULT', keyId, entropy),
    make: (spec, entropy = random) => generate(spec, someKeyId, entropy),
  };
}
