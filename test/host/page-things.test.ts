import { expect, test } from 'vitest';
import { pageThings } from '../../src/host/page-things.ts';
import { createMemoryRegistry } from '../../src/storage/registry.ts';
import { StorageError } from '../../src/world/journal.ts';

const full = async (): Promise<never> => {
  throw new StorageError('full');
};

test('what the page keeps is stored apart from what the host keeps for itself', async () => {
  const registry = createMemoryRegistry();
  await registry.keep('a', 'the host’s');
  const things = pageThings(registry);
  await things.keep('a', 'the page’s');
  expect([await registry.kept('a'), await things.kept('a')]).toEqual(['the host’s', 'the page’s']);
});

test('what cannot be stored is kept as long as the host lives, until it can be stored again', async () => {
  const registry = createMemoryRegistry();
  const room = registry.keep;
  await registry.keep('page/hint', 1);
  const things = pageThings(registry);
  Object.assign(registry, { keep: full });
  await things.keep('hint', 2);
  expect([await things.kept('hint'), await registry.kept('page/hint')]).toEqual([2, 1]);
  Object.assign(registry, { keep: room });
  await things.keep('hint', 3);
  expect([await things.kept('hint'), await registry.kept('page/hint')]).toEqual([3, 3]);
});

test('what cannot be read is as if it had never been kept, and other failures are not hidden', async () => {
  expect(await pageThings({ keep: full, kept: full }).kept('hint')).toBeUndefined();
  const defect = async () => Promise.reject(new TypeError('a defect'));
  await expect(pageThings({ keep: defect, kept: defect }).keep('a', 1)).rejects.toThrow('a defect');
  await expect(pageThings({ keep: defect, kept: defect }).kept('a')).rejects.toThrow('a defect');
});
