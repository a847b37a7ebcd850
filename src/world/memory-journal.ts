// A journal that lives as long as its process: for forks, for tests, and for a page that may not store anything.
import type { MaterialHandle, MaterialToken } from '../base/brand.ts';
import type { Vault } from '../hsm/types.ts';
import { remaining } from './compaction.ts';
import type { Entry } from './entry.ts';
import type { Batch, Compaction, Journal, JournalSession, Snapshot } from './journal.ts';

export const emptySnapshot: Snapshot = { number: 0, tables: [] };

export interface MemoryJournal extends Journal {
  readonly durable: false;
  readonly vault: Vault;
}

/** What it begins with; what it does not have, it reads from `behind`. */
export interface MemoryJournalOptions {
  readonly snapshot?: Snapshot;
  readonly entries?: readonly Entry[];
  readonly behind?: {
    readonly vault: Vault;
    readonly readBlob: (hash: string) => Promise<Uint8Array | undefined>;
  };
}

export function createMemoryJournal(options: MemoryJournalOptions = {}): MemoryJournal {
  let snapshot = options.snapshot ?? emptySnapshot;
  let entries: Entry[] = [...(options.entries ?? [])];
  let tail: Promise<unknown> | null = null;
  const materials = new Map<MaterialHandle, MaterialToken>();
  const blobs = new Map<string, Uint8Array>();
  const listeners = new Set<() => void>();

  const session: JournalSession = {
    readAfter: async (number) => entries.slice(lastIndexUpTo(entries, number) + 1),
    append: async (batch: Batch) => {
      for (const { handle, token } of batch.materials) materials.set(handle, token);
      for (const { hash, bytes } of batch.blobs) blobs.set(hash, bytes);
      for (const entry of batch.entries) entries.push(entry);
      for (const heard of listeners) heard();
    },
    compact: async (compaction: Compaction) => {
      snapshot = compaction.snapshot;
      entries = remaining(entries, compaction);
      for (const handle of materials.keys()) if (!compaction.materials.has(handle)) materials.delete(handle);
      for (const hash of blobs.keys()) if (!compaction.blobs.has(hash)) blobs.delete(hash);
    },
  };

  return {
    durable: false,
    vault: { read: async (handle) => materials.get(handle) ?? options.behind?.vault.read(handle) },
    open: async () => ({ snapshot, entries: [...entries] }),
    exclusively: async (work) => {
      const before = tail;
      const mine = (async () => {
        if (before) await before.catch(() => undefined);
        return work(session);
      })();
      tail = mine;
      try {
        return await mine;
      } finally {
        if (tail === mine) tail = null;
      }
    },
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    readBlob: async (hash) => blobs.get(hash) ?? options.behind?.readBlob(hash),
    destroy: async () => {
      entries = [];
      snapshot = emptySnapshot;
      materials.clear();
      blobs.clear();
    },
    close: () => listeners.clear(),
  };
}

/** The index of the last entry that is not behind `number`; -1 where all are. */
function lastIndexUpTo(entries: readonly Entry[], number: number): number {
  let at = entries.length - 1;
  while (at >= 0 && (entries[at]?.number ?? 0) > number) at -= 1;
  return at;
}
