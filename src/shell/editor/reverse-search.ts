// Ctrl+R: looks for a line of the history while its text is typed.
import { found } from '../history.ts';
import type { Key } from './keys.ts';
import type { Buffer } from './line-buffer.ts';

export type SearchOutcome =
  | 'goes on'
  /** The line to go on with; a key that was not used means there what it always means. */
  | { readonly buffer: Buffer; readonly keyUsed: boolean };

export class ReverseSearch {
  readonly #lines: readonly string[];
  readonly #before: Buffer;
  #wanted = '';
  #at: number | undefined;
  #failed = false;

  constructor(lines: readonly string[], before: Buffer) {
    this.#lines = lines;
    this.#before = before;
  }

  get #line(): string {
    return (this.#at === undefined ? undefined : this.#lines[this.#at]) ?? this.#before.text;
  }

  shown(): { readonly prompt: string; readonly text: string; readonly cursor: number } {
    const prompt = `(${this.#failed ? 'failed ' : ''}reverse-i-search)\`${this.#wanted}': `;
    return { prompt, text: this.#line, cursor: this.#cursor };
  }

  get #cursor(): number {
    const at = this.#wanted === '' ? -1 : this.#line.lastIndexOf(this.#wanted);
    return at === -1 ? this.#line.length : at;
  }

  #look(wanted: string, before: number): void {
    this.#wanted = wanted;
    const at = wanted === '' ? undefined : found(this.#lines, wanted, before);
    this.#failed = wanted !== '' && at === undefined;
    if (at !== undefined) this.#at = at;
  }

  press(key: Key): SearchOutcome {
    if (key.kind !== 'key') {
      this.#look(this.#wanted + key.text.replaceAll('\n', ' '), (this.#at ?? this.#lines.length) + 1);
      return 'goes on';
    }
    if (key.name === 'ctrl-r') {
      this.#look(this.#wanted, this.#at ?? this.#lines.length);
      return 'goes on';
    }
    if (key.name === 'backspace') {
      this.#look(Array.from(this.#wanted).slice(0, -1).join(''), this.#lines.length);
      return 'goes on';
    }
    if (key.name === 'ctrl-g' || key.name === 'ctrl-c') return { buffer: this.#before, keyUsed: true };
    return { buffer: { text: this.#line, cursor: this.#cursor }, keyUsed: key.name === 'escape' };
  }
}
