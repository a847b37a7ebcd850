// What stands on the terminal's screen: output, and below it the line that is being written. Output that comes in while
// a line is being written goes above it. Positions are xterm.js's own, so wide characters and wrapped lines are right.
import type { IMarker, Terminal } from '@xterm/xterm';

/** The line being written: its prompt, and its text before and behind the cursor. */
export interface EditedLine {
  readonly prompt: string;
  readonly before: string;
  readonly after: string;
}

/** Where the drawn line begins. */
interface Start {
  readonly marker: IMarker;
  readonly column: number;
}

const ESC = '\u001b';
const ERASE_BELOW = `${ESC}[J`;
const HIDE_CURSOR = `${ESC}[?25l`;
const SHOW_CURSOR = `${ESC}[?25h`;

export class Screen {
  readonly #terminal: Terminal;
  #pending = '';
  #edited: EditedLine | null = null;
  #stale = false;
  #start: Start | null = null;
  #working: Promise<void> | null = null;
  #closed = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  print(text: string): void {
    this.#pending += text;
    this.#work();
  }

  /** Shows this line behind all output; null shows none. */
  edit(line: EditedLine | null): void {
    this.#edited = line;
    this.#stale = true;
    this.#work();
  }

  clear(): void {
    this.print(`${ESC}[2J${ESC}[3J${ESC}[H`);
  }

  /** Resolves when everything that was asked for is on the screen. */
  async settled(): Promise<void> {
    await this.#working;
  }

  close(): void {
    this.#closed = true;
  }

  #work(): void {
    this.#working ??= this.#draw().finally(() => (this.#working = null));
  }

  async #draw(): Promise<void> {
    while ((this.#pending !== '' || this.#stale) && !this.#closed) {
      const output = this.#pending;
      const line = this.#edited;
      this.#pending = '';
      this.#stale = false;
      const erase = this.#erase();
      if (output !== '') await this.#write(HIDE_CURSOR + erase + output);
      if (line === null) {
        await this.#write(`${output === '' ? erase : ''}${SHOW_CURSOR}`);
        continue;
      }
      // Where the line begins is known only once what stands above it is drawn.
      if (output === '') await this.#write(HIDE_CURSOR + erase);
      const { cursorX: column } = this.#buffer;
      this.#start = { marker: this.#terminal.registerMarker(0), column };
      await this.#write(line.prompt + line.before);
      const cursorMarker = this.#terminal.registerMarker(0);
      const cursorColumn = Math.min(this.#buffer.cursorX, this.#terminal.cols - 1);
      await this.#write(line.after);
      // A marker, because the text behind the cursor may have scrolled the screen.
      await this.#write(this.#moveTo(cursorMarker.line, cursorColumn) + SHOW_CURSOR);
      cursorMarker.dispose();
    }
  }

  /** The sequence that takes the drawn line away, as if it had never been there. */
  #erase(): string {
    const start = this.#start;
    if (start === null) return '';
    this.#start = null;
    const { line } = start.marker;
    start.marker.dispose();
    // A line so long that its beginning has left the screen is erased as far as it can be seen.
    return this.#moveTo(line, line < this.#buffer.baseY ? 0 : start.column) + ERASE_BELOW;
  }

  #moveTo(line: number, column: number): string {
    return `${ESC}[${Math.max(0, line - this.#buffer.baseY) + 1};${column + 1}H`;
  }

  get #buffer() {
    return this.#terminal.buffer.active;
  }

  #write(text: string): Promise<void> {
    return new Promise((written) => this.#terminal.write(text, written));
  }
}
