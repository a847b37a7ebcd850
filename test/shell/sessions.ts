// Shells to test with: on a seeded world, so that the same commands give the same world.
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { createShell } from '../../src/shell/session.ts';
import type { LineResult, ShellOptions, ShellSession } from '../../src/shell/shell-api.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import type { World, WorldKind } from '../../src/world/world-api.ts';

export const newWorld = (kind: WorldKind = { kind: 'seeded', seed: 'shell tests' }): Promise<World> =>
  assembleMemoryWorld({ kind });

export async function newShell(options: Partial<ShellOptions> = {}): Promise<ShellSession> {
  return createShell({
    world: options.world ?? (await newWorld()),
    credentials: learnerCredentials,
    userName: 'learner',
    region: 'us-east-1',
    ...options,
  });
}

/** Runs lines one after another in one shell, and gives what the last one came to. */
export async function lastOf(shell: ShellSession, ...lines: readonly string[]): Promise<LineResult> {
  let last: LineResult | undefined;
  for (const line of lines) last = await shell.run(line);
  return last!;
}

/** What a fresh shell's standard output holds after these lines. */
export async function stdoutOf(...lines: readonly string[]): Promise<string> {
  return (await lastOf(await newShell(), ...lines)).stdout;
}
