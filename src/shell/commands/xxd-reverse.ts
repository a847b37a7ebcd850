// xxd -r: bytes from a dump. It reads as xxd does, which forgives much: after three characters in a row that are no
// digits the rest of the line is skipped.
import type { Bytes } from '../../base/bytes.ts';

const digit = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

const NEWLINE = 0x0a;
const isBlank = (code: number) => code === 0x20 || code === NEWLINE || code === 0x09;

/** The largest file that a dump with far positions may make. */
export const MOST = 64 * 1_048_576;

class Sink {
  #bytes = new Uint8Array(1_024);
  #end = 0;
  get end(): number {
    return this.#end;
  }
  put(byte: number): void {
    if (this.#end === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#end] = byte;
    this.#end += 1;
  }
  bytes(): Bytes {
    return this.#bytes.slice(0, this.#end);
  }
}

/** Undefined where a position lies behind what is already written, or too far ahead. */
export function reverse(dump: Uint8Array, plain: boolean, columns: number, base: number): Bytes | undefined {
  const sink = new Sink();
  /** The last two characters before this one: digits, or -1. */
  let [n1, n2] = [-1, -1];
  let column = columns;
  let want = 0;
  let ignore = true;
  let at = 0;
  const skipLine = () => {
    while (at < dump.length && dump[at] !== NEWLINE) at += 1;
    const ended = at < dump.length;
    at += 1;
    return ended;
  };
  const newLine = () => {
    if (!plain) want = 0;
    column = columns;
    ignore = true;
  };
  while (at < dump.length) {
    const code = dump[at] ?? 0;
    at += 1;
    if (code === 0x0d || (plain && isBlank(code))) continue;
    const n3 = n2;
    [n2, n1] = [n1, digit(code)];
    if (n1 === -1 && ignore) continue;
    ignore = false;
    if (!plain && column >= columns) {
      if (n1 < 0) column = 0;
      else want = want * 16 + n1;
      continue;
    }
    if (base + want !== sink.end && !plain) {
      if (base + want < sink.end || base + want > MOST) return undefined;
      while (sink.end < base + want) sink.put(0);
    }
    if (n2 >= 0 && n1 >= 0) {
      sink.put((n2 << 4) | n1);
      want += 1;
      n1 = -1;
      column += 1;
      if (!plain && column >= columns) {
        want = 0;
        if (skipLine()) newLine();
      }
    } else if (n1 < 0 && n2 < 0 && n3 < 0) {
      if (!plain) want = 0;
      // A newline may itself be the third; then the next line has already begun.
      if (code === NEWLINE || skipLine()) newLine();
    } else if (code === NEWLINE) newLine();
  }
  return sink.bytes();
}
