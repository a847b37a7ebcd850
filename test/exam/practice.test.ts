import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRight, latestByItem, optionsShown, readResults, roundOf } from '../../src/exam/practice.ts';
import type { Confidence, Result } from '../../src/exam/practice.ts';
import type { Item } from '../../src/exam/types.ts';
import { shuffled } from '../../src/exam/shuffle.ts';
import { items as bank } from '../lessons/bank.ts';

const items = bank.map(({ item }) => item);
const [known, believed, shaky, lucky] = items as [Item, Item, Item, Item];
const result = (id: string, right: boolean, confidence: Confidence): Result => ({
  item: id,
  chosen: [],
  right,
  confidence,
  atMs: 1,
});

describe('a shuffle', () => {
  it('keeps everything, and gives the same order for the same seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (values, seed) => {
        expect([...shuffled(values, seed)].sort()).toEqual([...values].sort());
        expect(shuffled(values, seed)).toEqual(shuffled(values, seed));
      }),
    );
  });
  it('puts each of four in each place about equally often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 4000; seed += 1) {
      shuffled([0, 1, 2, 3], `seed ${seed}`).forEach((value, place) => (counts[value]![place]! += 1));
    }
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('an answer', () => {
  it('is right with all of the right options and no other', () => {
    const several = items.find((item) => item.kind === 'several')!;
    const keys = several.options.filter((option) => option.right).map((option) => option.id);
    const wrong = several.options.find((option) => !option.right)!.id;
    expect(isRight(several, keys)).toBe(true);
    expect(isRight(several, [...keys].reverse())).toBe(true);
    expect(isRight(several, keys.slice(1))).toBe(false);
    expect(isRight(several, [...keys, wrong])).toBe(false);
    expect(isRight(several, [])).toBe(false);
  });
});

describe('the options of an item', () => {
  it('are all shown, lettered in the order in which they stand', () => {
    for (const item of items) {
      const shown = optionsShown(item, []);
      expect(shown.map(({ option }) => option.id).sort()).toEqual(item.options.map(({ id }) => id).sort());
      expect(shown.map(({ letter }) => letter)).toEqual(['A', 'B', 'C', 'D', 'E', 'F'].slice(0, item.options.length));
    }
  });
  it('may stand in another order at another attempt', () => {
    const orders = Array.from({ length: 12 }, (_, attempts) =>
      optionsShown(
        known,
        Array.from({ length: attempts }, () => result(known.id, true, 'sure')),
      )
        .map(({ option }) => option.id)
        .join(''),
    );
    expect(new Set(orders).size).toBeGreaterThan(2);
  });
});

describe('a round', () => {
  it('has every item once', () => {
    expect(
      roundOf(items, [])
        .map(({ id }) => id)
        .sort(),
    ).toEqual(items.map(({ id }) => id).sort());
  });
  it('begins with what one was sure of and wrong, and ends with what one was sure of and right', () => {
    const order = roundOf(items, [
      result(known.id, true, 'sure'),
      result(believed.id, false, 'sure'),
      result(shaky.id, false, 'guess'),
      result(lucky.id, true, 'guess'),
    ]).map(({ id }) => id);
    expect(order.slice(0, 2)).toEqual([believed.id, shaky.id]);
    expect(order.slice(-2)).toEqual([lucky.id, known.id]);
  });
});

describe('results', () => {
  it('are read from what was kept, whatever else lies there', () => {
    const good = result('a', true, 'think');
    expect(readResults([good, 'something', { ...good, confidence: 'fairly' }, null])).toEqual([good]);
    expect(readResults({ length: 1 })).toEqual([]);
    expect(readResults(undefined)).toEqual([]);
  });
  it('count by the last of each item', () => {
    const latest = latestByItem([result('a', false, 'sure'), result('b', true, 'sure'), result('a', true, 'guess')]);
    expect([...latest.values()].map(({ item, right }) => `${item} ${right}`)).toEqual(['a true', 'b true']);
  });
});
