// What was typed and answered in one terminal, in order. The terminal and the plain view both show this.
import type { Output } from '../../shell/shell-api.ts';
import { Listeners } from '../listeners.ts';

export type TranscriptItem =
  | { readonly id: number; readonly kind: 'line'; readonly prompt: string; readonly text: string }
  | { readonly id: number; readonly kind: 'output'; readonly stream: Output['stream']; readonly text: string }
  /** What the page says itself, such as what was undone. */
  | { readonly id: number; readonly kind: 'note'; readonly text: string };

export type Addition =
  | { readonly kind: 'line'; readonly prompt: string; readonly text: string }
  | { readonly kind: 'output'; readonly stream: Output['stream']; readonly text: string }
  | { readonly kind: 'note'; readonly text: string };

/** The oldest items go when there is more text than this: a terminal's scrollback, not an archive. */
const MOST_CHARACTERS = 400_000;
/** Output is joined to the item before it, up to this size. */
const JOINED_CHARACTERS = 4_000;

export class Transcript {
  #items: TranscriptItem[] = [];
  #shown: readonly TranscriptItem[] = $state.raw([]);
  #characters = 0;
  #nextId = 1;
  #scheduled = false;
  readonly #listeners = new Listeners<Addition | 'cleared'>();

  /** New whenever something was added. */
  get items(): readonly TranscriptItem[] {
    return this.#shown;
  }

  /** What is there now, also what is not shown yet. */
  everything(): readonly TranscriptItem[] {
    return this.#items;
  }

  add(addition: Addition): void {
    const last = this.#items.at(-1);
    const joins =
      addition.kind === 'output' &&
      last?.kind === 'output' &&
      last.stream === addition.stream &&
      last.text.length < JOINED_CHARACTERS;
    if (joins) this.#items[this.#items.length - 1] = { ...last, text: last.text + addition.text };
    else this.#items.push({ id: this.#nextId++, ...addition });
    this.#characters += addition.text.length;
    while (this.#characters > MOST_CHARACTERS && this.#items.length > 1) {
      this.#characters -= this.#items.shift()?.text.length ?? 0;
    }
    this.#show();
    this.#listeners.tell(addition);
  }

  clear(): void {
    this.#items = [];
    this.#characters = 0;
    this.#show();
    this.#listeners.tell('cleared');
  }

  /** Hears every addition by itself, as it comes. */
  subscribe(listener: (addition: Addition | 'cleared') => void): () => void {
    return this.#listeners.add(listener);
  }

  /** A line that prints ten thousand times is drawn a few times. */
  #show(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#shown = [...this.#items];
    });
  }
}

/** Text without the escape sequences that only a terminal understands. */
export const withoutEscapes = (text: string): string => text.replaceAll(escapeSequence, '').replaceAll('\r\n', '\n');

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
const escapeSequence = new RegExp(
  `${ESC}\\[[0-?]*[ -/]*[@-~]|${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)|${ESC}[@-Z\\\\^_]`,
  'g',
);
