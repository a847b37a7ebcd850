// The journal file's frames. A frame is a line: the length of its JSON in bytes and the first eight bytes of its SHA-256,
// both in hexadecimal, then the JSON, which has no line break of its own.
//   0000004f 1f2e3d4c5b6a7988 {"entries":[…]}
import { createHash } from 'node:crypto';

const HEADER = /^([0-9a-f]{8}) ([0-9a-f]{16}) $/;
const HEADER_BYTES = 26;
const NEW_LINE = 0x0a;

const checksum = (json: Uint8Array): string => createHash('sha256').update(json).digest('hex').slice(0, 16);

export function frame(json: string): Buffer {
  const bytes = Buffer.from(json, 'utf8');
  const header = `${bytes.length.toString(16).padStart(8, '0')} ${checksum(bytes)} `;
  return Buffer.concat([Buffer.from(header, 'latin1'), bytes, Buffer.of(NEW_LINE)]);
}

export interface ReadFrames {
  readonly payloads: readonly string[];
  /** How far the file is whole; what is behind was being written when the process died. */
  readonly end: number;
}

/** The file is damaged at `offset`: there, something that was answered may be lost. */
export class DamagedFrame extends Error {
  override readonly name = 'DamagedFrame';
  constructor(readonly offset: number) {
    super(`damaged at byte ${offset}`);
  }
}

/**
 * Every frame of the file, up to one whose writing was not finished. What was answered lies before that one, so it may go.
 * What is not the beginning of a frame, or has good frames behind it, is damage.
 */
export function readFrames(file: Buffer): ReadFrames {
  const payloads: string[] = [];
  let at = 0;
  while (at < file.length) {
    const end = endOfFrame(file, at);
    if (end === undefined) {
      if (!isUnfinished(file, at)) throw new DamagedFrame(at);
      return { payloads, end: at };
    }
    payloads.push(file.toString('utf8', at + HEADER_BYTES, end - 1));
    at = end;
  }
  return { payloads, end: at };
}

/** Where the frame at `at` says that it ends; undefined where its header is none. */
function statedEnd(file: Buffer, at: number): number | undefined {
  const header = HEADER.exec(file.toString('latin1', at, at + HEADER_BYTES));
  return header ? at + HEADER_BYTES + Number.parseInt(header[1] ?? '', 16) + 1 : undefined;
}

function endOfFrame(file: Buffer, at: number): number | undefined {
  const end = statedEnd(file, at);
  return end !== undefined && file[end - 1] === NEW_LINE && hasItsChecksum(file, at, end) ? end : undefined;
}

const hasItsChecksum = (file: Buffer, at: number, end: number): boolean =>
  end <= file.length &&
  checksum(file.subarray(at + HEADER_BYTES, end - 1)) === file.toString('latin1', at + 9, at + 25);

/** The line break is written last: where there is one at the end, the frame was written in whole, and is wrong now. */
function isUnfinished(file: Buffer, at: number): boolean {
  if (file.at(-1) === NEW_LINE) return false;
  const end = statedEnd(file, at);
  if (end !== undefined && (hasItsChecksum(file, at, end) || endOfFrame(file, end) !== undefined)) return false;
  return !hasFrameBehind(file, at);
}

function hasFrameBehind(file: Buffer, at: number): boolean {
  for (let line = file.indexOf(NEW_LINE, at); line >= 0; line = file.indexOf(NEW_LINE, line + 1)) {
    if (endOfFrame(file, line + 1) !== undefined) return true;
  }
  return false;
}
