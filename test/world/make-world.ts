// What the world's tests share: a world of counters, over a journal that can be opened again, on a machine that obeys.
import type { Region } from '../../src/base/brand.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import type { Journal } from '../../src/world/journal.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';
import type { Answer, Group, HostMachine, World, WorldKind } from '../../src/world/world-api.ts';
import { openWorld } from '../../src/world/world.ts';
import { counterService } from './counter-service.ts';

export const sandbox: WorldKind = { kind: 'sandbox' };
export const seeded = (seed = '7'): WorldKind => ({ kind: 'seeded', seed });

export interface TestMachine extends HostMachine {
  ms: number;
}

export function testMachine(): TestMachine {
  let drawn = 0;
  const machine = {
    ms: Date.UTC(2027, 2, 12),
    nowMs: () => machine.ms,
    random: (length: number) => Uint8Array.from({ length }, () => (drawn = (drawn * 31 + 7) % 251)),
  };
  return machine;
}

/** Journals that claim to be durable, as a database's do: the same entries for everybody who opens it. */
export const durable = (journal = createMemoryJournal()): Journal => ({ ...journal, durable: true });

export function makeWorld(
  kind: WorldKind = sandbox,
  journal: Journal = durable(),
  machine: HostMachine = testMachine(),
): Promise<World> {
  return openWorld({
    kind,
    journal,
    machine,
    vault: { read: async () => undefined },
    services: () => [counterService],
  });
}

export const call = (on: World | Group, operation: string, input: unknown): Promise<Answer> =>
  ('invoke' in on ? on : on.group()).invoke({
    service: 'counter',
    operation,
    input,
    region: 'us-east-1' as Region,
    credentials: learnerCredentials,
  });
