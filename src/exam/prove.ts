// Plays the proof of one option on the engine: LEARNING.md, "A question is sound when". The right one is shown to be
// right, and each wrong one to be wrong by the very fact or error code that its explanation names.
import type { MakeWorld } from '../scenario/replay.ts';
import { probeHolds, runSetup } from '../scenario/run.ts';
import type { MakeShell } from '../scenario/run.ts';
import type { Output, ShellSession } from '../shell/shell-api.ts';
import type { Item } from './types.ts';

export interface ProofStep {
  readonly text: string;
  readonly output: readonly Output[];
  readonly exitCode: number;
}

export interface Proof {
  /** Every command of it with what it printed: the set-up's, the option's, then those that show what is so. */
  readonly steps: readonly ProofStep[];
  readonly proved: boolean;
  /** What did not turn out as the item says, a sentence each. */
  readonly problems: readonly string[];
}

export interface Stage {
  readonly makeWorld: MakeWorld;
  readonly makeShell: MakeShell;
  /** Hears of each command when it is done. */
  readonly onStep?: (step: ProofStep) => void;
}

export async function proveOption(
  item: Item,
  optionId: string,
  { makeWorld, makeShell, onStep }: Stage,
): Promise<Proof> {
  const option = item.options.find((candidate) => candidate.id === optionId);
  if (!option) return { steps: [], proved: false, problems: [`There is no option ${optionId}.`] };
  const steps: ProofStep[] = [];
  const problems: string[] = [];
  const run = async (shell: ShellSession, text: string) => {
    const output: Output[] = [];
    const result = await shell.run(text, { onOutput: (piece) => void output.push(piece) });
    const step = { text, output, exitCode: result.exitCode };
    steps.push(step);
    onStep?.(step);
    return result;
  };

  const world = await makeWorld(item.seed);
  const shell = await makeShell(world);
  const recorded: ShellSession = { ...bound(shell), run: (text) => run(shell, text) };
  const setUp = await runSetup(recorded, { setup: item.setup, resume: [] });
  if (!setUp.ok) problems.push(setUp.message);
  for (const command of setUp.ok ? option.proof : []) {
    const { exitCode } = await run(shell, command);
    if (exitCode !== 0) problems.push(`The proof’s “${command}” failed.`);
  }
  if (problems.length === 0) {
    for (const probe of option.shows) {
      const onlooker = await makeShell(world.fork(), shell.state());
      if (!probeHolds(probe, await run(onlooker, probe.run))) {
        problems.push(`“${probe.run}” does not show that ${probe.error ?? probe.expect ?? 'it works'}.`);
      }
    }
  }
  await world.close();
  return { steps, proved: problems.length === 0, problems };
}

const bound = (shell: ShellSession): ShellSession => ({
  run: (text, options) => shell.run(text, options),
  needsMore: (text) => shell.needsMore(text),
  complete: (text, cursor) => shell.complete(text, cursor),
  prompt: () => shell.prompt(),
  env: () => shell.env(),
  state: () => shell.state(),
});
