// As much of a terminal as a line editor needs: cells, a cursor that waits at the right edge, and a few sequences.
import { textWidth } from '../../../src/shell/editor/text-width.ts';

export class FakeScreen {
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  /** The last cell is written, and the next letter begins a row. */
  #pending = false;

  constructor(readonly columns: number) {}

  /** Rows as one sees them, without blanks at their ends. */
  get rows(): string[] {
    const rows = this.#rows.map((row) =>
      Array.from(row, (cell: string | undefined) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (rows.length > 1 && rows.at(-1) === '' && rows.length - 1 > this.#row) rows.pop();
    return rows;
  }
  get cursor(): [row: number, column: number] {
    return [this.#row, this.#column];
  }

  write(text: string): void {
    let rest = text;
    while (rest !== '') {
      const sequence = rest.startsWith('\x1b') ? /^\[([?\d;]*)([A-Za-z])/.exec(rest.slice(1)) : null;
      if (sequence) {
        this.#control(sequence[2]!, sequence[1]!);
        rest = rest.slice(1 + sequence[0].length);
        continue;
      }
      const letter = String.fromCodePoint(rest.codePointAt(0)!);
      rest = rest.slice(letter.length);
      this.#put(letter);
    }
  }

  #put(letter: string): void {
    if (letter === '\r') {
      this.#column = 0;
      this.#pending = false;
      return;
    }
    if (letter === '\n') {
      this.#down();
      return;
    }
    const width = textWidth(letter);
    const row = () => (this.#rows[this.#row] ??= []);
    if (width === 0) {
      const at = this.#pending ? this.#column : this.#column - 1;
      if (at >= 0) row()[at] = `${row()[at] ?? ''}${letter}`;
      return;
    }
    if (this.#pending || this.#column + width > this.columns) {
      this.#column = 0;
      this.#pending = false;
      this.#down();
    }
    row()[this.#column] = letter;
    if (width === 2) row()[this.#column + 1] = '';
    this.#column += width;
    if (this.#column >= this.columns) {
      this.#column = this.columns - 1;
      this.#pending = true;
    }
  }

  #down(): void {
    this.#pending = false;
    this.#row += 1;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }

  #control(name: string, parameters: string): void {
    const count = Number(parameters) || 1;
    if (name === 'A') this.#row = Math.max(0, this.#row - count);
    else if (name === 'B') this.#row += count;
    else if (name === 'C') this.#column = Math.min(this.columns - 1, this.#column + count);
    else if (name === 'J' && parameters === '') {
      this.#rows = this.#rows.slice(0, this.#row + 1);
      this.#rows[this.#row] = Array.from({ length: this.#column }, (_, at) => this.#rows[this.#row]?.[at] ?? ' ');
    } else if (name === 'J') this.#rows = [[]];
    else if (name === 'H') [this.#row, this.#column] = [0, 0];
    else if (name !== 'h' && name !== 'l' && name !== 'm')
      throw new Error(`a sequence that was not thought of: ${name}`);
    this.#pending = false;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }
}
