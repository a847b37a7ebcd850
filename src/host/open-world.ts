// Opens a world on its storage; where the browser refuses that, or what lies there is damaged, in memory, and says why.
// What is damaged stays as it is: it may yet be saved.
import type { Region } from '../base/brand.ts';
import type { DomainKeys } from '../hsm/types.ts';
import { MemoryDomainKeys } from '../hsm/memory-vault.ts';
import type { WorldStorage } from '../storage/indexeddb/open.ts';
import { StorageError, type Snapshot } from '../world/journal.ts';
import { createMemoryJournal } from '../world/memory-journal.ts';
import type { World, WorldKind } from '../world/world-api.ts';
import { assembleWorld, snapshotOfToday } from './assemble.ts';
import { observeJournal } from './observed-journal.ts';
import type { HostParts } from './parts.ts';

export interface OpenWorld {
  readonly world: World;
  /** The tables that the world's entries lead on from. */
  readonly snapshot: () => Snapshot;
  /** Why it is in memory; null where it is not, or need not be. */
  readonly refusal: StorageError['reason'] | null;
  /** Lets go of it, and of what it lies on. */
  close(): Promise<void>;
}

/** A Region whose domain key shows whether this browser stores keys. */
const PROBED = 'us-east-1' as Region;

export async function openWorldOn(
  { store, machine }: Pick<HostParts, 'store' | 'machine'>,
  { id, kind }: { readonly id: string; readonly kind: WorldKind },
  deleted: () => void,
): Promise<OpenWorld> {
  const assemble = async (storage: WorldStorage, refusal: OpenWorld['refusal']): Promise<OpenWorld> => {
    const observed = observeJournal(storage.journal);
    const { journal } = observed;
    let isDurable = (): boolean => true;
    const domainKeys = orPassing(storage.domainKeys, () => isDurable());
    const world = await assembleWorld({ ...storage, domainKeys, kind, journal, machine });
    isDurable = () => world.persistence === 'durable';
    const close = async (): Promise<void> => {
      await world.close();
      // Where the journal failed on the way, the world closed the one that stood in for it.
      storage.journal.close();
    };
    return { world, snapshot: () => snapshotOfToday(observed.snapshot()), refusal, close };
  };

  let storage: WorldStorage | undefined;
  try {
    storage = await store.open(id, deleted);
    await storage.domainKeys.domainKey(PROBED);
    return await assemble(storage, null);
  } catch (error) {
    storage?.journal.close();
    if (!(error instanceof StorageError)) throw error;
    const journal = createMemoryJournal();
    return assemble({ journal, vault: journal.vault, domainKeys: new MemoryDomainKeys() }, error.reason);
  }
}

/**
 * A world that goes on in memory has Regions' keys in memory too, where they can't be kept any more. A durable one has
 * not: what was sealed under such a key would be lost with the page.
 */
function orPassing(kept: DomainKeys, isDurable: () => boolean): DomainKeys {
  const passing = new MemoryDomainKeys();
  const inMemory = new Set<Region>();
  return {
    domainKey: async (region) => {
      if (inMemory.has(region)) return passing.domainKey(region);
      try {
        return await kept.domainKey(region);
      } catch (error) {
        if (isDurable() || !(error instanceof StorageError)) throw error;
        inMemory.add(region);
        return passing.domainKey(region);
      }
    },
  };
}
