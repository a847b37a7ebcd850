// Orders the boxes within their layers so that few arrows cross, and gives each its place from left to right. An arrow
// that passes a layer has a narrow stand-in there, so that no arrow ever runs through a box.
import type { Arrow, Box } from './types.ts';
import type { Layering } from './layers.ts';

/** A box, or the stand-in of an arrow that passes by. */
export interface Cell {
  readonly id: string;
  readonly width: number;
  readonly passing?: boolean;
}

/** One arrow's step from a layer to the next, downwards. */
export interface Step {
  readonly arrow: string;
  readonly upper: string;
  readonly lower: string;
}

export interface Rows {
  readonly rows: readonly (readonly Cell[])[];
  readonly steps: readonly Step[];
}

const standInWidth = 4;
export const standIn = (arrow: string, layer: number): string => `${arrow}@${layer}`;

export function rowsOf(boxes: readonly Box[], arrows: readonly Arrow[], { layers, upward }: Layering): Rows {
  const widths = new Map(boxes.map(({ id, width }) => [id, width]));
  const layerOf = new Map(layers.flatMap((ids, layer) => ids.map((id) => [id, layer] as const)));
  const rows: Cell[][] = layers.map((ids) => ids.map((id) => ({ id, width: widths.get(id) ?? 0 })));
  const steps: Step[] = [];
  for (const { id, from, to } of arrows) {
    const [top, bottom] = upward.has(id) ? [to, from] : [from, to];
    const last = layerOf.get(bottom) ?? 0;
    let upper = top;
    for (let layer = (layerOf.get(top) ?? 0) + 1; layer <= last; layer += 1) {
      const lower = layer === last ? bottom : standIn(id, layer);
      if (layer < last) rows[layer]?.push({ id: lower, width: standInWidth, passing: true });
      steps.push({ arrow: id, upper, lower });
      upper = lower;
    }
  }
  return { rows: untangled(rows, steps), steps };
}

/** Sweeps down and up, sorting each row by where its neighbours are, and keeps the best that was seen. */
function untangled(rows: readonly (readonly Cell[])[], steps: readonly Step[]): readonly (readonly Cell[])[] {
  let best = rows;
  let fewest = crossings(rows, steps);
  let current = rows.map((row) => [...row]);
  for (let sweep = 0; sweep < 12 && fewest > 0; sweep += 1) {
    const down = sweep % 2 === 0;
    const places = new Map<string, number>();
    const remember = (row: readonly Cell[]) => row.forEach(({ id }, index) => places.set(id, index / row.length));
    current.forEach(remember);
    const next = [...current];
    const indexes = [...current.keys()];
    for (const index of down ? indexes : indexes.reverse()) {
      const row = current[index] ?? [];
      const wish = new Map(row.map(({ id }) => [id, meanPlace(id, steps, places, down) ?? places.get(id) ?? 0]));
      const sorted = [...row].sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0));
      next[index] = sorted;
      remember(sorted);
    }
    current = next;
    const count = crossings(current, steps);
    if (count < fewest) [best, fewest] = [current, count];
  }
  return best;
}

function meanPlace(id: string, steps: readonly Step[], places: ReadonlyMap<string, number>, above: boolean) {
  const neighbours = steps.filter((step) => (above ? step.lower : step.upper) === id);
  if (neighbours.length === 0) return undefined;
  const sum = neighbours.reduce((total, step) => total + (places.get(above ? step.upper : step.lower) ?? 0), 0);
  return sum / neighbours.length;
}

function crossings(rows: readonly (readonly Cell[])[], steps: readonly Step[]): number {
  const place = new Map(rows.flatMap((row, layer) => row.map(({ id }, index) => [id, { layer, index }] as const)));
  const at = steps.map(({ upper, lower }) => ({
    layer: place.get(upper)?.layer ?? 0,
    upper: place.get(upper)?.index ?? 0,
    lower: place.get(lower)?.index ?? 0,
  }));
  let count = 0;
  for (const [index, a] of at.entries())
    for (const b of at.slice(index + 1))
      if (a.layer === b.layer && (a.upper - b.upper) * (a.lower - b.lower) < 0) count += 1;
  return count;
}
