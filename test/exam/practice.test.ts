import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, feedbackOf, isRight, next, score, startPractice, toReview } from '../../src/exam/practice.ts';
import { shuffled } from '../../src/exam/shuffle.ts';
import { items as bank } from '../lessons/bank.ts';

const items = bank.map(({ item }) => item);
const keysOf = (item: (typeof items)[number]) =>
  item.options.filter((option) => option.right).map((option) => option.id);

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

describe('a practice', () => {
  it('shows every item once, with all of its options', () => {
    const practice = startPractice(items, 'a');
    expect(practice.questions.map(({ item }) => item.id).sort()).toEqual(items.map((item) => item.id).sort());
    for (const { item, options } of practice.questions) {
      expect(options.map((option) => option.id).sort()).toEqual(item.options.map((option) => option.id).sort());
    }
  });

  it('explains every option as soon as one is answered, and not before', () => {
    const practice = startPractice(items, 'a');
    expect(feedbackOf(practice, 0)).toBeUndefined();
    const item = practice.questions[0]!.item;
    const feedback = feedbackOf(answer(practice, keysOf(item)), 0)!;
    expect(feedback.right).toBe(true);
    expect(feedback.options.map((option) => option.because).sort()).toEqual(
      item.options.map((option) => option.because).sort(),
    );
    expect(
      feedback.options
        .filter((option) => option.chosen)
        .map((option) => option.id)
        .sort(),
    ).toEqual(keysOf(item));
  });

  it('counts an answer as right with all of the right options and no other', () => {
    const several = items.find((item) => item.kind === 'several')!;
    const keys = keysOf(several);
    const wrong = several.options.find((option) => !option.right)!.id;
    expect(isRight(several, keys)).toBe(true);
    expect(isRight(several, [...keys].reverse())).toBe(true);
    expect(isRight(several, keys.slice(1))).toBe(false);
    expect(isRight(several, [...keys, wrong])).toBe(false);
    expect(isRight(several, [])).toBe(false);
  });

  it('goes on only from an answered question, and an answer stands', () => {
    const practice = startPractice(items, 'a');
    expect(next(practice)).toBe(practice);
    const keys = keysOf(practice.questions[0]!.item);
    const answered = answer(practice, ['Z'], 'sure');
    expect(answer(answered, keys)).toEqual(answered);
    expect(next(answered).at).toBe(1);
    expect(score(next(answered))).toEqual({ right: 0, answered: 1, of: items.length });
  });

  it('brings back first what was wrong although the learner was sure', () => {
    let practice = startPractice(items, 'a');
    for (const confidence of ['guessing', 'sure', 'fairly sure'] as const)
      practice = next(answer(practice, [], confidence));
    practice = next(answer(practice, keysOf(practice.questions[3]!.item), 'sure'));
    const [guessed, sure, fairly] = practice.questions.map(({ item }) => item.id);
    expect(toReview(practice).map((item) => item.id)).toEqual([sure, fairly, guessed]);
  });
});
