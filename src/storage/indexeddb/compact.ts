// Makes a world's journal smaller, in one transaction: src/world/journal.ts, Compaction.
import { StorageError, type Compaction } from '../../world/journal.ts';
import { isCount, isEntry } from '../parse-entry.ts';
import { inTransaction, quietly } from './transactions.ts';
import type { WorldDatabase } from './world-database.ts';

export async function compact(database: WorldDatabase, compaction: Compaction): Promise<void> {
  const { snapshot, stripUpTo, forgetUpTo } = compaction;
  await inTransaction(database, ['snapshot', 'entries', 'state', 'vault', 'blobs'], async (transaction) => {
    const state = transaction.objectStore('state');
    const [head, before] = await Promise.all([state.get('head'), state.get('stripped')]);
    const reach = isCount(head) ? head : 0;
    // What goes has to be in the snapshot, and the snapshot cannot know what was not written.
    if (snapshot.number > reach || stripUpTo > snapshot.number || forgetUpTo > snapshot.number) {
      throw new StorageError('broken');
    }
    quietly(transaction.objectStore('snapshot').put(snapshot, 'snapshot'));

    const entries = transaction.objectStore('entries');
    const stripped = isCount(before) ? before : 0;
    if (forgetUpTo > 0) quietly(entries.delete(IDBKeyRange.upperBound(forgetUpTo)));
    const from = Math.max(stripped, forgetUpTo);
    if (stripUpTo > from) {
      for (const entry of await entries.getAll(IDBKeyRange.bound(from, stripUpTo, true))) {
        if (!isEntry(entry)) throw new StorageError('broken');
        quietly(entries.put({ ...entry, changes: [] }, entry.number));
      }
    }
    quietly(state.put(Math.max(stripped, stripUpTo, forgetUpTo), 'stripped'));

    // What was written behind the snapshot may be named by entries that the snapshot does not know.
    const old = IDBKeyRange.upperBound(snapshot.number);
    const vault = transaction.objectStore('vault');
    for (const handle of await vault.index('since').getAllKeys(old)) {
      if (!compaction.materials.has(handle)) quietly(vault.delete(handle));
    }
    const blobs = transaction.objectStore('blobs');
    for (const hash of await blobs.index('since').getAllKeys(old)) {
      if (!compaction.blobs.has(hash)) quietly(blobs.delete(hash));
    }
  });
}
