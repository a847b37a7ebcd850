// The world's time. A sandbox's is the machine's plus an offset; a seeded world's stands still between groups.
import { defineTable, type View } from './records.ts';
import type { HostMachine, WorldKind } from './world-api.ts';

/** Where a seeded world's time begins: 2027-01-04T09:00:00Z, a Monday. */
export const SEEDED_EPOCH_MS = Date.UTC(2027, 0, 4, 9);
/** How far a seeded world's time moves with each group. */
export const SEEDED_TICK_MS = 1000;

/** What `lab clock advance` moved a sandbox's time by. Under '', as 'offset'. */
export const clockTable = defineTable<{ readonly offsetMs: number }>('world/clock');

export const offsetOf = (view: View): number => view.get(clockTable, '', 'offset')?.offsetMs ?? 0;

/** Never before `lastMs`, the moment of the last entry: a machine's clock that is set back does not set the world back. */
export function worldNowMs(kind: WorldKind, machine: HostMachine, view: View, lastMs: number): number {
  if (kind.kind === 'seeded') return lastMs;
  return Math.max(lastMs, machine.nowMs() + offsetOf(view));
}
