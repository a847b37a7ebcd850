// A world's journal in IndexedDB. What a journal must do: src/world/journal.ts.
import type { Entry } from '../../world/entry.ts';
import {
  StorageError,
  type Batch,
  type Compaction,
  type Journal,
  type JournalSession,
  type Snapshot,
} from '../../world/journal.ts';
import { isCount, isSnapshot, parseEntries } from '../parse-entry.ts';
import type { BrowserParts } from './browser.ts';
import { compact } from './compact.ts';
import { refusing } from './failures.ts';
import { inTransaction, quietly } from './transactions.ts';
import { deleteWorldDatabase, worldDatabaseName, type WorldDatabase } from './world-database.ts';

const noSnapshot: Snapshot = { number: 0, tables: [] };

export function createIndexedDbJournal(worldId: string, database: WorldDatabase, browser: BrowserParts): Journal {
  const name = worldDatabaseName(worldId);
  const listeners = new Set<() => void>();
  const channel = browser.channel?.(name);
  channel?.addEventListener('message', () => {
    for (const heard of listeners) heard();
  });

  const session: JournalSession = {
    readAfter: (number) => refusing(() => readAfter(database, number)),
    append: async (batch) => {
      await append(database, batch);
      channel?.postMessage('appended');
    },
    compact: (compaction: Compaction) => compact(database, compaction),
  };

  const close = (): void => {
    listeners.clear();
    channel?.close();
    database.close();
  };

  return {
    durable: true,
    open: () => refusing(() => readAll(database)),
    exclusively: (work) => browser.locks.exclusively(name, () => work(session)),
    subscribe: (heard) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    readBlob: (hash) => refusing(() => readBlob(database, hash)),
    destroy: async () => {
      close();
      await deleteWorldDatabase(worldId);
    },
    close,
  };
}

async function readAll(database: WorldDatabase): Promise<{ snapshot: Snapshot; entries: readonly Entry[] }> {
  const transaction = database.transaction(['snapshot', 'entries', 'state']);
  const [stored, values, head] = await Promise.all([
    transaction.objectStore('snapshot').get('snapshot'),
    transaction.objectStore('entries').getAll(),
    transaction.objectStore('state').get('head'),
  ]);
  const snapshot = stored ?? noSnapshot;
  const entries = parseEntries(values);
  if (!isSnapshot(snapshot) || !entries) throw new StorageError('broken');
  const last = entries.at(-1)?.number ?? snapshot.number;
  // Nothing is missing between the snapshot and the first entry, nor at the end; the snapshot is of what was written.
  if ((entries[0]?.number ?? 0) > snapshot.number + 1) throw new StorageError('broken');
  if (last !== (head ?? 0) || snapshot.number > last) throw new StorageError('broken');
  return { snapshot, entries };
}

async function readAfter(database: WorldDatabase, number: number): Promise<readonly Entry[]> {
  const transaction = database.transaction(['entries', 'state']);
  const [values, head, stripped] = await Promise.all([
    transaction.objectStore('entries').getAll(IDBKeyRange.lowerBound(number, true)),
    transaction.objectStore('state').get('head'),
    transaction.objectStore('state').get('stripped'),
  ]);
  const entries = parseEntries(values);
  if (!entries || (entries.at(-1)?.number ?? number) !== (head ?? 0)) throw new StorageError('broken');
  // Whoever stayed behind further than entries keep their changes sees the gap, or how many they are, and opens anew.
  const gap = entries[0] !== undefined && entries[0].number !== number + 1;
  if (gap && !(isCount(stripped) && number < stripped)) throw new StorageError('broken');
  return entries;
}

async function append(database: WorldDatabase, { entries, materials, blobs }: Batch): Promise<void> {
  await inTransaction(database, ['entries', 'state', 'vault', 'blobs'], async (transaction) => {
    const state = transaction.objectStore('state');
    const head = (await state.get('head')) ?? 0;
    if (!isCount(head)) throw new StorageError('broken');
    let last = head;
    for (const entry of entries) {
      // Even if a lock failed: no entry takes another's place, and none leaves a gap.
      if (entry.number !== last + 1) throw new StorageError('broken');
      last = entry.number;
      quietly(transaction.objectStore('entries').add(entry, entry.number));
    }
    for (const { handle, token } of materials) {
      quietly(transaction.objectStore('vault').put({ token, since: last }, handle));
    }
    for (const { hash, bytes } of blobs) {
      quietly(transaction.objectStore('blobs').put({ bytes, since: last }, hash));
    }
    if (last !== head) quietly(state.put(last, 'head'));
  });
}

async function readBlob(database: WorldDatabase, hash: string): Promise<Uint8Array | undefined> {
  const row = await database.get('blobs', hash);
  if (row === undefined) return undefined;
  const bytes = typeof row === 'object' && row !== null && 'bytes' in row ? row.bytes : undefined;
  if (!(bytes instanceof Uint8Array)) throw new StorageError('broken');
  return bytes;
}
