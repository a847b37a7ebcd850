// A world as a scenario that makes it again elsewhere (DESIGN.md: "A sandbox is shared as the commands that make it").
// What cannot be done again is said in plain sentences before anything is shared.
import type { Entry } from '../world/entry.ts';
import { splitCommands } from './commands.ts';
import { formatScenario, withResume } from './format.ts';
import { advanceLine, changing, happenings, onlyLooked, quoted, undoneGroups } from './happenings.ts';
import type { Happening } from './happenings.ts';
import { capture, madeBy, substitute, variableFor } from './identifiers.ts';
import type { Made } from './identifiers.ts';
import { limits } from './limits.ts';
import { parseScenario } from './parse.ts';
import type { MakeWorld } from './replay.ts';
import { saidBy } from './run.ts';
import type { MakeShell } from './run.ts';
import { ScenarioError } from './types.ts';
import type { Scenario } from './types.ts';

export interface Shared {
  readonly text: string;
  /** What is not in it, a sentence each. */
  readonly left: readonly string[];
}

export interface ShareSandbox {
  readonly entries: readonly Entry[];
  readonly title: string;
  /** The new world's. */
  readonly seed: string;
  /** To try the lines before they are sent: one that fails there would fail at the friend's. */
  readonly makeWorld: MakeWorld;
  readonly makeShell: MakeShell;
}

export async function shareSandbox({ entries, title, seed, makeWorld, makeShell }: ShareSandbox): Promise<Shared> {
  const left = forgotten(entries);
  const all = happenings(entries);
  const undone = undoneGroups(all);
  const kept = all.filter((happening) => {
    if (undone.has(happening.group)) return false;
    const why = whyNot(happening);
    if (typeof why === 'string') left.push(why);
    return why === undefined;
  });
  if (kept.some((happening) => happening.fellDue)) {
    left.push(
      'Some things fell due here as time went by. In the shared world time goes on only with the commands, so they are still to come there.',
    );
  }
  const lines = withVariables(kept, all, left);
  const working: string[] = [];
  const world = await makeWorld(seed);
  const shell = await makeShell(world);
  for (const line of lines) {
    if (!canBeWritten(line)) {
      left.push(`${quoted(line)} is too long or too odd to be written into a scenario, so it is left out.`);
      continue;
    }
    const result = await shell.run(line);
    if (result.exitCode === 0) working.push(line);
    else left.push(`${quoted(line)} does not work in a new world, so it is left out: ${saidBy(result)}`);
  }
  await world.close();
  const summary = 'A sandbox that somebody shared: the commands below make it again.';
  const text = formatScenario({ id: 'shared-sandbox', title, seed, summary, setup: working });
  parseScenario(text);
  return { text, left };
}

/** Whether a scenario's reader would take the line for whole commands, as bash did. */
function canBeWritten(line: string): boolean {
  const rows = line.split('\n');
  if (rows.some((row) => row.length > limits.line)) return false;
  try {
    return splitCommands(rows, 1).length > 0;
  } catch (error) {
    if (error instanceof ScenarioError) return false;
    throw error;
  }
}

/** A seeded world draws the same again, so its lines are typed again as they were, identifiers, mistakes, undos and all. */
export function shareSeeded(scenario: Scenario, entries: readonly Entry[]): Shared {
  const left = forgotten(entries);
  const setup = [...scenario.setup];
  const typed: string[] = [];
  for (const happening of happenings(entries)) {
    if (happening.line && happening.line.text === setup[0]) setup.shift();
    else typed.push(...again(happening, left));
  }
  return { text: withResume(scenario, typed), left };
}

function again({ line, calls, clockMs, undone, redone }: Happening, left: string[]): readonly string[] {
  if (line?.exitCode === null) left.push(`${quoted(line.text)} was interrupted, so it is left out.`);
  else if (line && !canBeWritten(line.text))
    left.push(`${quoted(line.text)} is too long or too odd, so it is left out.`);
  else if (line) return [line.text];
  else if (calls.length > 0) left.push(clicked(calls));
  return line
    ? []
    : [
        ...undone.map(() => 'lab undo'),
        ...redone.map(() => 'lab redo'),
        ...(clockMs > 0 ? [advanceLine(clockMs)] : []),
      ];
}

function forgotten(entries: readonly Entry[]): string[] {
  const first = entries[0]?.number ?? 1;
  return first > 1 ? ['What happened longest ago is no longer in the journal, so it is left out.'] : [];
}

/** Why a happening is not done again, as a sentence; null where there is nothing to say; undefined where it is. */
function whyNot(happening: Happening): string | null | undefined {
  const { line, calls, clockMs, undone, redone } = happening;
  if (!line) {
    const changed = calls.filter(changing);
    if (changed.length > 0) return clicked(changed);
    return clockMs > 0 ? undefined : null;
  }
  if (line.exitCode === null) return `${quoted(line.text)} was interrupted, so it is left out.`;
  if (undone.length + redone.length > 0) {
    return calls.some(changing)
      ? `${quoted(line.text)} took something back and made something, so it is left out.`
      : null;
  }
  if (onlyLooked(happening)) return null;
  const changes = calls.some(changing) || happening.changedFiles || clockMs > 0;
  if (line.exitCode !== 0 && !changes) return null;
  if (/[A-Za-z0-9+/]{100,}/.test(line.text)) {
    return `${quoted(line.text)} has a ciphertext written out, which nobody can open in another world, so it is left out.`;
  }
  return undefined;
}

const clicked = (calls: readonly { readonly operation: string }[]): string =>
  `${calls.map((call) => call.operation).join(', ')} did not come from a line that was typed to its end, so it is left out.`;

function withVariables(kept: readonly Happening[], all: readonly Happening[], left: string[]): readonly string[] {
  const text = all.map((happening) => happening.line?.text ?? '').join('\n');
  const everMade = new Set(all.flatMap(madeBy).map((made) => made.id));
  const variables = new Map<string, string>();
  const lines: string[] = [];
  for (const happening of kept) {
    const typed = happening.line?.text;
    if (typed === undefined) {
      lines.push(advanceLine(happening.clockMs));
      continue;
    }
    const renamed = rename(typed, everMade, variables);
    if (renamed === undefined) {
      left.push(`${quoted(typed)} names something that the shared lines do not make, so it is left out.`);
      continue;
    }
    // What a line made before it failed is there; the set-up goes on behind it.
    const line = happening.line?.exitCode === 0 ? renamed : `{\n${renamed}\n} || true`;
    const named = madeBy(happening).filter((made) => text.includes(made.id));
    lines.push(...captureAll(line, named, variables, text));
  }
  return lines;
}

function captureAll(line: string, named: readonly Made[], variables: Map<string, string>, text: string) {
  const [made, ...more] = named;
  // Of several that one line made, nobody could tell which is which in another world.
  if (!made || more.length > 0) return [line];
  const variable = variableFor(made, variables.size + 1, text);
  variables.set(made.id, variable);
  return capture(line, made, variable);
}

/** Undefined where the line names something that was made here, and that no variable stands for. */
function rename(
  line: string,
  everMade: ReadonlySet<string>,
  variables: ReadonlyMap<string, string>,
): string | undefined {
  let renamed: string | undefined = line;
  for (const id of everMade) {
    if (renamed?.includes(id) !== true) continue;
    const variable = variables.get(id);
    renamed = variable === undefined ? undefined : substitute(renamed, id, variable);
  }
  return renamed;
}
