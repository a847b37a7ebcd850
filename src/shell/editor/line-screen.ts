// Draws a prompt and the line behind it where the cursor stands, and draws them anew when they change. It remembers
// only on which of its rows the cursor was left, so it needs nothing of the terminal but its width.
import { graphemes, shownAs, textWidth } from './text-width.ts';

export const CONTINUATION = '> ';

interface Spot {
  readonly row: number;
  readonly column: number;
}

interface Layout {
  readonly cursor: Spot;
  readonly end: Spot;
  /** What to write, with the continuation prompts in it. */
  readonly output: string;
}

/** What does not take up cells: colours in a prompt. */
// eslint reads control characters in a regular expression as a slip.
const ansi = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

function layOut(prompt: string, text: string, cursor: number, columns: number): Layout {
  let row = 0;
  let column = 0;
  let at: Spot | undefined;
  let output = '';
  const put = (piece: string, width: number) => {
    // A wide letter does not begin in the last cell: the terminal moves it to the next row.
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    column += width;
    output += piece;
  };
  for (const { text: piece } of graphemes(prompt.replaceAll(ansi, ''))) put('', textWidth(piece));
  output = prompt;
  for (const { text: piece, at: index } of graphemes(text)) {
    if (index === cursor) at = { row, column };
    if (piece !== '\n') {
      put(shownAs(piece), textWidth(piece));
      continue;
    }
    row += 1;
    column = 0;
    output += '\r\n';
    put(CONTINUATION, CONTINUATION.length);
  }
  if (column === columns) {
    // The terminal waits at the edge until the next letter comes: a blank makes it go on.
    output += ' \r';
    row += 1;
    column = 0;
  }
  const end = { row, column };
  const spot = at ?? end;
  const there = spot.column === columns ? { row: spot.row + 1, column: 0 } : spot;
  return { cursor: there, end, output };
}

const up = (rows: number) => (rows > 0 ? `\x1b[${rows}A` : '');
const right = (columns: number) => (columns > 0 ? `\x1b[${columns}C` : '');

export class LineScreen {
  columns: number;
  #cursorRow = 0;

  constructor(columns: number) {
    this.columns = Math.max(1, columns);
  }

  /** A new place to draw: the cursor stands at the beginning of an empty row. */
  begin(): void {
    this.#cursorRow = 0;
  }

  draw(prompt: string, text: string, cursor: number): string {
    const { cursor: spot, end, output } = layOut(prompt, text, cursor, this.columns);
    const back = `${up(this.#cursorRow)}\r\x1b[J`;
    this.#cursorRow = spot.row;
    return `${back}${output}${up(end.row - spot.row)}\r${right(spot.column)}`;
  }

  /** Leaves what is drawn as it is: the cursor goes below it. */
  leave(prompt: string, text: string): string {
    const { end } = layOut(prompt, text, text.length, this.columns);
    const down = end.row - this.#cursorRow;
    this.#cursorRow = 0;
    // At the beginning of a row that the line's end has opened, one is below already.
    return `${down > 0 ? `\x1b[${down}B` : ''}\r${end.column === 0 && end.row > 0 ? '' : '\r\n'}`;
  }
}
