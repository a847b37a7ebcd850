// Where a world is put together: services, HSMs, journal. The page's worker, the tests and the benches all come here.
import type { Region } from '../base/brand.ts';
import { createHsm } from '../hsm/hsm.ts';
import { MemoryDomainKeys } from '../hsm/memory-vault.ts';
import type { DomainKeys, Hsm, Vault } from '../hsm/types.ts';
import { createKmsService } from '../services/kms/index.ts';
import { createSimulationService } from '../services/kms/simulation/index.ts';
import type { Journal } from '../world/journal.ts';
import { createMemoryJournal } from '../world/memory-journal.ts';
import type { HostMachine, World, WorldKind } from '../world/world-api.ts';
import { openWorld } from '../world/world.ts';
import { machine as thisMachine } from './machine.ts';

export interface WorldParts {
  readonly kind: WorldKind;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
  readonly machine: HostMachine;
}

export function assembleWorld({ kind, journal, vault, domainKeys, machine }: WorldParts): Promise<World> {
  return openWorld({
    kind,
    journal,
    vault,
    machine,
    services: (worldVault) => {
      const hsm = hsmOfEachRegion(worldVault, domainKeys);
      return [createKmsService(hsm), createSimulationService(hsm)];
    },
  });
}

/** A world that ends with this process. */
export function assembleMemoryWorld({
  kind,
  machine = thisMachine,
}: {
  readonly kind: WorldKind;
  readonly machine?: HostMachine;
}): Promise<World> {
  const journal = createMemoryJournal();
  return assembleWorld({ kind, journal, vault: journal.vault, domainKeys: new MemoryDomainKeys(), machine });
}

/** A Region has its HSM from the first call that needs it. */
function hsmOfEachRegion(vault: Vault, domainKeys: DomainKeys): (region: Region) => Hsm {
  const hsms = new Map<Region, Hsm>();
  return (region) => {
    const known = hsms.get(region) ?? createHsm({ region, vault, domainKeys });
    hsms.set(region, known);
    return known;
  };
}
