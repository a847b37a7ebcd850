// A world like every other, which counts how often an operation came to its decision.
import type { Region } from '../../../../src/base/brand.ts';
import { createHsm, type HsmParts } from '../../../../src/hsm/hsm.ts';
import { MemoryDomainKeys } from '../../../../src/hsm/memory-vault.ts';
import type { Hsm } from '../../../../src/hsm/types.ts';
import { machine } from '../../../../src/host/machine.ts';
import { createKmsService } from '../../../../src/services/kms/index.ts';
import { createSimulationService } from '../../../../src/services/kms/simulation/index.ts';
import { createMemoryJournal } from '../../../../src/world/memory-journal.ts';
import type { AnyOperation, Service } from '../../../../src/world/service.ts';
import type { World } from '../../../../src/world/world-api.ts';
import { openWorld } from '../../../../src/world/world.ts';

export interface Decisions {
  count: number;
}

function counted(service: Service, decisions: Decisions): Service {
  const operations = Object.entries(service.operations).map(([name, operation]): [string, AnyOperation] => [
    name,
    {
      ...operation,
      decide: (plan, prepared, transaction) => {
        decisions.count += 1;
        return operation.decide(plan, prepared, transaction);
      },
    },
  ]);
  return { ...service, operations: Object.fromEntries(operations) };
}

export async function assembleCountedWorld(
  generateRsa: NonNullable<HsmParts['generateRsa']>,
): Promise<{ readonly world: World; readonly decisions: Decisions }> {
  const decisions: Decisions = { count: 0 };
  const journal = createMemoryJournal();
  const domainKeys = new MemoryDomainKeys();
  const world = await openWorld({
    kind: { kind: 'seeded', seed: 'fuzz' },
    journal,
    vault: journal.vault,
    machine,
    services: (vault) => {
      const hsms = new Map<Region, Hsm>();
      const hsm = (region: Region): Hsm => {
        const known = hsms.get(region) ?? createHsm({ region, vault, domainKeys, generateRsa });
        hsms.set(region, known);
        return known;
      };
      return [counted(createKmsService(hsm), decisions), createSimulationService(hsm)];
    },
  });
  return { world, decisions };
}
