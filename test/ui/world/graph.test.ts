// The layered drawing keeps its promises for any graph, and the same graph gives the same drawing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from '../../../src/ui/world/graph/draw.ts';
import { placeLabels } from '../../../src/ui/world/graph/labels.ts';
import { overlap, rectOf, runsThrough } from '../../../src/ui/world/graph/types.ts';
import type { Arrow, Box, Drawing } from '../../../src/ui/world/graph/types.ts';

const width = 400;
const options = { width, gaps: { boxes: 14, passing: 8 }, rowGap: 50, first: 'n0' };

const graphs = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.record({
    boxes: fc.array(fc.record({ width: fc.integer({ min: 50, max: 150 }), height: fc.integer({ min: 20, max: 46 }) }), {
      minLength: count,
      maxLength: count,
    }),
    ends: fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
      maxLength: 14,
      selector: (pair) => pair.join(),
    }),
  }),
);

function graphOf({ boxes, ends }: { boxes: { width: number; height: number }[]; ends: [number, number][] }) {
  return {
    boxes: boxes.map((size, index): Box => ({ id: `n${index}`, ...size })),
    arrows: ends.map(([from, to]): Arrow => ({ id: `${from}→${to}`, from: `n${from}`, to: `n${to}` })),
  };
}

const drawn = (graph: Parameters<typeof graphOf>[0]): { drawing: Drawing; arrows: readonly Arrow[] } => {
  const { boxes, arrows } = graphOf(graph);
  return { drawing: draw(boxes, arrows, options), arrows };
};

describe('a layered drawing', () => {
  test('has every box once, none on another, none outside', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { drawing } = drawn(graph);
        expect(drawing.boxes.map(({ id }) => id).sort()).toEqual(graph.boxes.map((_, index) => `n${index}`).sort());
        for (const [index, box] of drawing.boxes.entries()) {
          const { x, y, width: wide, height } = rectOf(box);
          expect(x).toBeGreaterThanOrEqual(-0.01);
          expect(x + wide).toBeLessThanOrEqual(width + 0.01);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y + height).toBeLessThanOrEqual(drawing.height);
          for (const other of drawing.boxes.slice(index + 1))
            expect(overlap(rectOf(box), rectOf(other), -0.01)).toBe(false);
        }
      }),
    );
  });

  test('has every arrow that leads elsewhere, from its box to its box, through no other', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { drawing, arrows } = drawn(graph);
        expect(drawing.arrows.map(({ id }) => id)).toEqual(
          arrows.filter(({ from, to }) => from !== to).map(({ id }) => id),
        );
        for (const arrow of drawing.arrows) {
          const touches = (id: string, index: number) => {
            const box = drawing.boxes.find((one) => one.id === id)!;
            const point = arrow.points.at(index)!;
            expect(Math.abs(point.x - box.x)).toBeLessThanOrEqual(box.width / 2);
            expect(Math.abs(point.y - box.y)).toBeCloseTo(box.height / 2);
          };
          touches(arrow.from, 0);
          touches(arrow.to, -1);
          for (const box of drawing.boxes) expect(runsThrough(arrow.points, rectOf(box), -1)).toBe(false);
        }
      }),
    );
  });

  test('is the same for the same graph', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(drawn(graph)).toEqual(drawn(graph));
      }),
    );
  });
});

test('labels lie on no box, on no arrow, on no other label, and inside', () => {
  fc.assert(
    fc.property(graphs, fc.integer({ min: 20, max: 140 }), (graph, size) => {
      const { drawing } = drawn(graph);
      const shapes = [
        { width: size, height: 14 },
        { width: size / 2, height: 28 },
      ];
      const labels = placeLabels(
        drawing,
        drawing.arrows.map(({ id }) => ({ arrow: id, shapes })),
      );
      for (const [index, label] of labels.entries()) {
        expect(label.x).toBeGreaterThanOrEqual(0);
        expect(label.x + label.width).toBeLessThanOrEqual(width);
        expect(drawing.boxes.some((box) => overlap(label, rectOf(box)))).toBe(false);
        expect(drawing.arrows.some(({ points }) => runsThrough(points, label))).toBe(false);
        expect(labels.slice(index + 1).some((other) => overlap(label, other))).toBe(false);
      }
    }),
  );
});
