// A vault and domain keys that live as long as the program: for tests, for the endpoint without a file, and for forks,
// which read through to the world's vault and keep their own material to themselves.
import type { MaterialHandle, MaterialToken, Region } from '../base/brand.ts';
import type { DomainKeys, SealedMaterial, Vault } from './types.ts';

export class MemoryVault implements Vault {
  readonly #beneath: Vault | undefined;
  readonly #tokens = new Map<MaterialHandle, MaterialToken>();

  constructor(beneath?: Vault) {
    this.#beneath = beneath;
  }

  store({ handle, token }: SealedMaterial): void {
    this.#tokens.set(handle, token);
  }

  /** Its own material only: what lies in the vault beneath is not this one's to destroy. */
  destroy(handle: MaterialHandle): void {
    this.#tokens.delete(handle);
  }

  async read(handle: MaterialHandle): Promise<MaterialToken | undefined> {
    return this.#tokens.get(handle) ?? this.#beneath?.read(handle);
  }
}

export class MemoryDomainKeys implements DomainKeys {
  readonly #keys = new Map<Region, Promise<CryptoKey>>();

  domainKey(region: Region): Promise<CryptoKey> {
    const known = this.#keys.get(region) ?? generateDomainKey();
    this.#keys.set(region, known);
    return known;
  }
}

/** A new AES-256-GCM key that cannot be extracted, from the machine's own randomness, in a seeded world too. */
const generateDomainKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
