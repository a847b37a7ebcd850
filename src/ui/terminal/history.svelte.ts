// The lines that were typed on a world, kept for the next visit.
import type { Host } from '../../host/protocol.ts';
import { HISTSIZE, remembered } from '../../shell/history.ts';

export class History {
  readonly #host: Host;
  readonly #key: string;
  readonly ready: Promise<void>;
  #lines: readonly string[] = $state.raw([]);

  constructor(host: Host, world: string) {
    this.#host = host;
    this.#key = `history/${world}`;
    this.ready = this.#load();
  }

  /** From the oldest to the newest. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    const lines = remembered(this.#lines, line);
    if (lines === this.#lines) return;
    this.#lines = lines;
    void this.#host.keep(this.#key, lines);
  }

  async #load(): Promise<void> {
    const kept = await this.#host.kept(this.#key);
    if (!Array.isArray(kept)) return;
    const lines = kept.filter((line): line is string => typeof line === 'string');
    // What was typed meanwhile stands behind what was kept.
    this.#lines = [...lines, ...this.#lines].slice(-HISTSIZE);
  }
}
