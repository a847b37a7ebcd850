// Practising, as the page has it: the question that is shown, what is chosen, and the results that are kept. What comes
// next and what is right is the exam room's to say.
import { isRight, latestByItem, optionsShown, readResults, roundOf } from '../../exam/practice.ts';
import type { Confidence, Result, ShownOption } from '../../exam/practice.ts';
import type { Misconception } from '../../exam/misconceptions.ts';
import type { Item } from '../../exam/types.ts';
import type { Host } from '../../host/protocol.ts';

const KEY = 'exam/results';
const MOST_RESULTS = 2_000;

export class Practice {
  readonly items: readonly Item[];
  readonly ready: Promise<void>;
  readonly #host: Host;
  readonly #misconceptions: readonly Misconception[];
  #results: readonly Result[] = $state.raw([]);
  #queue: readonly Item[] = $state.raw([]);
  #at = $state.raw(0);
  #chosen: readonly string[] = $state.raw([]);
  #confidence: Confidence | null = $state.raw(null);
  #answered: Result | null = $state.raw(null);
  readonly #options: readonly ShownOption[] = $derived.by(() =>
    this.item === undefined ? [] : optionsShown(this.item, this.#results),
  );

  constructor(host: Host, items: readonly Item[], misconceptions: readonly Misconception[] = []) {
    this.#host = host;
    this.items = items;
    this.#misconceptions = misconceptions;
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

  /** What is believed by whoever takes a wrong option. */
  beliefOf(name: string | null): string | undefined {
    return this.#misconceptions.find((one) => one.name === name)?.belief;
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
    // Counted when the next item comes: until then the options stay as they are shown.
    this.#answered = {
      item: item.id,
      chosen: [...chosen],
      right: isRight(item, chosen),
      confidence,
      atMs: Date.now(),
    };
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
    this.#queue = roundOf(this.items, this.#results);
    this.#at = 0;
  }

  async #load(): Promise<void> {
    this.#results = readResults(await this.#host.kept(KEY));
    this.#begin();
  }
}
