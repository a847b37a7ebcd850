// A graph as a layered drawing: boxes in rows, arrows as curves that leave and enter boxes from above and below.
import { layersOf } from './layers.ts';
import { rowsOf, standIn } from './order.ts';
import { rowWidth, spread } from './spread.ts';
import type { Gaps } from './spread.ts';
import type { Step } from './order.ts';
import type { Arrow, Box, Drawing, PlacedArrow, Point } from './types.ts';

export interface DrawOptions {
  readonly width: number;
  readonly gaps: Gaps;
  /** Room between two rows: where the words beside the arrows stand. */
  readonly rowGap: number;
  /** The box to begin with. */
  readonly first: string;
}

const portGap = 30;

export function draw(boxes: readonly Box[], allArrows: readonly Arrow[], options: DrawOptions): Drawing {
  const { width, gaps, rowGap } = options;
  const arrows = allArrows.filter(({ from, to }) => from !== to);
  const { layering, rows } = arrange(boxes, arrows, options);
  const xs = spread(rows, width, gaps);
  const x = (id: string) => xs.get(id) ?? 0;

  const boxById = new Map(boxes.map((box) => [box.id, box]));
  const bands: { readonly top: number; readonly bottom: number }[] = [];
  for (const ids of layering.layers) {
    const top = bands.length === 0 ? 2 : (bands.at(-1)?.bottom ?? 0) + rowGap;
    bands.push({ top, bottom: top + Math.max(0, ...ids.map((id) => boxById.get(id)?.height ?? 0)) });
  }
  const placed = layering.layers.flatMap((ids, layer) =>
    ids.flatMap((id) => {
      const box = boxById.get(id);
      const band = bands[layer];
      return box && band ? [{ ...box, x: x(id), y: (band.top + band.bottom) / 2 }] : [];
    }),
  );

  const below = ports(rows.steps, 'upper', x, boxById, layering.upward);
  const above = ports(rows.steps, 'lower', x, boxById, layering.upward);
  const boxAt = new Map(placed.map((box) => [box.id, box]));
  const layerOf = new Map(layering.layers.flatMap((ids, layer) => ids.map((id) => [id, layer] as const)));

  const placedArrows = arrows.map((arrow): PlacedArrow => {
    const up = layering.upward.has(arrow.id);
    const [top, bottom] = up ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
    const upper = boxAt.get(top);
    const lower = boxAt.get(bottom);
    const stops: Point[] = [];
    if (upper) stops.push({ x: below(arrow.id, top), y: upper.y + upper.height / 2 });
    for (let layer = (layerOf.get(top) ?? 0) + 1; layer < (layerOf.get(bottom) ?? 0); layer += 1) {
      const band = bands[layer];
      const passing = x(standIn(arrow.id, layer));
      if (band) stops.push({ x: passing, y: band.top }, { x: passing, y: band.bottom });
    }
    if (lower) stops.push({ x: above(arrow.id, bottom), y: lower.y - lower.height / 2 });
    return { ...arrow, ...curve(up ? stops.reverse() : stops) };
  });
  return { width, height: (bands.at(-1)?.bottom ?? 0) + 2, boxes: placed, arrows: placedArrows };
}

/** Fewer boxes in a row until there is room in each for the lines that pass by, too. */
function arrange(boxes: readonly Box[], arrows: readonly Arrow[], { width, gaps, first }: DrawOptions) {
  for (let share = 1; ; share -= 0.1) {
    const layering = layersOf(boxes, arrows, first, width * share, gaps.boxes);
    const rows = rowsOf(boxes, arrows, layering);
    if (share <= 0.15 || rows.rows.every((row) => rowWidth(row, gaps) <= width)) return { layering, rows };
  }
}

/** Where each arrow meets a box: side by side, in the order of where they come from, down before up. */
function ports(
  steps: readonly Step[],
  end: 'upper' | 'lower',
  x: (id: string) => number,
  boxes: ReadonlyMap<string, Box>,
  upward: ReadonlySet<string>,
): (arrow: string, box: string) => number {
  const found = new Map<string, number>();
  const other = end === 'upper' ? 'lower' : 'upper';
  for (const [id, box] of boxes) {
    const meeting = steps
      .filter((step) => step[end] === id)
      .sort((a, b) => x(a[other]) - x(b[other]) || Number(upward.has(a.arrow)) - Number(upward.has(b.arrow)));
    const gap = Math.min(portGap, (box.width - 24) / Math.max(1, meeting.length - 1));
    meeting.forEach((step, index) => {
      found.set(`${step.arrow}\n${id}`, x(id) + (index - (meeting.length - 1) / 2) * gap);
    });
  }
  return (arrow, box) => found.get(`${arrow}\n${box}`) ?? x(box);
}

const samples = 16;
const round = (value: number) => Math.round(value * 10) / 10;

/** A curve through the stops that is upright at each of them. */
function curve(stops: readonly Point[]): { readonly path: string; readonly points: readonly Point[] } {
  const [start] = stops;
  if (!start) return { path: '', points: [] };
  let path = `M${round(start.x)} ${round(start.y)}`;
  const points: Point[] = [start];
  stops.slice(1).forEach((to, index) => {
    const from = stops[index] ?? start;
    const bend = (to.y - from.y) * 0.5;
    path += `C${round(from.x)} ${round(from.y + bend)} ${round(to.x)} ${round(to.y - bend)} ${round(to.x)} ${round(to.y)}`;
    for (let sample = 1; sample <= samples; sample += 1) {
      const t = sample / samples;
      const ease = 3 * t * t - 2 * t * t * t;
      const along = 1.5 * (1 - t) * (1 - t) * t + 1.5 * (1 - t) * t * t + t * t * t;
      points.push({ x: from.x + (to.x - from.x) * ease, y: from.y + (to.y - from.y) * along });
    }
  });
  return { path, points };
}
