// The host of a real page or worker: on this browser's storage, or where that is refused, in memory.
import { createShell } from '../shell/session.ts';
import { thisBrowser } from '../storage/indexeddb/browser.ts';
import { openIndexedDbJournal } from '../storage/indexeddb/open.ts';
import { deleteWorldDatabase, storedWorldIds } from '../storage/indexeddb/world-database.ts';
import { createMemoryRegistry, openRegistry } from '../storage/registry.ts';
import { createHost } from './host.ts';
import { lessonTexts } from './library.ts';
import { machine } from './machine.ts';
import type { HostEvent } from './protocol.ts';
import type { WorkerApi } from './transport.ts';

export async function openHost(session: string, emit: (event: HostEvent) => void): Promise<WorkerApi> {
  const browser = thisBrowser();
  const registry = await openRegistry().catch(() => createMemoryRegistry());
  const lessons = new Set(lessonTexts);
  return createHost({
    session,
    registry,
    store: {
      open: (id, deleted) => openIndexedDbJournal(id, { browser, deleted }),
      remove: deleteWorldDatabase,
      ids: storedWorldIds,
    },
    locks: browser.locks,
    machine,
    createShell,
    emit,
    ours: (text) => lessons.has(text),
  });
}
