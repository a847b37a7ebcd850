// What is kept of a world's past is bounded, in a file or database as in memory.
import { describe, expect, it } from 'vitest';
import { compactionOf, remaining } from '../../src/world/compaction.ts';
import type { Entry } from '../../src/world/entry.ts';
import { createMemoryJournal, emptySnapshot } from '../../src/world/memory-journal.ts';
import { WorldState } from '../../src/world/state.ts';
import { counters } from './counter-service.ts';
import { call, makeWorld, sandbox } from './make-world.ts';

/** One for each group, a second apart. */
function stateWith(count: number, groupOf = (number: number) => number): WorldState {
  const entries = Array.from({ length: count }, (_, at): Entry => {
    const number = at + 1;
    const place = { number, group: groupOf(number), atMs: number * 1000, nextCall: 1, changes: [] };
    return { ...place, kind: 'clock', byMs: 1000 };
  });
  return WorldState.open(emptySnapshot, entries, 0);
}

describe('the trail', () => {
  const keptOf = (state: WorldState) => remaining(state.entries, compactionOf(state, []));

  it.each([
    [50_000, 1],
    [50_001, 2],
    [60_000, 10_001],
  ])('of %i entries within 90 days begins with number %i', (count, first) => {
    const kept = keptOf(stateWith(count));
    expect(kept[0]?.number).toBe(first);
    expect(kept.at(-1)?.number).toBe(count);
  });

  it('keeps the beginning of a group that goes on', () => {
    const kept = keptOf(stateWith(60_000, (number) => (number === 500 || number === 60_000 ? 1_000_000 : number)));
    expect(kept[0]?.number).toBe(500);
  });
});

describe('a journal in memory', () => {
  it('is made smaller like any other, and can still be undone as far as that reaches', async () => {
    const journal = createMemoryJournal();
    const world = await makeWorld(sandbox, journal);
    await call(world, 'Create', { Name: 'a' });
    for (let times = 0; times < 2500; times += 1) await call(world, 'Raise', { Name: 'a' });
    const { snapshot, entries } = await journal.open();
    expect(snapshot.number).toBeGreaterThanOrEqual(2000);
    for (const kept of [entries, world.entries]) {
      expect(kept).toHaveLength(2502);
      expect(kept.filter(({ changes }) => changes.length > 0).length).toBeLessThan(2100);
    }
    for (let times = 0; times < 450; times += 1) expect(await world.group().undo()).toBeDefined();
    expect(world.view.get(counters, '', 'a')?.value).toBe(2050);
  });
});
