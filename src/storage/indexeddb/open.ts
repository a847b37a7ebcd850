// Opens what a world needs to outlive its page: journal, vault and domain keys, in one database.
import type { DomainKeys, Vault } from '../../hsm/types.ts';
import type { Journal } from '../../world/journal.ts';
import { thisBrowser, type BrowserParts } from './browser.ts';
import { createIndexedDbJournal } from './journal.ts';
import { createIndexedDbDomainKeys, createIndexedDbVault } from './vault.ts';
import { openWorldDatabase } from './world-database.ts';

export interface WorldStorage {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
}

export interface OpenOptions {
  readonly browser?: BrowserParts;
  /** Somebody else has deleted this world while it is open here. */
  readonly deleted?: () => void;
}

/** Rejects with a StorageError where this browser refuses. */
export async function openIndexedDbJournal(worldId: string, options: OpenOptions = {}): Promise<WorldStorage> {
  const { browser = thisBrowser(), deleted = () => undefined } = options;
  const database = await openWorldDatabase(worldId, deleted);
  return {
    journal: createIndexedDbJournal(worldId, database, browser),
    vault: createIndexedDbVault(database),
    domainKeys: createIndexedDbDomainKeys(database),
  };
}
