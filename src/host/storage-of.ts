// What this host stores on. A browser that blocks a page's site data refuses its locks as well as its databases (and
// Chromium says of the databases only "unknown error"): then nothing can be shared, and everything stays in this page.
import { thisBrowser } from '../storage/indexeddb/browser.ts';
import { openIndexedDbJournal } from '../storage/indexeddb/open.ts';
import { deleteWorldDatabase, storedWorldIds } from '../storage/indexeddb/world-database.ts';
import type { Locks } from '../storage/locks.ts';
import { createMemoryRegistry, openRegistry } from '../storage/registry.ts';
import { StorageError } from '../world/journal.ts';
import type { HostParts } from './parts.ts';

export async function storageOf(browser = thisBrowser()): Promise<Pick<HostParts, 'registry' | 'store' | 'locks'>> {
  const { locks } = browser;
  const refused = await locks.ifFree('keyroom-probe', async () => false).catch(() => true);
  if (refused !== true) {
    return {
      registry: await openRegistry().catch(() => createMemoryRegistry()),
      store: {
        open: (id, deleted) => openIndexedDbJournal(id, { browser, deleted }),
        remove: deleteWorldDatabase,
        ids: storedWorldIds,
      },
      locks,
    };
  }
  const denied = async (): Promise<never> => {
    throw new StorageError('denied');
  };
  return {
    registry: createMemoryRegistry(),
    store: { open: denied, remove: denied, ids: async () => [] },
    locks: locksOfThisPage(),
  };
}

/** One at a time within this page. */
export function locksOfThisPage(): Locks {
  const last = new Map<string, Promise<unknown>>();
  const exclusively = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined);
    last.set(name, over);
    void over.then(() => {
      if (last.get(name) === over) last.delete(name);
    });
    return turn;
  };
  return {
    exclusively,
    ifFree: async (name, work) => (last.has(name) ? undefined : exclusively(name, work)),
  };
}
