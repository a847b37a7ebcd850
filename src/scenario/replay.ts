// Plays a scenario from end to end without a learner, and says what does not hold: DESIGN.md, "The tests play every
// scenario". A lesson that passes by itself, or whose solution does not, is found here before a learner finds it.
import type { ShellSession } from '../shell/shell-api.ts';
import type { World } from '../world/world-api.ts';
import { checkStep, runProbe, runSetup, saidBy } from './run.ts';
import type { MakeShell, Place } from './run.ts';
import type { Scenario, Step } from './types.ts';

/** Makes an empty seeded world. */
export type MakeWorld = (seed: string) => Promise<World>;

export interface Problem {
  /** The step's title; null for the set-up. */
  readonly step: string | null;
  readonly message: string;
}

export interface ReplayReport {
  readonly problems: readonly Problem[];
  /** What was played, to tell a replay that did its work from one that found nothing to do. */
  readonly played: { readonly steps: number; readonly commands: number; readonly mistakes: number };
}

export async function replay(
  scenario: Scenario,
  { makeWorld, makeShell }: { readonly makeWorld: MakeWorld; readonly makeShell: MakeShell },
): Promise<ReplayReport> {
  const world = await makeWorld(scenario.seed);
  const shell = await makeShell(world);
  const setUp = await runSetup(shell, scenario);
  const played = { steps: 0, commands: scenario.setup.length, mistakes: 0 };
  if (!setUp.ok) return { problems: [{ step: null, message: setUp.message }], played };
  const problems: Problem[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    const note = (message: string): void => void problems.push({ step: step.title, message });
    const stepPlayer = new StepPlayer({ world, makeShell, state: setUp.state }, shell, scenario, step, index, note);
    await stepPlayer.play();
    played.steps += 1;
    played.commands += step.solution.length;
    played.mistakes += step.mistakes.length;
  }
  await world.close();
  return { problems, played };
}

class StepPlayer {
  constructor(
    private readonly place: Place,
    /** The learner's shell: it keeps its variables from step to step. */
    private readonly shell: ShellSession,
    private readonly scenario: Scenario,
    private readonly step: Step,
    private readonly index: number,
    private readonly note: (message: string) => void,
  ) {}

  async play(): Promise<void> {
    const waiting = new Set(this.step.passages.filter((passage) => passage.kind === 'command'));
    if (this.step.checks.length > 0 && (await this.#check()).passed) this.note('It passes before anything was done.');
    for (const mistake of this.step.mistakes) await this.#makeMistake(mistake);
    for (const [done, command] of this.step.solution.entries()) {
      if (done > 0 && (await this.#check()).passed) {
        this.note(`It passes before “${command}”: the rest of the solution does nothing that is checked.`);
      }
      await this.#look(waiting);
      const result = await this.shell.run(command);
      if (result.exitCode !== 0) this.note(`The solution’s “${command}” failed: ${saidBy(result)}`);
    }
    await this.#look(waiting);
    for (const { text, fails } of waiting) {
      this.note(`The command “${text}” that the learner is shown never ${fails ? 'fails' : 'works'}.`);
    }
    const report = await this.#check();
    for (const check of report.checks) if (!check.passed) this.note(`Its solution does not pass “${check.goal}”.`);
  }

  #check(world: World = this.place.world) {
    return checkStep({ ...this.place, world, scenario: this.scenario, step: this.index });
  }

  /** A mistake is made from the step's start; it must not have been there, must be told, and must not pass. */
  async #makeMistake(mistake: Step['mistakes'][number]): Promise<void> {
    if (await runProbe(this.place, mistake.seen))
      this.note(`The mistake “${mistake.because}” is seen before it is made.`);
    const fork = this.place.world.fork();
    const shell = await this.place.makeShell(fork, this.shell.state());
    const result = await shell.run(mistake.run);
    if (result.exitCode !== 0) this.note(`The mistake “${mistake.run}” cannot be made: ${saidBy(result)}`);
    const report = await this.#check(fork);
    if (report.passed) this.note(`The mistake “${mistake.run}” passes the step.`);
    else if (!report.mistakes.includes(mistake.because)) this.note(`The mistake “${mistake.run}” is not recognised.`);
  }

  /** What a learner is shown must do as shown at some moment of the step, and must not pass it by itself. */
  async #look(waiting: Set<Step['passages'][number] & { readonly kind: 'command' }>): Promise<void> {
    for (const shown of waiting) {
      const fork = this.place.world.fork();
      const result = await (await this.place.makeShell(fork, this.shell.state())).run(shown.text);
      if ((result.exitCode !== 0) === shown.fails) waiting.delete(shown);
    }
  }
}
