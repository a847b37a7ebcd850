// How many cells text takes in the terminal. These are the rules of xterm.js's own table (Unicode 6, code point by code
// point): what it believes, the cursor follows, so emoji are one cell wide here too.

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const wide: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x2fffd],
  [0x30000, 0x3fffd],
];
const nothing = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;

function codePointWidth(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (code < 0x300) return 1;
  if (nothing.test(letter)) return 0;
  if (code === 0x303f) return 1;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** A tab is shown as spaces: what a terminal does with it depends on where it stands. */
export const TAB = '    ';
export const shownAs = (grapheme: string): string => (grapheme === '\t' ? TAB : grapheme);

/** The cells of one grapheme, or of a whole text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter === '\t' ? TAB.length : codePointWidth(letter);
  return width;
}

export interface Grapheme {
  readonly text: string;
  readonly at: number;
}

export const graphemes = (text: string): Grapheme[] =>
  Array.from(segmenter.segment(text), ({ segment, index }) => ({ text: segment, at: index }));

/** The boundary before `at`, and the one behind it. */
export const boundaryBefore = (text: string, at: number): number =>
  graphemes(text).findLast((each) => each.at < at)?.at ?? 0;
export const boundaryAfter = (text: string, at: number): number =>
  graphemes(text).find((each) => each.at > at)?.at ?? text.length;
