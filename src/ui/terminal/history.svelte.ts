// The lines that were typed on a world, kept for the next visit.
import type { Host } from '../../host/protocol.ts';

const MOST_LINES = 500;

export class History {
  readonly #host: Host;
  readonly #key: string;
  #lines: readonly string[] = $state.raw([]);

  constructor(host: Host, world: string) {
    this.#host = host;
    this.#key = `history/${world}`;
    void this.#load();
  }

  /** From the oldest to the newest. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    if (line.trim() === '' || line === this.#lines.at(-1)) return;
    this.#lines = [...this.#lines, line].slice(-MOST_LINES);
    void this.#host.keep(this.#key, this.#lines);
  }

  async #load(): Promise<void> {
    const kept = await this.#host.kept(this.#key);
    if (!Array.isArray(kept)) return;
    const lines = kept.filter((line): line is string => typeof line === 'string');
    // What was typed meanwhile stands behind what was kept.
    this.#lines = [...lines, ...this.#lines].slice(-MOST_LINES);
  }
}
