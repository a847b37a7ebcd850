// Plays the proof of one option on the engine: LEARNING.md, "A question is sound when". The right one is shown to be
// right, and each wrong one to be wrong by the very fact or error code that its explanation names.
import { recording } from '../scenario/recording.ts';
import type { Played } from '../scenario/recording.ts';
import type { MakeWorld } from '../scenario/replay.ts';
import { probeHolds, runAll, runSetup, saidBy } from '../scenario/run.ts';
import type { MakeShell } from '../scenario/run.ts';
import type { Item } from './types.ts';

export interface Proof {
  /** Every command of it with what it printed: the set-up's, the option's, then those that show what is so. */
  readonly steps: readonly Played[];
  readonly proved: boolean;
  /** What did not turn out as the item says, a sentence each. */
  readonly problems: readonly string[];
}

export interface Stage {
  readonly makeWorld: MakeWorld;
  readonly makeShell: MakeShell;
  /** Hears of each command when it is done. */
  readonly onStep?: (step: Played) => void;
}

export async function proveOption(
  item: Item,
  optionId: string,
  { makeWorld, makeShell, onStep }: Stage,
): Promise<Proof> {
  const option = item.options.find((candidate) => candidate.id === optionId);
  if (!option) return { steps: [], proved: false, problems: [`There is no option ${optionId}.`] };
  const steps: Played[] = [];
  const problems: string[] = [];
  const played = (step: Played): void => {
    steps.push(step);
    onStep?.(step);
  };

  const world = await makeWorld(item.seed);
  const shell = recording(await makeShell(world), played);
  const setUp = await runSetup(shell, { setup: item.setup, resume: [] });
  if (!setUp.ok) problems.push(setUp.message);
  const failed = setUp.ok ? await runAll(shell, option.proof) : undefined;
  if (failed) problems.push(`The proof’s “${failed.command}” failed: ${saidBy(failed.result)}`);
  for (const probe of problems.length === 0 ? option.shows : []) {
    const onlooker = recording(await makeShell(world.fork(), shell.state()), played);
    if (!probeHolds(probe, await onlooker.run(probe.run))) {
      problems.push(`“${probe.run}” does not show that ${probe.error ?? probe.expect ?? 'it works'}.`);
    }
  }
  await world.close();
  return { steps, proved: problems.length === 0, problems };
}
