// Runs scenarios on a world: the set-up once, and the checks of a step as often as anybody asks. A check runs in a fork of
// the world that is thrown away (DESIGN.md), so that looking leaves no trace.
import type { LineResult, ShellSession, ShellState } from '../shell/shell-api.ts';
import type { World } from '../world/world-api.ts';
import { holds } from './expression.ts';
import type { CheckReport, Probe, Scenario, Step } from './types.ts';

/** Puts a shell over a world, as the administrator: the host's to do. `state`: what it begins with, or nothing. */
export type MakeShell = (world: World, state?: ShellState) => Promise<ShellSession>;

export type SetUp =
  /** `state` is the shell's behind the set-up: what the checks begin with. */
  { readonly ok: true; readonly state: ShellState } | { readonly ok: false; readonly message: string };

/** Makes the scenario's world: its set-up, then what its learner had typed. The first command that fails ends it. */
export async function runSetup(shell: ShellSession, scenario: Pick<Scenario, 'setup' | 'resume'>): Promise<SetUp> {
  const failed = await runAll(shell, scenario.setup);
  if (failed) return { ok: false, message: `The set-up stopped at “${failed.command}”: ${saidBy(failed.result)}` };
  const state = shell.state();
  // A line of the learner's own may fail again as it failed then.
  for (const line of scenario.resume) await shell.run(line);
  return { ok: true, state };
}

/** Runs commands one after another up to the first that fails, which it returns. */
export async function runAll(
  shell: ShellSession,
  commands: readonly string[],
): Promise<{ readonly command: string; readonly result: LineResult } | undefined> {
  for (const command of commands) {
    const result = await shell.run(command);
    if (result.exitCode !== 0 || result.interrupted) return { command, result };
  }
  return undefined;
}

/** What a command said when it failed, in one line. */
export const saidBy = (result: LineResult): string =>
  result.stderr.trim().split('\n').at(-1) || `it ended with exit code ${result.exitCode}.`;

export interface Place {
  readonly world: World;
  readonly makeShell: MakeShell;
  /** What the shell of each check begins with: the variables of the set-up, and no others. */
  readonly state: ShellState;
}

/** Whether the probe holds of the world as it is. */
export async function runProbe(place: Place, probe: Probe): Promise<boolean> {
  const shell = await place.makeShell(place.world.fork(), place.state);
  return probeHolds(probe, await shell.run(probe.run));
}

export function probeHolds(probe: Probe, result: LineResult): boolean {
  if (result.interrupted) return false;
  if (probe.error !== undefined) return result.exitCode !== 0 && errorCode(result.stderr) === probe.error;
  if (result.exitCode !== 0) return false;
  return probe.expect === undefined || holds(probe.expect, result.stdout);
}

/** The code of the last error that the AWS CLI reported. */
export const errorCode = (stderr: string): string | undefined =>
  [...stderr.matchAll(/An error occurred \(([^)\s]+)\)/g)].at(-1)?.[1];

export interface StepPlace extends Place {
  readonly scenario: Scenario;
  /** The step's index. */
  readonly step: number;
}

/** What the step's checks say; while they fail, the mistakes that the state shows. A step without checks passes. */
export async function checkStep({ scenario, step: index, ...place }: StepPlace): Promise<CheckReport> {
  const step = scenario.steps[index];
  if (!step) return { passed: false, checks: [], mistakes: [] };
  const checks: CheckReport['checks'][number][] = [];
  for (const check of step.checks) {
    const passed = await runProbe(place, check);
    checks.push({ goal: check.goal ?? step.title, passed, otherwise: passed ? null : check.otherwise });
  }
  const passed = checks.every((check) => check.passed);
  return { passed, checks, mistakes: passed ? [] : await mistakesSeen(place, step) };
}

async function mistakesSeen(place: Place, step: Step): Promise<string[]> {
  const seen: string[] = [];
  for (const mistake of step.mistakes) {
    if (await runProbe(place, mistake.seen)) seen.push(mistake.because);
  }
  return seen;
}
