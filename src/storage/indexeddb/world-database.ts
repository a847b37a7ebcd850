// A world's database, and how it comes to its present form. Its name: keyroom-world-<id>.
// What is read from it is `unknown`: whoever reads it parses it.
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { refusing } from './failures.ts';
import { StorageError } from '../../world/journal.ts';

export interface WorldSchema extends DBSchema {
  /** By number. */
  entries: { key: number; value: unknown };
  /** One, under 'snapshot'. */
  snapshot: { key: 'snapshot'; value: unknown };
  /** `head`: the number of the last entry. `stripped`: entries up to this one have lost their changes. */
  state: { key: 'head' | 'stripped'; value: unknown };
  /** Sealed material, by handle. `since` is the number of the entry that it was written with. */
  vault: { key: string; value: unknown; indexes: { since: number } };
  /** File bytes, by hash. `since` as in the vault. */
  blobs: { key: string; value: unknown; indexes: { since: number } };
  /** By Region. */
  domainKeys: { key: string; value: unknown };
}

export type WorldDatabase = IDBPDatabase<WorldSchema>;

const VERSION = 1;

export const worldDatabaseName = (worldId: string): string => `keyroom-world-${worldId}`;

/**
 * Rejects with a StorageError where this browser has, or gives, no database. `deleted` is called when somebody else
 * deletes it while it is open here.
 */
export async function openWorldDatabase(worldId: string, deleted: () => void): Promise<WorldDatabase> {
  if (typeof indexedDB === 'undefined') throw new StorageError('denied');
  return refusing(async () => {
    const database = await openDB<WorldSchema>(worldDatabaseName(worldId), VERSION, {
      upgrade(upgraded, oldVersion) {
        // Each version's step, one behind the other: a database of any age comes to the newest.
        if (oldVersion < 1) createVersion1(upgraded);
      },
      // Another tab has a newer program, or deletes this world: what is under way ends, and the connection is let go.
      blocking: (_current, newVersion) => {
        database.close();
        if (newVersion === null) deleted();
      },
    });
    return database;
  });
}

function createVersion1(database: WorldDatabase): void {
  database.createObjectStore('entries');
  database.createObjectStore('snapshot');
  database.createObjectStore('state');
  database.createObjectStore('domainKeys');
  database.createObjectStore('vault').createIndex('since', 'since');
  database.createObjectStore('blobs').createIndex('since', 'since');
}

/** Other tabs that have it open let go of it at once, so this does not wait for their users. */
export async function deleteWorldDatabase(worldId: string): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  await refusing(() => deleteDB(worldDatabaseName(worldId)));
}

/** The worlds that have a database, whole or not, where the browser can say so. */
export async function storedWorldIds(): Promise<readonly string[]> {
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return [];
  const names = (await refusing(() => indexedDB.databases())).map(({ name }) => name ?? '');
  const prefix = worldDatabaseName('');
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}
