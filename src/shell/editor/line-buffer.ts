// The line being written: its text and the cursor, and what keys do to them. Pure.
import { boundaryAfter, boundaryBefore } from './text-width.ts';

export interface Buffer {
  readonly text: string;
  readonly cursor: number;
}

export const empty: Buffer = { text: '', cursor: 0 };
export const atEnd = (text: string): Buffer => ({ text, cursor: text.length });

export const insert = ({ text, cursor }: Buffer, added: string): Buffer => ({
  text: text.slice(0, cursor) + added + text.slice(cursor),
  cursor: cursor + added.length,
});

/** Without what is between the cursor and `to`. */
export function without({ text, cursor }: Buffer, to: number): Buffer {
  const [from, end] = [Math.min(cursor, to), Math.max(cursor, to)];
  return { text: text.slice(0, from) + text.slice(end), cursor: from };
}

const lineStart = ({ text, cursor }: Buffer) => text.lastIndexOf('\n', cursor - 1) + 1;
function lineEnd({ text, cursor }: Buffer): number {
  const end = text.indexOf('\n', cursor);
  return end === -1 ? text.length : end;
}

function wordBack({ text, cursor }: Buffer): number {
  const before = text.slice(0, cursor);
  return before.length - (/[\p{L}\p{N}\p{M}]*[^\p{L}\p{N}\p{M}]*$/u.exec(before)?.[0].length ?? 0);
}
function wordForward({ text, cursor }: Buffer): number {
  return cursor + (/^[^\p{L}\p{N}\p{M}]*[\p{L}\p{N}\p{M}]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}
function blankBack({ text, cursor }: Buffer): number {
  return text.slice(0, cursor).replace(/\S*\s*$/, '').length;
}

/** Where each movement leads. */
export const places = {
  left: ({ text, cursor }: Buffer) => boundaryBefore(text, cursor),
  right: ({ text, cursor }: Buffer) => boundaryAfter(text, cursor),
  lineStart,
  lineEnd,
  wordBack,
  wordForward,
  blankBack,
} as const;

export type Place = keyof typeof places;

export const moved = (buffer: Buffer, place: Place): Buffer => ({ ...buffer, cursor: places[place](buffer) });

/** The same column one line up or down within the text; undefined where there is none. */
export function movedLine(buffer: Buffer, way: -1 | 1): Buffer | undefined {
  const { text, cursor } = buffer;
  const column = cursor - lineStart(buffer);
  const edge = way === -1 ? lineStart(buffer) - 1 : lineEnd(buffer) + 1;
  if (edge < 0 || edge > text.length) return undefined;
  const there = { text, cursor: edge };
  const from = lineStart(there);
  const target = Math.min(from + column, lineEnd(there));
  // Not into the middle of a letter.
  return { text, cursor: target === 0 ? 0 : boundaryAfter(text, boundaryBefore(text, target)) };
}
