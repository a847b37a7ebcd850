// Plays an exam item's proof of one option, on a world that is thrown away, and a step's checks on the learner's.
import { parseItem } from '../exam/parse.ts';
import { proveOption, type Stage } from '../exam/prove.ts';
import { parseScenario } from '../scenario/parse.ts';
import { checkStep } from '../scenario/run.ts';
import type { CheckReport } from '../scenario/types.ts';
import { HOME } from '../shell/shell-api.ts';
import { refusal } from './host-error.ts';
import type { LiveWorld } from './live-world.ts';
import type { HostParts } from './parts.ts';
import type { Outcome, ProofResult } from './protocol.ts';
import { passingWorld, playingShell } from './shells.ts';

export async function prove(
  { machine, createShell, emit }: HostParts,
  itemText: string,
  option: string,
  showing: string,
): Promise<Outcome<ProofResult>> {
  try {
    let at = 0;
    const stage: Stage = {
      makeWorld: passingWorld(machine),
      makeShell: playingShell(createShell, 'learner'),
      onStep: (step) => emit({ kind: 'proof', showing, at: at++, step }),
    };
    const { steps, proved } = await proveOption(parseItem(itemText), option, stage);
    return { ok: true, value: { steps, proved } };
  } catch (error) {
    return refusal(error);
  }
}

export async function check({ createShell }: HostParts, live: LiveWorld, step: number): Promise<CheckReport> {
  const { info, world, setup } = live;
  if (info.scenario === null) return { passed: false, checks: [], mistakes: [] };
  return checkStep({
    scenario: parseScenario(info.scenario),
    step,
    world,
    makeShell: playingShell(createShell, 'stranger'),
    state: setup ?? { cwd: HOME, script: '' },
  });
}
