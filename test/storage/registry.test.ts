// What this browser remembers besides the worlds: which there are, and small things by name.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryRegistry, openRegistry, type StoredWorld } from '../../src/storage/registry.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

const world = (id: string): StoredWorld => ({
  id,
  title: `world ${id}`,
  kind: { kind: 'seeded', seed: '7' },
  scenario: '---\nid: x\n---',
  createdAtMs: 5,
});

describe.each([
  ['in IndexedDB', openRegistry],
  ['in memory', async () => createMemoryRegistry()],
])('a registry %s', (_name, make) => {
  it('lists the worlds that were put into it, until they are removed', async () => {
    const registry = await make();
    expect(await registry.worlds()).toEqual([]);
    await registry.putWorld(world('a'));
    await registry.putWorld(world('b'));
    expect(await registry.worlds()).toEqual([world('a'), world('b')]);
    expect(await registry.world('b')).toEqual(world('b'));
    await registry.removeWorld('a');
    expect(await registry.worlds()).toEqual([world('b')]);
    expect(await registry.world('a')).toBeUndefined();
  });

  it('keeps values by name, and forgets those that are undefined', async () => {
    const registry = await make();
    await registry.keep('page/progress', { done: [1, 2] });
    await registry.keep('page/theme', 'dark');
    await registry.keep('other', 1);
    expect(await registry.kept('page/progress')).toEqual({ done: [1, 2] });
    expect(await registry.keysUnder('page/')).toEqual(['page/progress', 'page/theme']);
    await registry.keep('page/theme', undefined);
    expect(await registry.kept('page/theme')).toBeUndefined();
    expect(await registry.keysUnder('page/')).toEqual(['page/progress']);
  });

  it('forgets everything', async () => {
    const registry = await make();
    await registry.putWorld(world('a'));
    await registry.keep('k', 1);
    await registry.forget();
    expect(await registry.worlds()).toEqual([]);
    expect(await registry.kept('k')).toBeUndefined();
  });
});

describe('a registry on a disk', () => {
  it('is the same for whoever opens it next', async () => {
    await (await openRegistry()).putWorld(world('a'));
    expect(await (await openRegistry()).worlds()).toEqual([world('a')]);
  });

  it.each([[5], [{ ...world('a'), kind: { kind: 'seeded' } }], [{ ...world('a'), title: 1 }], [world('another')]])(
    'refuses a damaged row, and still lists the others: %j',
    async (row) => {
      const registry = await openRegistry();
      await registry.putWorld(world('b'));
      const raw = await openDB('keyroom');
      await raw.put('worlds', row, 'a');
      await expect(registry.world('a')).rejects.toMatchObject({ name: 'StorageError', reason: 'broken' });
      expect(await registry.worlds()).toEqual(expect.arrayContaining([world('b')]));
      raw.close();
    },
  );

  it('is denied where there is no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(openRegistry()).rejects.toMatchObject({ name: 'StorageError', reason: 'denied' });
  });
});
