// Terminal or plain view: as the learner chose, else the terminal where there is room for it.
import { MediaQuery } from 'svelte/reactivity';
import type { Host } from '../../host/protocol.ts';

const KEY = 'plain-view';

export class ViewChoice {
  readonly #host: Host;
  readonly #phone = new MediaQuery('max-width: 800px');
  #chosen: boolean | null = $state.raw(null);
  #failed = $state.raw(false);

  constructor(host: Host) {
    this.#host = host;
    void host.kept(KEY).then((kept) => {
      if (typeof kept === 'boolean' && this.#chosen === null) this.#chosen = kept;
    });
  }

  get plain(): boolean {
    return this.#failed || (this.#chosen ?? this.#phone.current);
  }
  /** Whether the terminal could not be loaded, so that there is no choice. */
  get failed(): boolean {
    return this.#failed;
  }

  toggle(): void {
    this.#chosen = !this.plain;
    void this.#host.keep(KEY, this.#chosen);
  }

  fail(): void {
    this.#failed = true;
  }
}
