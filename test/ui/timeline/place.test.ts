// Where things stand on the timeline, for any journal and any width.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Moment, Tone } from '../../../src/ui/timeline/moments.ts';
import { placeTimeline } from '../../../src/ui/timeline/place.ts';

const tones: readonly Tone[] = ['write', 'read', 'refused', 'clock', 'back', 'due', 'lost', 'begin'];
const labels = [
  'encrypt',
  'create-key',
  'schedule-key-deletion',
  'generate-data-key-without-plaintext',
  '+ 8 d',
  'undo',
];

const momentsOfLength = (count: number): fc.Arbitrary<readonly Moment[]> =>
  fc
    .array(fc.record({ tone: fc.constantFrom(...tones), label: fc.constantFrom(...labels), undone: fc.boolean() }), {
      minLength: count,
      maxLength: count,
    })
    .map((all) =>
      all.map((it, index) => ({
        ...it,
        first: index + 1,
        last: index + 1,
        group: index + 1,
        atMs: index,
        entries: [],
      })),
    );

const timelines = fc.integer({ min: 0, max: 300 }).chain((count) =>
  fc.record({
    moments: momentsOfLength(count),
    looking: count === 0 ? fc.constant(null) : fc.option(fc.nat(count - 1)),
    future: fc.array(
      fc.record({
        label: fc.constantFrom('deletion in 6 d 23 h', 'rotation in 364 d'),
        count: fc.constant(1),
        tone: fc.constantFrom('due' as const, 'lost' as const),
      }),
      { maxLength: 7 },
    ),
    width: fc.integer({ min: 120, max: 1600 }),
  }),
);
type Case = typeof timelines extends fc.Arbitrary<infer Value> ? Value : never;
const place = ({ moments, looking, future, width }: Case) => placeTimeline(moments, looking, future, width);
const always = (holds: (given: Case) => void): void => {
  fc.assert(
    fc.property(timelines, (given) => {
      holds(given);
    }),
  );
};

describe('for any journal', () => {
  test('labels never overlap, and none hangs over an end', () =>
    always((given) => {
      const sorted = [...place(given).labels].sort((a, b) => a.x - b.x);
      sorted.forEach((label, index) => {
        const next = sorted[index + 1];
        if (next) expect(label.x + label.width / 2).toBeLessThan(next.x - next.width / 2);
        expect(label.x - label.width / 2).toBeGreaterThanOrEqual(-0.01);
        expect(label.x + label.width / 2).toBeLessThanOrEqual(given.width + 0.01);
      });
    }));

  test('time runs to the right: marks, now, what is to come', () =>
    always((given) => {
      const { marks, nowX, future } = place(given);
      const xs = [...marks.map(({ x }) => x), nowX, ...future.map(({ x }) => x)];
      xs.forEach((x, index) => {
        if (index > 0) expect(x).toBeGreaterThan(xs[index - 1]!);
      });
      expect(xs.at(-1)).toBeLessThanOrEqual(given.width);
    }));

  test('every moment stands in exactly one mark', () =>
    always((given) => {
      const covered = place(given).marks.flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      );
      expect(covered).toEqual(given.moments.map((_, index) => index));
    }));

  test('the moment that is looked at stands by itself, and is named', () =>
    always((given) => {
      const { marks, labels: written } = place(given);
      if (given.looking === null) expect(written[0]).toMatchObject({ kind: 'now', text: 'now' });
      else {
        expect(marks.some(({ from, to }) => from === given.looking && to === given.looking)).toBe(true);
        const name = written.find(({ kind }) => kind === 'looking');
        if (given.width > 300) expect(name?.text).toBe(given.moments[given.looking]?.label);
      }
    }));

  test('what is to come is all there, however much it is', () =>
    always((given) => {
      expect(place(given).future.reduce((sum, { count }) => sum + count, 0)).toBe(given.future.length);
    }));
});

test('a bundle has the tone that weighs most in it', () => {
  const moments = Array.from({ length: 2000 }, (_, index): Moment => ({
    first: index + 1,
    last: index + 1,
    group: index + 1,
    atMs: index,
    entries: [],
    undone: false,
    tone: index === 5 ? 'refused' : 'read',
    label: 'describe-key',
  }));
  const { marks } = placeTimeline(moments, null, [], 900);
  expect(marks.length).toBeLessThan(70);
  expect(marks.find(({ from, to }) => from <= 5 && 5 <= to)?.tone).toBe('refused');
  expect(marks.filter(({ tone }) => tone === 'refused')).toHaveLength(1);
});
