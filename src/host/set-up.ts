// Runs a scenario's set-up on its new world, and keeps what the learner's shell and the checks begin with.
import { parseScenario } from '../scenario/parse.ts';
import { runSetup } from '../scenario/run.ts';
import type { ShellState } from '../shell/shell-api.ts';
import type { World } from '../world/world-api.ts';
import { HostError } from './host-error.ts';
import type { HostParts } from './parts.ts';
import { playingShell } from './shells.ts';
import type { TabState } from './tab-state.ts';

export async function setUp(
  { createShell, ours }: HostParts,
  tabs: TabState,
  made: { readonly id: string; readonly scenario: string; readonly world: World },
): Promise<{ readonly state: ShellState; readonly setup: ShellState }> {
  const limits = ours(made.scenario) ? 'learner' : 'stranger';
  const shell = await playingShell(createShell, limits)(made.world);
  const done = await runSetup(shell, parseScenario(made.scenario));
  if (!done.ok) throw new HostError(done.message);
  // Undo must not reach into it: the scenario begins with what it made.
  await made.world.group().begins('the set-up has run');
  const state = shell.state();
  // A browser that refuses to keep it still has it until the page is closed.
  await tabs.keepSetup(made.id, done.state, state).catch(() => undefined);
  return { state, setup: done.state };
}
