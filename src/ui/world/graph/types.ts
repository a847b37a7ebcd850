// What a layered drawing is made of: boxes, arrows between them, words beside the arrows.

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** A line between two boxes. Where it leads both ways, it is still one line. */
export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly bothWays?: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its upper left corner. */
export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** A box with its place: `x` and `y` are its middle. */
export interface PlacedBox extends Box, Point {}

export interface PlacedArrow extends Arrow {
  /** The curve, as an SVG path. */
  readonly path: string;
  /** Points on the curve, from `from` to `to`, close together. */
  readonly points: readonly Point[];
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

export const rectOf = (box: PlacedBox): Rect => ({
  x: box.x - box.width / 2,
  y: box.y - box.height / 2,
  width: box.width,
  height: box.height,
});

export const overlap = (a: Rect, b: Rect, air = 0): boolean =>
  a.x < b.x + b.width + air && b.x < a.x + a.width + air && a.y < b.y + b.height + air && b.y < a.y + a.height + air;

/** Whether a curve, given by points that are close together, runs through a rectangle. */
export function runsThrough(points: readonly Point[], rect: Rect, air = 0): boolean {
  return points.some((point, index) => {
    const next = points[index + 1] ?? point;
    const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return [point, middle].some(
      ({ x, y }) =>
        x > rect.x - air && x < rect.x + rect.width + air && y > rect.y - air && y < rect.y + rect.height + air,
    );
  });
}
