// Shells as the host makes them: the learner's, and those that scenarios and proofs are played with.
import type { MakeWorld } from '../scenario/replay.ts';
import type { MakeShell } from '../scenario/run.ts';
import type { CreateShell, ShellSession, ShellState } from '../shell/shell-api.ts';
import { learnerCredentials, learnerName } from '../world/default-world.ts';
import type { HostMachine, World } from '../world/world-api.ts';
import { assembleMemoryWorld } from './assemble.ts';

export const defaultRegion = 'us-east-1';

const options = (world: World, state: ShellState | undefined) => ({
  world,
  credentials: learnerCredentials,
  userName: learnerName,
  region: defaultRegion,
  ...(state ? { state } : {}),
});

/** The one that the learner types into. */
export const learnerShell = (
  createShell: CreateShell,
  world: World,
  state: ShellState | undefined,
  reset: () => Promise<void>,
): Promise<ShellSession> => createShell({ ...options(world, state), limits: 'learner', reset });

/** What a scenario, its checks or a proof is played with. */
export const playingShell =
  (createShell: CreateShell, limits: 'learner' | 'stranger'): MakeShell =>
  (world, state) =>
    createShell({ ...options(world, state), limits });

/** Worlds that are thrown away. */
export const passingWorld =
  (machine: HostMachine): MakeWorld =>
  (seed) =>
    assembleMemoryWorld({ kind: { kind: 'seeded', seed }, machine });
