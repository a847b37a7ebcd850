// Draws the sections of a table, all as wide as the widest. A table that is too wide for the terminal has the sections
// of one row turned upright: a line for each member.
import { textWidth } from './width.ts';

/** Standard output is no terminal to the CLI here, and then it takes this width. */
const TERMINAL_WIDTH = 80;

/** Rows of one section must have the same number of cells; where they do not, the CLI fails. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

export class Section {
  headers: readonly string[] = [];
  readonly rows: (readonly string[])[] = [];
  private widths: number[] = [];
  private columns: number | undefined;

  readonly title: string;
  readonly indent: number;
  constructor(title: string, indent: number) {
    this.title = title;
    this.indent = indent;
  }

  setHeaders(headers: readonly string[]): void {
    this.headers = headers;
    this.columns ??= headers.length;
    this.widen(headers);
  }

  addRow(row: readonly string[]): void {
    this.columns ??= row.length;
    if (row.length !== this.columns) {
      throw new RowError(`Row should have ${this.columns} elements, instead it has ${row.length}`);
    }
    this.rows.push(row);
    this.widen(row);
  }

  private widen(cells: readonly string[]): void {
    this.widths = cells.map((cell, at) => Math.max(textWidth(cell), this.widths[at] ?? 0));
  }

  totalWidth(): number {
    const cells = this.widths.reduce((total, width) => total + width + 4, 2) + 2 * this.indent;
    return Math.max(textWidth(this.title) + 2 + 2 * this.indent, cells);
  }

  /** The columns' widths, scaled so that together they are as wide as the table. */
  columnWidths(total: number): number[] {
    const natural = this.widths.map((width) => width + 4);
    const sum = natural.reduce((a, b) => a + b, 0);
    const scaled = natural.map((width) => roundHalfEven((total / sum) * width));
    let excess = scaled.reduce((a, b) => a + b, 0) - total;
    while (excess !== 0 && scaled.length > 0) {
      const step = excess > 0 ? 1 : -1;
      for (let nth = 0; nth < scaled.length && excess !== 0; nth += 1) {
        const at = step > 0 ? nth : scaled.length - 1 - nth;
        scaled[at] = (scaled[at] ?? 0) - step;
        excess -= step;
      }
    }
    return scaled;
  }

  upright(): Section {
    const [row] = this.rows;
    if (this.rows.length !== 1 || this.headers.length === 0 || row === undefined) return this;
    const turned = new Section(this.title, this.indent);
    this.headers.forEach((header, at) => turned.addRow([header, row[at] ?? '']));
    return turned;
  }
}

/** As Python rounds: halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

export function drawTable(sections: readonly Section[], color: boolean): string {
  const widest = (all: readonly Section[]) => Math.max(...all.map((section) => section.totalWidth()));
  const drawn = widest(sections) > TERMINAL_WIDTH ? sections.map((section) => section.upright()) : sections;
  const width = widest(drawn);
  return [`${'-'.repeat(width)}\n`, ...drawn.map((section) => drawSection(section, width, color))].join('');
}

function drawSection(section: Section, tableWidth: number, color: boolean): string {
  const width = tableWidth - 2 * section.indent;
  const widths = section.columnWidths(width);
  const lines: string[] = [];
  if (section.title !== '') {
    lines.push(centered(section.title, width, '|'));
    if (section.headers.length === 0 && section.rows.length === 0) lines.push(`+${dashes(width - 2)}+`);
  }
  if (section.headers.length > 0) {
    const cells = section.headers.map((header, at) => centered(header, widths[at] ?? 0, at === 0 ? '|' : ''));
    lines.push(border(widths), cells.join(''));
  }
  if (section.rows.length > 0 && widths.length > 0) {
    lines.push(border(widths));
    for (const row of section.rows) {
      lines.push(row.map((cell, at) => leftAligned(cell, widths[at] ?? 0, at === 0 ? '|' : '', color)).join(''));
    }
    lines.push(border(widths));
  }
  const edge = (color ? '\u001b[2m\u001b[33m|\u001b[0m' : '|').repeat(section.indent);
  return lines.map((line) => `${edge}${line}${edge}\n`).join('');
}

const dashes = (count: number) => '-'.repeat(Math.max(0, count));
const spaces = (count: number) => ' '.repeat(Math.max(0, count));

const border = (widths: readonly number[]) =>
  widths.map((width, at) => (at === 0 ? `+${dashes(width - 2)}+` : `${dashes(width - 1)}+`)).join('');

function centered(text: string, width: number, left: string): string {
  const length = textWidth(text);
  const before = Math.floor(width / 2) - Math.floor(length / 2) - 1;
  return `${left}${spaces(before)}${text}${spaces(width - 1 - left.length - before - length)}|`;
}

function leftAligned(text: string, width: number, left: string, color: boolean): string {
  const length = textWidth(text);
  const padding = width - (length + 2 + left.length + 1) >= 0 ? 2 : 0;
  const shown = color ? `\u001b[1m\u001b[34m${text}\u001b[0m` : text;
  return `${left}${spaces(padding)}${shown}${spaces(width - left.length - padding - length - 1)}|`;
}
