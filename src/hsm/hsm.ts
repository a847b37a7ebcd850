// One Region's HSM: it alone sees key bytes. What leaves it is sealed under the Region's domain key, or derived.
// Source: AWS KMS Cryptographic Details. What it does is told in the files beside this one, each by its concern.
import type { MaterialHandle, Region } from '../base/brand.ts';
import type { Bytes } from '../base/bytes.ts';
import { newMaterial } from './generating.ts';
import { macIsOf, macOf } from './macs.ts';
import { Materials } from './materials.ts';
import { replicateMaterial } from './replicating.ts';
import { decryptSymmetric, encryptSymmetric } from './symmetric.ts';
import type { DomainKeys, GeneratedMaterial, Hsm, SealedMaterial, Vault } from './types.ts';

export interface HsmParts {
  readonly region: Region;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
  /** How many pieces of unwrapped material are kept at hand. */
  readonly cachedMaterials?: number;
}

export interface CachingHsm extends Hsm {
  /** For when the material is destroyed in the vault: without this, what was used lately could still be used. */
  forget(handle: MaterialHandle): void;
}

export const createHsm = (parts: HsmParts): CachingHsm => new RegionHsm(parts);

class RegionHsm implements CachingHsm {
  readonly region: Region;
  readonly #materials: Materials;

  constructor({ region, vault, domainKeys, cachedMaterials = 1024 }: HsmParts) {
    this.region = region;
    this.#materials = new Materials(region, vault, domainKeys, cachedMaterials);
  }

  async generate(...[spec, keyId, entropy]: Parameters<Hsm['generate']>): Promise<GeneratedMaterial> {
    return this.#materials.take({ spec, material: await newMaterial(spec, entropy) }, keyId, entropy);
  }

  replicate(...request: Parameters<Hsm['replicate']>): Promise<SealedMaterial> {
    return replicateMaterial(this.#materials, ...request);
  }

  encrypt(request: Parameters<Hsm['encrypt']>[0]): Promise<Bytes> {
    return encryptSymmetric(() => this.#materials.open(request.material.handle, 'SYMMETRIC'), request);
  }

  decrypt(request: Parameters<Hsm['decrypt']>[0]): Promise<Bytes | undefined> {
    return decryptSymmetric(() => this.#materials.open(request.material.handle, 'SYMMETRIC'), request);
  }

  async mac(...[handle, algorithm, message]: Parameters<Hsm['mac']>): Promise<Bytes> {
    const read = new Uint8Array(message);
    return macOf(await this.#materials.open(handle, 'HMAC'), algorithm, read);
  }

  async verifyMac(...[handle, algorithm, message, mac]: Parameters<Hsm['verifyMac']>): Promise<boolean> {
    const [readMessage, readMac] = [new Uint8Array(message), new Uint8Array(mac)];
    return macIsOf(await this.#materials.open(handle, 'HMAC'), algorithm, readMessage, readMac);
  }

  random(...[length, entropy]: Parameters<Hsm['random']>): Bytes {
    return entropy.bytes(length);
  }

  warm(handle: MaterialHandle): Promise<void> {
    return this.#materials.warm(handle);
  }

  forget(handle: MaterialHandle): void {
    this.#materials.forget(handle);
  }
}
