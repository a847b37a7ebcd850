// How wide a text will be, before it is drawn: an estimate on the wide side, the same in every browser, so that a drawing
// never depends on which font was there.

const narrow = new Set("ijlI.,:;'|!()[] ");
const slim = new Set('ftr-/"*');
const wide = new Set('mwMW@%—…');

function share(letter: string): number {
  if (narrow.has(letter)) return 0.36;
  if (slim.has(letter)) return 0.42;
  if (wide.has(letter)) return 0.98;
  return letter >= 'A' && letter <= 'Z' ? 0.74 : 0.63;
}

export function textWidth(text: string, sizePx: number, bold = false): number {
  let ems = 0;
  for (const letter of text) ems += share(letter);
  return ems * sizePx * (bold ? 1.1 : 1);
}

/** The text in two lines as equal as can be, broken at a space or behind a hyphen; or in one, where it has neither. */
export function twoLines(text: string): readonly string[] {
  const breaks = [...text.matchAll(/[ -]/g)].map(({ index }) => index + 1);
  const best = breaks.sort((a, b) => Math.abs(a - text.length / 2) - Math.abs(b - text.length / 2) || a - b)[0];
  return best === undefined ? [text] : [text.slice(0, best).trimEnd(), text.slice(best)];
}

/** The text up to so many letters; what is left out shows as an ellipsis. */
export const shortened = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
