// Where everything on the timeline stands. However many moments there are, those near the one that is looked at stand one
// by one, those further away are gathered into bundles; labels are written where there is room, the telling ones first.
import { textWidth } from '../world/text-size.ts';
import type { DueTone, Moment, Tone } from './moments.ts';

export interface Mark {
  readonly x: number;
  /** Indexes of the moments that it stands for, both included. */
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  readonly undone: boolean;
}

export interface FutureMark extends Future {
  readonly x: number;
}

export interface Written {
  readonly text: string;
  /** The middle of the text. */
  readonly x: number;
  readonly width: number;
  readonly kind: 'now' | 'looking' | 'future' | 'moment';
}

export interface Placed {
  readonly marks: readonly Mark[];
  readonly nowX: number;
  readonly future: readonly FutureMark[];
  readonly labels: readonly Written[];
}

const edge = 10;
const closest = 16;
const farthest = 58;
const labelSize = 11.5;
const labelAir = 10;
const mostFuture = 3;
const bundlesAtMost = 8;

/** The room behind now. The same whether something is to come or not: looking back moves nothing. */
const aheadOf = (width: number): number => (width < 480 ? 54 : width * 0.22);

export interface Future {
  readonly label: string;
  readonly count: number;
  readonly tone: DueTone;
}

/** `looking` is the index of the moment that is looked at; null for now. */
export function placeTimeline(
  moments: readonly Moment[],
  looking: number | null,
  future: readonly Future[],
  width: number,
): Placed {
  const coming = gathered(future);
  const room = Math.max(closest * 3, width - edge * 2 - aheadOf(width));
  const spans = bundled(moments.length, looking ?? moments.length - 1, Math.max(2, Math.floor(room / closest) - 1));
  const step = Math.max(closest, Math.min(farthest, room / (spans.length + 1)));
  const marks = spans.map(([from, to], index): Mark => {
    const inside = moments.slice(from, to + 1);
    return { x: edge + index * step, from, to, tone: toneOf(inside), undone: inside.every(({ undone }) => undone) };
  });
  const nowX = marks.length === 0 ? edge : edge + marks.length * step;
  const beyond = width - edge - nowX;
  const futureMarks = coming.map((one, index) => ({
    ...one,
    x: nowX + (beyond * (index + 1)) / (coming.length + 0.15),
  }));
  return { marks, nowX, future: futureMarks, labels: written(moments, marks, looking, nowX, futureMarks, width) };
}

/** Those that come first one by one, the rest together. */
function gathered(future: readonly Future[]): readonly Future[] {
  if (future.length <= mostFuture) return future;
  const rest = future.slice(mostFuture - 1);
  const tone = rest.some((one) => one.tone === 'lost') ? 'lost' : 'due';
  return [...future.slice(0, mostFuture - 1), { label: `${rest.length} more`, count: rest.length, tone }];
}

/** Cuts 0 … count − 1 into at most `slots` spans: single ones around `focus`, bundles on both sides. */
function bundled(count: number, focus: number, slots: number): readonly (readonly [number, number])[] {
  if (count <= slots) return Array.from({ length: count }, (_, index) => [index, index] as const);
  const bundles = Math.min(bundlesAtMost, Math.max(2, Math.floor(slots / 3)));
  const singles = Math.max(1, slots - bundles);
  const start = Math.max(0, Math.min(count - singles, focus - Math.floor(singles / 2)));
  const end = Math.min(count, start + singles);
  const outside = count - (end - start);
  const left =
    start === 0 ? 0 : Math.max(1, Math.min(bundles - (end < count ? 1 : 0), Math.round((bundles * start) / outside)));
  const right = end === count ? 0 : bundles - left;
  return [
    ...cut(0, start, left),
    ...Array.from({ length: end - start }, (_, index) => [start + index, start + index] as const),
    ...cut(end, count, right),
  ];
}

function cut(from: number, to: number, pieces: number): readonly (readonly [number, number])[] {
  const length = to - from;
  const count = Math.min(pieces, length);
  return Array.from({ length: count }, (_, index) => {
    const begin = from + Math.floor((length * index) / count);
    return [begin, from + Math.floor((length * (index + 1)) / count) - 1] as const;
  });
}

const weight: Readonly<Record<Tone, number>> = {
  refused: 7,
  lost: 6,
  due: 5,
  clock: 4,
  write: 3,
  back: 2,
  read: 1,
  begin: 0,
};

const toneOf = (inside: readonly Moment[]): Tone =>
  inside.reduce<Tone>((tone, moment) => (weight[moment.tone] > weight[tone] ? moment.tone : tone), 'begin');

function written(
  moments: readonly Moment[],
  marks: readonly Mark[],
  looking: number | null,
  nowX: number,
  future: readonly FutureMark[],
  width: number,
): readonly Written[] {
  const placed: Written[] = [];
  const write = (text: string, at: number, kind: Written['kind']): void => {
    const size = textWidth(text, labelSize, kind !== 'moment');
    const x = Math.max(size / 2, Math.min(width - size / 2, at));
    const free = placed.every((other) => Math.abs(other.x - x) >= (other.width + size) / 2 + labelAir);
    if (free && size <= width) placed.push({ text, x, width: size, kind });
  };
  const lookedAt = marks.find(({ from, to }) => looking !== null && from <= looking && looking <= to);
  if (looking === null) write('now', nowX, 'now');
  else if (lookedAt) write(moments[looking]?.label ?? '', lookedAt.x, 'looking');
  if (looking !== null) write('now', nowX, 'now');
  for (const { x, label } of future) write(label, x, 'future');
  const single = marks.filter(({ from, to }) => from === to && from !== looking);
  // Of a row of equal ones the last has the label. What weighs more goes first, of equals the newer: a new moment never moves the label of an old one that weighs more.
  const telling = single.filter(
    ({ from, tone }) => tone !== 'begin' && moments[from]?.label !== moments[from + 1]?.label,
  );
  for (const { x, from } of telling.sort((a, b) => weight[b.tone] - weight[a.tone] || b.from - a.from))
    write(moments[from]?.label ?? '', x, 'moment');
  return placed;
}
