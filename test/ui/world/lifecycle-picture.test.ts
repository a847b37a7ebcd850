// The life of a key, drawn from KMS's own machine.
import { describe, expect, test } from 'vitest';
import type { KeyKind } from '../../../src/services/kms/view.ts';
import { lifecycleGraph } from '../../../src/services/kms/view.ts';
import { overlap, rectOf, runsThrough } from '../../../src/ui/world/graph/types.ts';
import { lifecyclePicture, lifecycleSentence } from '../../../src/ui/world/lifecycle-picture.ts';
import { shapeOf } from '../../../src/ui/world/lifecycle-shape.ts';
import type { Graph } from '../../../src/ui/world/lifecycle-shape.ts';

const kindsOfKeys: readonly (readonly KeyKind[] | undefined)[] = [
  [],
  ['imported material'],
  ['custom key store'],
  ['multi-Region'],
  ['imported material', 'multi-Region'],
  undefined,
];
const widths = [320, 350, 380, 410, 440, 500];
const states = lifecycleGraph().states.map(({ name }) => name);
const plain = shapeOf(lifecycleGraph([]));

describe.each(kindsOfKeys.map((kinds) => ({ name: kinds?.join(' and ') ?? 'every kind at once', kinds })))(
  'the drawing for keys of $name',
  ({ kinds }) => {
    const shape = shapeOf(lifecycleGraph(kinds));

    test.each(widths)('overlaps nowhere at %i px, whatever state is lit', (width) => {
      for (const current of states) {
        const picture = lifecyclePicture(shape, current, '6 d 23 h', width);
        const boxes = picture.states.map(rectOf);
        boxes.forEach((box, index) => {
          expect(box.x).toBeGreaterThanOrEqual(-0.01);
          expect(box.x + box.width).toBeLessThanOrEqual(width + 0.01);
          expect(boxes.slice(index + 1).some((other) => overlap(box, other, -0.01))).toBe(false);
          expect(picture.labels.some((label) => overlap(box, label))).toBe(false);
        });
        picture.labels.forEach((label, index) => {
          expect(picture.labels.slice(index + 1).some((other) => overlap(label, other))).toBe(false);
          // What is lit never runs through a label.
          const lit = picture.ways.filter((way) => way.lit !== null);
          expect(lit.some(({ points }) => runsThrough(points, label))).toBe(false);
        });
      }
    });

    test('shows every state, and says all that is possible from the one that is lit', () => {
      for (const current of states) {
        const picture = lifecyclePicture(shape, current, undefined, 400);
        expect(picture.states.map(({ id }) => id)).toEqual(expect.arrayContaining(states));
        expect(picture.states.filter((state) => state.current).map(({ id }) => id)).toEqual([current]);
        const targets = new Set(
          shape.ways.filter(({ from, to }) => from === current && to !== current).map(({ to }) => to),
        );
        const lit = picture.ways.filter((way) => way.lit !== null);
        expect(new Set(lit.map((way) => way.lit))).toEqual(targets);
        expect(picture.labels.filter((label) => label.lit).length + picture.besides.length).toBe(targets.size);
      }
    });

    test('stays where it is when another state is lit', () => {
      const places = states.map((current) =>
        lifecyclePicture(shape, current, undefined, 400).states.map(({ id, x, y }) => ({ id, x, y })),
      );
      for (const place of places) expect(place).toEqual(places[0]);
    });
  },
);

test.each([380, 410, 440])(
  'in a plain key’s life no line runs through a label, and none is left out (%i px)',
  (width) => {
    for (const current of ['Enabled', 'Disabled', 'PendingDeletion']) {
      const picture = lifecyclePicture(plain, current, '6 d 23 h', width);
      expect(picture.besides).toEqual([]);
      for (const label of picture.labels)
        expect(picture.ways.filter(({ points }) => runsThrough(points, label)).map(({ id }) => id)).toEqual([]);
    }
  },
);

test('the end of the waiting period is a dashed way to a dashed end, with the time that is left', () => {
  const picture = lifecyclePicture(plain, 'PendingDeletion', '6 d 23 h', 400);
  const [end] = picture.states.filter((state) => state.end);
  expect(end?.lines.join(' ')).toBe('No key any more');
  const [way] = picture.ways.filter(({ to }) => to === end?.id);
  expect(way).toMatchObject({ waits: true, lit: end?.id });
  expect(picture.labels.find(({ arrow }) => arrow === way?.id)?.lines).toEqual(['in 6 d 23 h']);
});

test('of what leads on, only where this very key can come to is lit, written and said', () => {
  const shape = shapeOf(lifecycleGraph(['multi-Region']));
  const primary = ['Disabled', 'Updating', 'PendingReplicaDeletion'];
  const picture = lifecyclePicture(shape, 'Enabled', undefined, 400, primary);
  expect(picture.ways.flatMap(({ lit }) => lit ?? []).sort()).toEqual([...primary].sort());
  expect(picture.labels.filter(({ lit }) => lit).length + picture.besides.length).toBe(primary.length);
  const all = lifecyclePicture(shape, 'Enabled', undefined, 400);
  expect(picture.states.map(({ x, y }) => [x, y])).toEqual(all.states.map(({ x, y }) => [x, y]));
  const said = lifecycleSentence(shape, 'alias/x', 'Enabled', undefined, primary);
  expect(said).toContain('schedule-key-deletion leads to Pending replica deletion');
  expect(said).not.toContain('leads to Pending deletion');
});

test('states that are not in the life of this kind of key stand apart', () => {
  const apart = lifecyclePicture(plain, 'Enabled', undefined, 400).states.filter((state) => state.apart);
  expect(apart.map(({ id }) => id).sort()).toEqual(
    ['Creating', 'PendingImport', 'PendingReplicaDeletion', 'Unavailable', 'Updating'].sort(),
  );
});

test('a state that the machine gains is drawn, with the ways to it and from it', () => {
  const graph: Graph = lifecycleGraph([]);
  const grown = shapeOf({
    states: [...graph.states, { name: 'UnderReview', initial: false }],
    transitions: [
      ...graph.transitions,
      { from: 'Enabled', to: 'UnderReview', label: 'begin-review', waits: false },
      { from: 'UnderReview', to: 'Enabled', label: 'end-review', waits: false },
    ],
  });
  const picture = lifecyclePicture(grown, 'UnderReview', undefined, 400);
  expect(picture.states.find(({ id }) => id === 'UnderReview')).toMatchObject({
    current: true,
    lines: ['Under review'],
  });
  expect(picture.labels.filter(({ lit }) => lit).map(({ lines }) => lines.join(''))).toEqual(['end-review']);
  expect(lifecycleSentence(grown, 'alias/x', 'UnderReview', undefined)).toContain('end-review leads to Enabled');
});

describe('the sentence', () => {
  test('says the state and what is possible', () => {
    expect(lifecycleSentence(plain, 'alias/ledger', 'PendingDeletion', '6 d 23 h')).toBe(
      'alias/ledger is Pending deletion. Possible from here: cancel-key-deletion leads to Disabled; in 6 d 23 h: no key any more.',
    );
  });
  test('says so where nothing leads on', () => {
    expect(lifecycleSentence(plain, 'alias/ledger', 'Unavailable', undefined)).toBe(
      'alias/ledger is Unavailable. Nothing leads on from here.',
    );
  });
});
