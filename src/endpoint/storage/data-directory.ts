// DIR: everything that the endpoint's world needs to outlive its process.
//   journal            entries, snapshots and sealed key material (file-journal.ts)
//   domain-keys.json   what the material is sealed under; its owner's alone (domain-keys.ts)
//   lock               who has it open (directory-lock.ts)
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DomainKeys, Vault } from '../../hsm/types.ts';
import type { Journal, StorageError } from '../../world/journal.ts';
import type { HostMachine } from '../../world/world-api.ts';
import { EndpointError } from '../endpoint-error.ts';
import { lockDirectory } from './directory-lock.ts';
import { openDomainKeys } from './domain-keys.ts';
import { openFileJournal } from './file-journal.ts';

export interface DataDirectory {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
  /** Once the world is closed. */
  close(): Promise<void>;
}

export interface DataDirectoryOptions {
  readonly directory: string;
  /** What a new world here is made of. */
  readonly madeOf: string;
  /** Whether whoever asks insists on that, also of a world that is there. */
  readonly insists: boolean;
  readonly machine: HostMachine;
  readonly failed: (error: StorageError) => void;
}

/** Throws an EndpointError. */
export async function openDataDirectory(options: DataDirectoryOptions): Promise<DataDirectory> {
  const { directory, madeOf, insists, machine, failed } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(directory, join(directory, 'lock'));
  try {
    const file = await openFileJournal({ path: join(directory, 'journal'), madeOf, failed });
    const { journal, vault } = file;
    try {
      if (insists && file.madeOf !== madeOf) {
        throw new EndpointError(
          `${directory} already holds a world that was made of another FILE. Start without --world to go on with it, or take an empty directory.`,
        );
      }
      const domainKeys = await openDomainKeys({
        path: join(directory, 'domain-keys.json'),
        isNeeded: file.holdsMaterial,
        random: (length) => machine.random(length),
      });
      const close = async (): Promise<void> => {
        await file.closed();
        await lock.release();
      };
      return { journal, vault, domainKeys, close };
    } catch (error) {
      await file.closed();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}
