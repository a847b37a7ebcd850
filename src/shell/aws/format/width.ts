// How many columns of a terminal a text takes: wide and ambiguous characters take two, as the CLI counts them.
// Source: Unicode Standard Annex #11, East Asian Width (classes W, F and A), Unicode 14.

/** Ranges of such characters in base 36: how far each begins behind the last one's end, and its length less one. */
const RANGES =
  '4h 3 3-1 2 3-1 2-4 2-4 2-3 7 a 7-1 6-3 5 2-2 2-1 3 2-1 4-3 2 2 3 g 2 8 b-1 4 6-2 5 7-3 2 4-3 2 5-1 j-1 4 ' +
  '2r 2 2 2 2 2 2 2 39 g 2r 3 2-2 2 3 8-3 2 2 x-33 y-o 8-g 2-6 1k f-1r 2 2i7-2n 2wh 3-3 2-1 3-1 3-2 2-3 9 ' +
  '2-1 2 6 3 1i b 2-3 14 2f 2 4 a 3 b-1 4 5 14-1 7-3 2-b 5-9 g 7-9 v-1 p 2 j p 2-1 4-1 3 4 2 4 5 3-3 3 2 ' +
  '2-5 2 6-3 5-1 b 4 6 e-1 3-3 3-1 3-1 j-1 3-1 e 4 c q 2b 8-1 e-1 5b-3 4 3 31-3t 2-2o 5-z d-f 3-3 b-1 2-6 ' +
  '9-1 3-1 5-1 3-1 5-2 3 3-3 h-3 a e-1 7-1 3 5-1 5-1 7 2 y 2 6-b d-1 2-2 2-3 2-1 2 g k b-1 2 9-1 i-2 5-t 2 ' +
  '5-n 6 5-1 t l f 2 5-2 2 v-9 m-2 p f nw-1 1g 5-4 mf-ce 3-5tq 1t-h52 wq-s hw-8mb 1nh-5ax mf-p n-1n 46-2n ' +
  '3k-6 n m3n-d97 c21 5n 1d-a 6-t 3-1l 7-1o 2c-80 d-8 2-1x 2-l d-16 5-4 d-g 4 4-1y 2 2-56 3-1q e-3 2-n j ' +
  'r-1 e 2f-2c 1d-1x 7 4-2 3-a c-1 8-8 6c-g 7w-1a 2-9 2-54 35-3q zu-1idm fcmu-47i5';

const starts: number[] = [];
const ends: number[] = [];
let end = 0;
for (const range of RANGES.split(' ')) {
  const [distance = '', length = '0'] = range.split('-');
  const start = end + Number.parseInt(distance, 36);
  end = start + Number.parseInt(length, 36);
  starts.push(start);
  ends.push(end);
}

export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    width += code > 0xa0 && isWide(code) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= code) low = middle + 1;
    else high = middle;
  }
  return low > 0 && code <= (ends[low - 1] ?? 0);
}
