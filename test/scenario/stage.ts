// Worlds and shells for the tests that play scenarios: the real engine, in memory, within the limits that a stranger's
// link has, since any scenario may be sent as one.
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import type { MakeWorld } from '../../src/scenario/replay.ts';
import type { MakeShell } from '../../src/scenario/run.ts';
import { createShell } from '../../src/shell/session.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';

export const makeWorld: MakeWorld = (seed) => assembleMemoryWorld({ kind: { kind: 'seeded', seed } });

export const makeShell: MakeShell = (world, state) =>
  createShell({
    world,
    credentials: learnerCredentials,
    userName: 'learner',
    region: 'us-east-1',
    limits: 'stranger',
    ...(state ? { state } : {}),
  });

export const stage = { makeWorld, makeShell };
