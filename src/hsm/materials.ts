// A Region's key material: sealed under the domain key on its way out, opened and kept at hand on its way in.
// Source: AWS KMS Cryptographic Details, "Exported key tokens" and "Domain keys".
import type { MaterialHandle, Region } from '../base/brand.ts';
import { MaterialCache } from './cache.ts';
import { keyMaterialIdOf, tokenNames } from './derive.ts';
import { HsmError } from './error.ts';
import type { ClearMaterial } from './kinds.ts';
import { openMaterial, publicKeyOf, type OpenMaterial } from './opening.ts';
import { openToken, sealToken } from './token.ts';
import type { DomainKeys, EntropySource, GeneratedMaterial, SealedMaterial, Vault } from './types.ts';

type OpenAs<Kind extends OpenMaterial['kind']> = Extract<OpenMaterial, { kind: Kind }>;

export class Materials {
  readonly region: Region;
  readonly #vault: Vault;
  readonly #domainKeys: DomainKeys;
  readonly #opened: MaterialCache<OpenMaterial>;

  constructor(region: Region, vault: Vault, domainKeys: DomainKeys, cachedMaterials: number) {
    this.region = region;
    this.#vault = vault;
    this.#domainKeys = domainKeys;
    this.#opened = new MaterialCache((handle) => this.#open(handle), cachedMaterials);
  }

  /** The material, opened. Throws an HsmError where it is of another kind than what is to be done with it. */
  async open<Kind extends OpenMaterial['kind']>(handle: MaterialHandle, ...kinds: Kind[]): Promise<OpenAs<Kind>> {
    const opened = await this.#opened.get(handle);
    if (!isOpenAs(opened, kinds)) throw new HsmError(`${handle} is no ${kinds.join(' or ')} material.`);
    return opened;
  }

  forget(handle: MaterialHandle): void {
    this.#opened.forget(handle);
  }

  async warm(handle: MaterialHandle): Promise<void> {
    try {
      await this.#opened.get(handle);
    } catch {
      // Nobody asked for the material yet. Whoever does is told what is wrong with it.
    }
  }

  /** Who asked for it wipes it. */
  async clear(handle: MaterialHandle): Promise<ClearMaterial> {
    const token = await this.#vault.read(handle);
    if (token === undefined) throw new HsmError(`The vault of ${this.region} has no ${handle}.`);
    return this.unseal({ handle, token });
  }

  /** Who asked for it wipes it. */
  async unseal({ handle, token }: SealedMaterial): Promise<ClearMaterial> {
    return openToken(await this.domainKey(), this.region, handle, token);
  }

  async seal(clear: ClearMaterial, keyId: string, entropy: EntropySource, to = this.region): Promise<SealedMaterial> {
    const names = tokenNames(clear, entropy.bytes(32), to, keyId);
    const token = await sealToken(await this.domainKey(to), to, names, clear);
    return { handle: names.handle, token };
  }

  /**
   * Seals what came into being here, and wipes it. The ID of a pair is its public key's: one private key may be written
   * in several ways, and is the same material in all of them.
   */
  async take(clear: ClearMaterial, keyId: string, entropy: EntropySource): Promise<GeneratedMaterial> {
    try {
      const sealed = await this.seal(clear, keyId, entropy);
      const publicKey = await publicKeyOf(clear);
      return { ...sealed, keyMaterialId: keyMaterialIdOf(keyId, publicKey ?? clear.material), publicKey };
    } finally {
      clear.material.fill(0);
    }
  }

  async domainKey(region = this.region): Promise<CryptoKey> {
    const key = await this.#domainKeys.domainKey(region);
    if (key.extractable) throw new HsmError(`The domain key of ${region} could be taken out of the HSM.`);
    return key;
  }

  async #open(handle: MaterialHandle): Promise<OpenMaterial> {
    const clear = await this.clear(handle);
    try {
      return await openMaterial(clear);
    } finally {
      clear.material.fill(0);
    }
  }
}

const isOpenAs = <Kind extends OpenMaterial['kind']>(opened: OpenMaterial, kinds: Kind[]): opened is OpenAs<Kind> =>
  kinds.some((kind) => kind === opened.kind);
