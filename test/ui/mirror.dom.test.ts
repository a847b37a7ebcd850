// The page's copy of a world is the world: at its end, and at every moment of it that is still kept.
import fc from 'fast-check';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Entry } from '../../src/world/entry.ts';
import { defineTable } from '../../src/world/records.ts';
import type { Change } from '../../src/world/records.ts';
import { Tables } from '../../src/world/tables.ts';
import { Mirror } from '../../src/ui/mirror.svelte.ts';
import { EPOCH_MS, fakeHost, info, openedWorld } from './fake-host.ts';
import { watch } from './watch.svelte.ts';

interface Row {
  readonly value: number;
}
const rows = defineTable<Row>('test/rows');
const content = (view: Mirror['view']) => view.scan(rows, 'p').map(({ id, row }) => [id, row.value]);

/** Entries that each set or remove some of a few records, and the content after each. */
function history(plan: readonly (readonly [id: string, value: number | null][])[]) {
  const state = new Map<string, Row>();
  const moments: unknown[] = [[]];
  const entries = plan.map((edits, index): Entry => {
    const changes = edits.map(([id, value]): Change => {
      const before = state.get(id);
      const after = value === null ? undefined : { value };
      if (after) state.set(id, after);
      else state.delete(id);
      return { table: 'test/rows', partition: 'p', id, ...(before && { before }), ...(after && { after }) };
    });
    moments.push([...state].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { value }]) => [id, value]));
    const number = index + 1;
    return { kind: 'begin', what: 'test', number, group: number, nextCall: 1, atMs: EPOCH_MS + number * 1000, changes };
  });
  return { entries, moments };
}

const edit = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.integer(), { nil: null }));
const plans = fc.array(fc.array(edit, { maxLength: 4 }), { minLength: 1, maxLength: 12 });

const mirrors: Mirror[] = [];
function mirrorOf(more: Parameters<typeof openedWorld>[0], host = fakeHost()) {
  const mirror = new Mirror(host, openedWorld(more));
  mirrors.push(mirror);
  return { mirror, host };
}
afterEach(() => mirrors.splice(0).forEach((mirror) => mirror.close()));

describe('looking at a moment', () => {
  test('shows every moment as it was, in whatever order one looks', () => {
    fc.assert(
      fc.property(plans, fc.array(fc.nat(12)), (plan, looks) => {
        const { entries, moments } = history(plan);
        const { mirror } = mirrorOf({ entries });
        expect(content(mirror.view)).toEqual(moments.at(-1));
        for (const look of looks) {
          const at = Math.min(look, entries.length);
          mirror.lookAt(at);
          expect(content(mirror.view)).toEqual(moments[at]);
          expect(mirror.entriesShown).toHaveLength(at);
        }
        mirror.lookAt(null);
        expect(content(mirror.view)).toEqual(moments.at(-1));
      }),
    );
  });

  test('the last moment is now', () => {
    const { entries } = history([[['a', 1]], [['a', 2]]]);
    const { mirror } = mirrorOf({ entries });
    mirror.lookAt(1);
    expect(mirror.lookingAt).toBe(1);
    expect(mirror.nowMs).toBe(EPOCH_MS + 1000);
    mirror.lookAt(2);
    expect(mirror.lookingAt).toBeNull();
    mirror.lookAt(99);
    expect(mirror.lookingAt).toBeNull();
  });

  test('goes back only as far as changes are kept', () => {
    const { entries, moments } = history([[['a', 1]], [['b', 2]], [['a', 3]], [['c', 4]]]);
    // A snapshot after entry 3; the first two have lost their changes.
    const tables = new Tables();
    for (const { changes } of entries.slice(0, 3)) tables.apply(changes);
    const stripped = entries.map((entry, index) => (index < 2 ? { ...entry, changes: [] } : entry));
    const { mirror } = mirrorOf({ snapshot: tables.toSnapshot(3), entries: stripped });
    expect(content(mirror.view)).toEqual(moments[4]);
    expect(mirror.earliest).toBe(2);
    mirror.lookAt(0);
    expect(mirror.lookingAt).toBe(2);
    expect(content(mirror.view)).toEqual(moments[2]);
  });
});

describe('following', () => {
  const { entries, moments } = history([[['a', 1]], [['b', 2]], [['a', null]]]);
  const tell = (host: ReturnType<typeof fakeHost>, news: readonly Entry[], world = 'sandbox') =>
    host.emit({ kind: 'entries', world, entries: news, nowMs: EPOCH_MS + 9000, offsetMs: null });

  test('takes in what comes, once, and only of its own world', () => {
    const { mirror, host } = mirrorOf({ entries: entries.slice(0, 1) });
    tell(host, entries.slice(1, 2), 'another');
    expect(content(mirror.view)).toEqual(moments[1]);
    tell(host, entries.slice(0, 2));
    tell(host, entries.slice(1, 3));
    expect(content(mirror.view)).toEqual(moments[3]);
    expect(mirror.entries.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(mirror.nowMs).toBe(EPOCH_MS + 9000);
  });

  test('while one looks at the past it stands still, and going back to now catches up', () => {
    const { mirror, host } = mirrorOf({ entries: entries.slice(0, 2) });
    mirror.lookAt(1);
    tell(host, entries.slice(2));
    expect(content(mirror.view)).toEqual(moments[1]);
    expect(mirror.entries).toHaveLength(3);
    mirror.lookAt(null);
    expect(content(mirror.view)).toEqual(moments[3]);
  });

  test('what was missed is fetched anew', async () => {
    const host = fakeHost({ opened: () => ({ ok: true, value: openedWorld({ entries }) }) });
    const { mirror } = mirrorOf({ entries: entries.slice(0, 1) }, host);
    tell(host, entries.slice(2));
    await vi.waitFor(() => expect(content(mirror.view)).toEqual(moments[3]));
  });

  test('a world that was opened anew is taken anew', async () => {
    const host = fakeHost({ opened: () => ({ ok: true, value: openedWorld({ entries: entries.slice(0, 1) }) }) });
    const { mirror } = mirrorOf({ entries }, host);
    host.emit({ kind: 'reopened', world: 'sandbox' });
    await vi.waitFor(() => expect(content(mirror.view)).toEqual(moments[1]));
  });

  test('entries that come while it is opened are not lost', async () => {
    const host = fakeHost();
    host.opened = (id) => {
      tell(host, entries.slice(1), id);
      return { ok: true, value: openedWorld({ info: info(id), entries: entries.slice(0, 1) }) };
    };
    const opened = await Mirror.open(host, 'sandbox');
    if (!opened.ok) throw new Error(opened.message);
    mirrors.push(opened.value.mirror);
    expect(content(opened.value.mirror.view)).toEqual(moments[3]);
  });

  test('what is derived from it is derived anew', () => {
    const { mirror, host } = mirrorOf({ entries: entries.slice(0, 1) });
    const seen: number[] = [];
    const stop = watch(() => seen.push(mirror.view.count(rows, 'p')));
    flushSync();
    tell(host, entries.slice(1, 2));
    flushSync();
    stop();
    expect(seen).toEqual([1, 2]);
  });

  test('says when storage fails', () => {
    const { mirror, host } = mirrorOf({});
    host.emit({ kind: 'persistence', world: 'sandbox', persistence: 'full' });
    expect(mirror.persistence).toBe('full');
  });

  test('after it is closed it hears nothing', () => {
    const { mirror, host } = mirrorOf({ entries: entries.slice(0, 1) });
    mirror.close();
    tell(host, entries.slice(1));
    expect(mirror.entries).toHaveLength(1);
  });
});

describe('time', () => {
  beforeEach(() => vi.useFakeTimers({ now: EPOCH_MS }));
  afterEach(() => vi.useRealTimers());

  test('a sandbox’s goes on, and never back', () => {
    const { mirror } = mirrorOf({ nowMs: EPOCH_MS + 5000, offsetMs: 5000 });
    vi.advanceTimersByTime(3000);
    expect(mirror.nowMs).toBe(EPOCH_MS + 8000);
    vi.setSystemTime(EPOCH_MS - 60_000);
    vi.advanceTimersByTime(1000);
    expect(mirror.nowMs).toBe(EPOCH_MS + 8000);
  });

  test('a seeded world’s stands still', () => {
    const { mirror } = mirrorOf({ nowMs: EPOCH_MS, offsetMs: null });
    vi.advanceTimersByTime(10_000);
    expect(mirror.nowMs).toBe(EPOCH_MS);
  });
});
