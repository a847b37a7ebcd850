import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { locksOfThisPage, storageOf } from '../../src/host/storage-of.ts';
import { webLocks } from '../../src/storage/locks.ts';

beforeEach(() => {
  indexedDB = new IDBFactory();
});

const refusing = webLocks({
  request: () => Promise.reject(new DOMException('The request was denied.', 'SecurityError')),
} as unknown as LockManager);

test('where the browser refuses its locks, nothing is stored, and the page has locks and a registry of its own', async () => {
  const { locks, registry, store } = await storageOf({ locks: refusing, channel: undefined });
  await expect(store.open('sandbox', () => undefined)).rejects.toMatchObject({ reason: 'denied' });
  await expect(store.remove('sandbox')).rejects.toMatchObject({ reason: 'denied' });
  expect(await store.ids()).toEqual([]);
  await registry.keep('page/a', 1);
  expect(await registry.kept('page/a')).toBe(1);
  expect(await locks.exclusively('a', async () => 'done')).toBe('done');
  expect(await indexedDB.databases()).toEqual([]);
});

test('where the browser has locks, they are used, and worlds are stored', async () => {
  const locks = locksOfThisPage();
  const storage = await storageOf({ locks, channel: undefined });
  expect(storage.locks).toBe(locks);
  (await storage.store.open('sandbox', () => undefined)).journal.close();
  expect(await storage.store.ids()).toEqual(['sandbox']);
});

test('the page’s own locks let in one at a time, in order, and the next also behind one that failed', async () => {
  const { exclusively, ifFree } = locksOfThisPage();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push(`${name} out`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const all = Promise.allSettled([
    exclusively('x', work('a')),
    exclusively('x', work('b')),
    exclusively('x', work('c')),
  ]);
  expect(await ifFree('x', work('d'))).toBeUndefined();
  expect(await ifFree('y', async () => 'other')).toBe('other');
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  expect(await ifFree('x', work('e'))).toBe('e');
});
