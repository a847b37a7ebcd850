// Puts the boxes of a graph into layers, so that most arrows lead down: the first two steps of the layered drawing of
// Sugiyama, Tagawa and Toda (1981). Everything is decided by the order of the input: the same graph, the same drawing.
import type { Arrow, Box } from './types.ts';

/** How far each box is from the beginning. Boxes that nothing leads to begin anew. */
function distances(boxes: readonly Box[], arrows: readonly Arrow[], first: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const ways = arrows.flatMap(({ from, to, bothWays }) =>
    bothWays
      ? [
          { from, to },
          { from: to, to: from },
        ]
      : [{ from, to }],
  );
  const pointedAt = new Set(ways.map(({ to }) => to));
  const beginnings = [first, ...boxes.filter(({ id }) => !pointedAt.has(id)).map(({ id }) => id)];
  let wave = beginnings.filter((id) => boxes.some((box) => box.id === id));
  for (let distance = 0; wave.length > 0 || found.size < boxes.length; distance += 1) {
    // A circle that no beginning leads into: its first box begins.
    if (wave.length === 0)
      wave = boxes
        .filter(({ id }) => !found.has(id))
        .slice(0, 1)
        .map(({ id }) => id);
    for (const id of wave) if (!found.has(id)) found.set(id, distance);
    wave = ways.filter(({ from, to }) => wave.includes(from) && !found.has(to)).map(({ to }) => to);
  }
  return found;
}

/** Who comes first in the drawing: those near the beginning, then those that were named first. */
function readingOrder(boxes: readonly Box[], arrows: readonly Arrow[], first: string): readonly string[] {
  const distance = distances(boxes, arrows, first);
  return boxes
    .map(({ id }, index) => ({ id, index, distance: distance.get(id) ?? 0 }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .map(({ id }) => id);
}

export interface Layering {
  /** The IDs in each layer, from above. */
  readonly layers: readonly (readonly string[])[];
  /** The arrows that lead up. */
  readonly upward: ReadonlySet<string>;
}

/** `width` is what a layer may take, `gap` the room between two boxes of it. */
export function layersOf(
  boxes: readonly Box[],
  arrows: readonly Arrow[],
  first: string,
  width: number,
  gap: number,
): Layering {
  const order = readingOrder(boxes, arrows, first);
  const rank = new Map(order.map((id, index) => [id, index]));
  const rankOf = (id: string) => rank.get(id) ?? 0;
  const upward = new Set(arrows.filter(({ from, to }) => rankOf(to) < rankOf(from)).map(({ id }) => id));
  const widthOf = new Map(boxes.map((box) => [box.id, box.width + gap]));

  const layerOf = new Map<string, number>();
  const layers: string[][] = [];
  const taken: number[] = [];
  for (const id of order) {
    const above = arrows
      .filter((arrow) => arrow.from !== arrow.to && (upward.has(arrow.id) ? arrow.from : arrow.to) === id)
      .map((arrow) => layerOf.get(upward.has(arrow.id) ? arrow.to : arrow.from) ?? -1);
    const needed = widthOf.get(id) ?? 0;
    let layer = Math.max(0, ...above.map((one) => one + 1));
    while ((taken[layer] ?? 0) > 0 && (taken[layer] ?? 0) + needed > width + gap) layer += 1;
    layerOf.set(id, layer);
    taken[layer] = (taken[layer] ?? 0) + needed;
    (layers[layer] ??= []).push(id);
  }
  return { layers: Array.from({ length: layers.length }, (_, layer) => layers[layer] ?? []), upward };
}
