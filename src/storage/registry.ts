// What this browser remembers besides the worlds themselves: which there are, and small things that are kept by name.
import { openDB, type DBSchema } from 'idb';
import type { WorldKind } from '../world/world-api.ts';
import { StorageError } from '../world/journal.ts';
import { refusing } from './indexeddb/failures.ts';
import { inTransaction } from './indexeddb/transactions.ts';

/** A world of this browser. It is written when the world is whole: one without is half made. */
export interface StoredWorld {
  readonly id: string;
  readonly title: string;
  readonly kind: WorldKind;
  /** The text of the scenario that made it, where one did. */
  readonly scenario: string | null;
  readonly createdAtMs: number;
}

export interface Registry {
  /** Every world whose row can be read, in the order of their IDs. */
  worlds(): Promise<readonly StoredWorld[]>;
  /** Rejects with a StorageError where its row is damaged. */
  world(id: string): Promise<StoredWorld | undefined>;
  putWorld(world: StoredWorld): Promise<void>;
  removeWorld(id: string): Promise<void>;
  /** Keeps a value that structuredClone copies; `undefined` forgets it. */
  keep(key: string, value: unknown): Promise<void>;
  kept(key: string): Promise<unknown>;
  keysUnder(prefix: string): Promise<readonly string[]>;
  forget(): Promise<void>;
}

interface RegistrySchema extends DBSchema {
  worlds: { key: string; value: unknown };
  kept: { key: string; value: unknown };
}

const VERSION = 1;

function isWorldKind(value: unknown): value is WorldKind {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'sandbox' || (value.kind === 'seeded' && 'seed' in value && typeof value.seed === 'string');
}

export function isStoredWorld(value: unknown): value is StoredWorld {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, kind, scenario, createdAtMs } = value as Readonly<Record<string, unknown>>;
  return (
    typeof id === 'string' &&
    typeof title === 'string' &&
    isWorldKind(kind) &&
    (scenario === null || typeof scenario === 'string') &&
    typeof createdAtMs === 'number'
  );
}

/** The keys that begin with `prefix`: no UTF-16 code unit comes behind U+FFFF. */
const rangeUnder = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** Rejects with a StorageError where this browser refuses. */
export async function openRegistry(): Promise<Registry> {
  if (typeof indexedDB === 'undefined') throw new StorageError('denied');
  const open = () =>
    openDB<RegistrySchema>('keyroom', VERSION, {
      upgrade(upgraded, oldVersion) {
        if (oldVersion < 1) {
          upgraded.createObjectStore('worlds');
          upgraded.createObjectStore('kept');
        }
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  const database = await refusing(open);

  return {
    worlds: () => refusing(async () => (await database.getAll('worlds')).filter(isStoredWorld)),
    world: (id) =>
      refusing(async () => {
        const stored = await database.get('worlds', id);
        if (stored === undefined) return undefined;
        if (!isStoredWorld(stored) || stored.id !== id) throw new StorageError('broken');
        return stored;
      }),
    putWorld: (world) =>
      inTransaction(database, ['worlds'], async (transaction) => {
        await transaction.objectStore('worlds').put(world, world.id);
      }),
    removeWorld: (id) => refusing(() => database.delete('worlds', id)),
    keep: (key, value) =>
      refusing(async () => {
        await (value === undefined ? database.delete('kept', key) : database.put('kept', value, key));
      }),
    kept: (key) => refusing(() => database.get('kept', key)),
    keysUnder: (prefix) => refusing(() => database.getAllKeys('kept', rangeUnder(prefix))),
    forget: () =>
      inTransaction(database, ['worlds', 'kept'], async (transaction) => {
        await transaction.objectStore('worlds').clear();
        await transaction.objectStore('kept').clear();
      }),
  };
}

/** The same for as long as the page is open, where the browser refuses. */
export function createMemoryRegistry(): Registry {
  const worlds = new Map<string, StoredWorld>();
  const kept = new Map<string, unknown>();
  return {
    worlds: async () => [...worlds.values()],
    world: async (id) => worlds.get(id),
    putWorld: async (world) => void worlds.set(world.id, world),
    removeWorld: async (id) => void worlds.delete(id),
    keep: async (key, value) => {
      if (value === undefined) kept.delete(key);
      else kept.set(key, structuredClone(value));
    },
    kept: async (key) => structuredClone(kept.get(key)),
    keysUnder: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    forget: async () => {
      worlds.clear();
      kept.clear();
    },
  };
}
