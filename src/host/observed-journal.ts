// A journal that remembers its newest snapshot, so that the page can be given one that fits the entries the world has,
// without reading the disk once more.
import { emptySnapshot } from '../world/memory-journal.ts';
import type { Journal, Snapshot } from '../world/journal.ts';

export interface ObservedJournal {
  readonly journal: Journal;
  /** The one that was read last, or written here since. */
  snapshot(): Snapshot;
}

export function observeJournal(inner: Journal): ObservedJournal {
  let snapshot = emptySnapshot;
  const journal: Journal = {
    durable: inner.durable,
    open: async () => {
      const opened = await inner.open();
      ({ snapshot } = opened);
      return opened;
    },
    exclusively: (work) =>
      inner.exclusively((session) =>
        work({
          readAfter: (number) => session.readAfter(number),
          append: (batch) => session.append(batch),
          compact: async (compaction) => {
            await session.compact(compaction);
            ({ snapshot } = compaction);
          },
        }),
      ),
    subscribe: (heard) => inner.subscribe(heard),
    readBlob: (hash) => inner.readBlob(hash),
    destroy: () => inner.destroy(),
    close: () => inner.close(),
  };
  return { journal, snapshot: () => snapshot };
}
