// Every lesson is played from its set-up to its end, and every option of every item is proved, on the engine.
import { describe, expect, it } from 'vitest';
import { proveOption } from '../../src/exam/prove.ts';
import { replay } from '../../src/scenario/replay.ts';
import { stage } from '../scenario/stage.ts';
import { items, lessons } from './bank.ts';

describe('each lesson', () => {
  it.each(lessons)('$name: fails unsolved, passes solved, notices each mistake', { timeout: 300_000 }, async ({ scenario }) => {
    const { problems, played } = await replay(scenario, stage);
    expect(problems).toEqual([]);
    expect(played.steps).toBe(scenario.steps.length);
    expect(played.commands).toBeGreaterThan(scenario.setup.length);
  });
});

describe('each item', () => {
  const options = items.flatMap(({ item }) => item.options.map((option) => ({ id: item.id, option: option.id, item })));

  it.each(options)('$id: option $option is as its explanation says', async ({ item, option }) => {
    const { problems, proved } = await proveOption(item, option, stage);
    expect(problems).toEqual([]);
    expect(proved).toBe(true);
  });
});
