// Unwrapped key material that was used lately, opened for what it does: so that one call does not cost a look into the
// vault and an opened token. The least recently used leaves first.
import type { MaterialHandle } from '../base/brand.ts';

export class MaterialCache<Opened> {
  readonly #load: (handle: MaterialHandle) => Promise<Opened>;
  readonly #capacity: number;
  /** From the one that was used the longest ago to the latest. */
  readonly #keys = new Map<MaterialHandle, Promise<Opened>>();

  constructor(load: (handle: MaterialHandle) => Promise<Opened>, capacity: number) {
    this.#load = load;
    this.#capacity = capacity;
  }

  /** Several who ask at once wait for one loading. One that fails is not kept: the next to ask tries again. */
  get(handle: MaterialHandle): Promise<Opened> {
    const known = this.#keys.get(handle);
    if (known !== undefined) {
      this.#keys.delete(handle);
      this.#keys.set(handle, known);
      return known;
    }
    const loading = this.#load(handle);
    this.#keys.set(handle, loading);
    this.#dropOldest();
    loading.catch(() => {
      if (this.#keys.get(handle) === loading) this.#keys.delete(handle);
    });
    return loading;
  }

  forget(handle: MaterialHandle): void {
    this.#keys.delete(handle);
  }

  #dropOldest(): void {
    for (const handle of this.#keys.keys()) {
      if (this.#keys.size <= this.#capacity) return;
      this.#keys.delete(handle);
    }
  }
}
