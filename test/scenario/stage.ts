// Worlds and shells for the tests that play scenarios: the real engine, in memory.
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
    ...(state ? { state } : {}),
  });

export const stage = { makeWorld, makeShell };
