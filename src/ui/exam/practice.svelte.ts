// Practising: one item after another, the ones that were got wrong first, and what was answered is kept.
import type { Item, Option } from '../../exam/types.ts';
import type { Host } from '../../host/protocol.ts';
import { latestByItem, readResults } from './results.ts';
import type { Confidence, Result } from './results.ts';
import { shuffled } from './shuffle.ts';

const KEY = 'exam/results';
const MOST_RESULTS = 2_000;
const letters = 'ABCDEFGHIJ';

export interface ShownOption {
  /** Its letter in the order in which it is shown. */
  readonly letter: string;
  readonly option: Option;
}

export class Practice {
  readonly items: readonly Item[];
  readonly ready: Promise<void>;
  readonly #host: Host;
  #results: readonly Result[] = $state.raw([]);
  #queue: readonly Item[] = $state.raw([]);
  #at = $state.raw(0);
  #chosen: readonly string[] = $state.raw([]);
  #confidence: Confidence | null = $state.raw(null);
  #answered: Result | null = $state.raw(null);
  readonly #options: readonly ShownOption[] = $derived.by(() => {
    const { item } = this;
    if (item === undefined) return [];
    return shuffled(item.options, `${item.id} ${this.#attempts(item.id)}`).map((option, index) => ({
      letter: letters[index] ?? '?',
      option,
    }));
  });

  constructor(host: Host, items: readonly Item[]) {
    this.#host = host;
    this.items = items;
    this.#queue = items;
    this.ready = this.#load();
  }

  get item(): Item | undefined {
    return this.#queue[this.#at];
  }
  get position(): number {
    return this.#at + 1;
  }
  get length(): number {
    return this.#queue.length;
  }
  get options(): readonly ShownOption[] {
    return this.#options;
  }
  get chosen(): readonly string[] {
    return this.#chosen;
  }
  get confidence(): Confidence | null {
    return this.#confidence;
  }
  /** How this item was answered just now; null before. */
  get answered(): Result | null {
    return this.#answered;
  }
  /** The last result of each item that was ever answered. */
  get latest(): ReadonlyMap<string, Result> {
    return latestByItem(this.#results);
  }
  get canAnswer(): boolean {
    return this.#chosen.length > 0 && this.#confidence !== null && this.#answered === null;
  }

  choose(option: string): void {
    if (this.#answered) return;
    if (this.item?.kind === 'one') this.#chosen = [option];
    else if (this.#chosen.includes(option)) this.#chosen = this.#chosen.filter((other) => other !== option);
    else this.#chosen = [...this.#chosen, option];
  }

  rate(confidence: Confidence): void {
    if (!this.#answered) this.#confidence = confidence;
  }

  answer(): void {
    const { item, chosen, confidence } = this;
    if (item === undefined || confidence === null || !this.canAnswer) return;
    const key = item.options.filter(({ right }) => right).map(({ id }) => id);
    const right = key.length === chosen.length && key.every((id) => chosen.includes(id));
    // Frozen with the options as they are shown: the attempt counts only when the next item comes.
    this.#answered = { item: item.id, chosen: [...chosen], right, confidence, atMs: Date.now() };
    void this.#host.keep(KEY, [...this.#results, this.#answered].slice(-MOST_RESULTS));
  }

  next(): void {
    if (this.#answered) this.#results = [...this.#results, this.#answered].slice(-MOST_RESULTS);
    this.#chosen = [];
    this.#confidence = null;
    this.#answered = null;
    if (this.#at + 1 < this.#queue.length) this.#at += 1;
    else this.#begin();
  }

  #begin(): void {
    const { latest } = this;
    const urgency = (item: Item) => {
      const last = latest.get(item.id);
      if (last === undefined) return 2;
      if (last.right) return last.confidence === 'sure' ? 5 : last.confidence === 'think' ? 4 : 3;
      return last.confidence === 'sure' ? 0 : 1;
    };
    const mixed = shuffled(this.items, `round ${this.#results.length}`);
    this.#queue = [...mixed].sort((a, b) => urgency(a) - urgency(b));
    this.#at = 0;
  }

  #attempts(item: string): number {
    return this.#results.filter((result) => result.item === item).length;
  }

  async #load(): Promise<void> {
    this.#results = readResults(await this.#host.kept(KEY));
    this.#begin();
  }
}
