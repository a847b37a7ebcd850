// How far one is in a lesson: kept, never locked, and what the checks say is about this step and this world.
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../src/scenario/types.ts';
import { Lesson } from '../../../src/ui/learn/lesson.svelte.ts';
import { fakeHost } from '../fake-host.ts';
import { scenario } from '../scenario.ts';

const settled = () => new Promise((go) => setTimeout(go, 0));
const report = (passed: boolean): CheckReport => ({
  passed,
  checks: [{ goal: 'The key waits', passed, otherwise: passed ? null : 'It is still usable.' }],
  mistakes: [],
});

async function lesson(host = fakeHost()) {
  const it = new Lesson(host, scenario());
  await it.ready;
  return { it, host };
}

test('begins at the first step, with nothing done', async () => {
  const { it } = await lesson();
  expect([it.index, it.doneCount, it.begun, it.finished, it.report]).toEqual([0, 0, false, false, null]);
});

test('a step with nothing to check is done by going on', async () => {
  const { it } = await lesson();
  it.goTo(1);
  expect([it.index, it.isDone(0), it.begun]).toEqual([1, true, true]);
  it.goTo(7);
  it.goTo(-1);
  expect(it.index).toBe(1);
});

test('a step with checks is done when they pass, in the world that is attached', async () => {
  const { it, host } = await lesson();
  it.goTo(1);
  await settled();
  expect(host.asked).toEqual([]);
  host.report = () => report(false);
  it.attach('w1');
  await settled();
  expect(host.asked).toEqual([['check', 'w1', 1]]);
  expect([it.isDone(1), it.tried, it.report?.passed]).toEqual([false, false, false]);
  host.report = () => report(true);
  await it.worldChanged();
  expect([it.isDone(1), it.tried, it.finished]).toEqual([true, true, true]);
});

test('an answer that comes too late is not shown', async () => {
  const { it, host } = await lesson();
  it.goTo(1);
  it.attach('w1');
  await settled();
  let answer: (said: CheckReport) => void = () => {};
  host.check = () => new Promise((resolve) => (answer = resolve));
  const asking = it.check();
  it.goTo(0);
  answer(report(true));
  await asking;
  expect([it.report, it.isDone(1)]).toEqual([null, false]);
});

test('goes on in mid-step at the next visit', async () => {
  const { it, host } = await lesson();
  it.predict(1, 0);
  it.goTo(1);
  it.giveHint();
  it.showSolution();
  const { it: later } = await lesson(host);
  expect([later.index, later.isDone(0), later.hintsGiven, later.hintsLeft, later.solutionShown]).toEqual([
    ...[1, true, ['Look at the operations.'], 1, true],
  ]);
  later.goTo(0);
  expect(later.predicted(1)).toBe(0);
});

test('hints come one by one, and end', async () => {
  const { it } = await lesson();
  it.goTo(1);
  for (let times = 0; times < 5; times += 1) it.giveHint();
  expect(it.hintsGiven).toEqual(['Look at the operations.', 'It begins with schedule.']);
  expect(it.hintsLeft).toBe(0);
});

test('restarting forgets it all', async () => {
  const { it, host } = await lesson();
  it.predict(1, 0);
  it.goTo(1);
  it.restart();
  expect([it.index, it.doneCount, it.predicted(1)]).toEqual([0, 0, null]);
  expect((await lesson(host)).it.begun).toBe(false);
});

describe('what is kept may be anything', () => {
  test.each([[null], ['x'], [{ step: -1 }], [{ step: 'x', done: [] }], [[1, 2]]])('%j', async (kept) => {
    const host = fakeHost();
    host.keeping.set('lesson/deletion-window', kept);
    expect((await lesson(host)).it.index).toBe(0);
  });

  test('a step that the lesson no longer has', async () => {
    const host = fakeHost();
    host.keeping.set('lesson/deletion-window', { step: 40, done: [40], predictions: {}, hints: {}, solutions: [] });
    expect((await lesson(host)).it.index).toBe(1);
  });
});
