// Where a world is put together: services, HSMs, journal. The page's worker, the tests and the benches all come here.
import type { Region } from '../base/brand.ts';
import { createHsm, type HsmParts } from '../hsm/hsm.ts';
import { MemoryDomainKeys } from '../hsm/memory-vault.ts';
import type { DomainKeys, Hsm, Vault } from '../hsm/types.ts';
import { createKmsService, kmsTables } from '../services/kms/index.ts';
import { createSimulationService } from '../services/kms/simulation/index.ts';
import type { Journal, Snapshot } from '../world/journal.ts';
import { createMemoryJournal } from '../world/memory-journal.ts';
import type { Change } from '../world/records.ts';
import { Upgrades, upgradingJournal } from '../world/upgrade.ts';
import type { HostMachine, World, WorldKind } from '../world/world-api.ts';
import { openWorld } from '../world/world.ts';
import { machine as thisMachine } from './machine.ts';

export interface WorldParts {
  readonly kind: WorldKind;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
  readonly machine: HostMachine;
  /** For tests, which cannot wait for new RSA keys: where they come from instead. */
  readonly generateRsa?: HsmParts['generateRsa'];
  /** Who there is in a new world; without, the learner alone. */
  readonly beginsWith?: readonly Change[];
}

const upgrades = new Upgrades(kmsTables);

/** A journal's snapshot as the world that is assembled on it has it. */
export const snapshotOfToday = (snapshot: Snapshot): Snapshot => upgrades.snapshot(snapshot);

export function assembleWorld(parts: WorldParts): Promise<World> {
  const { kind, journal, vault, domainKeys, machine, generateRsa, beginsWith } = parts;
  return openWorld({
    kind,
    ...(beginsWith && { beginsWith }),
    journal: upgradingJournal(journal, upgrades),
    vault,
    machine,
    services: (worldVault) => {
      const hsm = hsmOfEachRegion({ vault: worldVault, domainKeys, generateRsa });
      return [createKmsService(hsm), createSimulationService(hsm)];
    },
  });
}

/** A world that ends with this process. */
export function assembleMemoryWorld({
  kind,
  machine = thisMachine,
  ...more
}: {
  readonly kind: WorldKind;
  readonly machine?: HostMachine;
} & Pick<WorldParts, 'generateRsa' | 'beginsWith'>): Promise<World> {
  const journal = createMemoryJournal();
  const domainKeys = new MemoryDomainKeys();
  return assembleWorld({ kind, journal, vault: journal.vault, domainKeys, machine, ...more });
}

/** A Region has its HSM from the first call that needs it. */
function hsmOfEachRegion(parts: Omit<HsmParts, 'region'>): (region: Region) => Hsm {
  const hsms = new Map<Region, Hsm>();
  return (region) => {
    const known = hsms.get(region) ?? createHsm({ region, ...parts });
    hsms.set(region, known);
    return known;
  };
}
