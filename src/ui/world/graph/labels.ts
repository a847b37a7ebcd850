// Finds a place beside its arrow for each label: on no box, on no arrow, on no other label, inside the drawing.
import { overlap, rectOf, runsThrough } from './types.ts';
import type { Drawing, PlacedArrow, Point, Rect } from './types.ts';

export interface Label {
  /** The arrow that it belongs to. */
  readonly arrow: string;
  /** The ways to write it, the best first: each so wide and so high. */
  readonly shapes: readonly { readonly width: number; readonly height: number }[];
}

export interface PlacedLabel extends Rect {
  readonly arrow: string;
  /** Which of its shapes was taken. */
  readonly shape: number;
  /** On which side of the arrow it stands. */
  readonly side: 'left' | 'right';
}

const air = 5;

/**
 * The labels in their places; one that found none is left out. `taken` are labels that stand already, `mayCover` the
 * arrows that a label may interrupt.
 */
export function placeLabels(
  drawing: Drawing,
  labels: readonly Label[],
  taken: readonly Rect[] = [],
  mayCover: (arrow: string) => boolean = () => false,
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const lines = drawing.arrows.map(({ id, points }) => ({ id, points, extent: extentOf(points) }));
  for (const label of labels) {
    const arrow = drawing.arrows.find(({ id }) => id === label.arrow);
    if (!arrow) continue;
    const free = candidates(arrow, label).find(
      (place) =>
        place.x >= 0 &&
        place.x + place.width <= drawing.width &&
        place.y >= 0 &&
        place.y + place.height <= drawing.height &&
        ![...taken, ...placed].some((other) => overlap(place, other, 3)) &&
        !drawing.boxes.some((box) => overlap(place, rectOf(box), 2)) &&
        !lines.some(
          ({ id, points, extent }) => !mayCover(id) && overlap(extent, place, 2) && runsThrough(points, place, 2),
        ),
    );
    if (free) placed.push(free);
  }
  return placed;
}

/** The rectangle around a curve: what lies outside it need not be compared point by point. */
function extentOf(points: readonly Point[]): Rect {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Places beside the arrow, those near its middle first. */
function* each(arrow: PlacedArrow, label: Label): Generator<PlacedLabel> {
  const middle = (arrow.points.length - 1) / 2;
  const byNearness = [...arrow.points.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
  for (const [shape, { width, height }] of label.shapes.entries())
    for (const index of byNearness) {
      const point = arrow.points[index];
      if (!point) continue;
      const y = point.y - height / 2;
      const common = { arrow: arrow.id, shape, y, width, height };
      const lean = leanAt(arrow.points, index, height);
      yield { ...common, x: point.x + air + lean, side: 'right' };
      yield { ...common, x: point.x - air - lean - width, side: 'left' };
    }
}

/** How far an arrow that is not upright leans towards a label of this height beside it. */
function leanAt(points: readonly Point[], index: number, height: number): number {
  const middle = points[index];
  if (!middle) return 0;
  const near = points.filter(({ y }) => Math.abs(y - middle.y) <= height / 2 + 2);
  return Math.max(...near.map(({ x }) => Math.abs(x - middle.x)));
}

const candidates = (arrow: PlacedArrow, label: Label): readonly PlacedLabel[] => [...each(arrow, label)];
