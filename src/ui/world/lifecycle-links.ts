// The lifecycle as the drawing takes it: what leads from one state to another is one line between the two.
import type { Arrow } from './graph/types.ts';

/** The machine as it is drawn. */
export interface LifecycleShape {
  /** The state of a new key. */
  readonly first: string;
  readonly states: readonly { readonly name: string; /** The key is gone. */ readonly end?: boolean }[];
  readonly ways: readonly Way[];
}

export interface Way {
  readonly from: string;
  readonly to: string;
  /** The operation that leads there, as the command line names it; or what happens, in words. */
  readonly by: string;
  /** It happens when it is time, not when somebody asks for it. */
  readonly waits?: boolean;
  /** It is the end of the waiting period. */
  readonly ends?: boolean;
}

/** What leads from one state to one other. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  readonly names: readonly string[];
  readonly waits: boolean;
  readonly ends: boolean;
}

const fewWays = 9;

/** One line between two states, for what leads there and, where there are many ways, for what leads back. */
export interface Link extends Arrow {
  readonly directions: readonly Direction[];
}

export function linksOf({ ways }: LifecycleShape): readonly Link[] {
  const directions = new Map<string, Direction>();
  for (const { from, to, by, waits = false, ends = false } of ways) {
    if (from === to) continue;
    const known = directions.get(`${from}→${to}`);
    const names = [...new Set([...(known?.names ?? []), by])];
    directions.set(`${from}→${to}`, { from, to, names, waits, ends });
  }
  // Many ways are drawn as few lines: what leads there and what leads back share one.
  const together = directions.size > fewWays;
  const links = new Map<string, Link>();
  for (const direction of directions.values()) {
    const { from, to } = direction;
    const back = together ? links.get(`${to}→${from}`) : undefined;
    if (back) links.set(back.id, { ...back, bothWays: true, directions: [...back.directions, direction] });
    else links.set(`${from}→${to}`, { id: `${from}→${to}`, from, to, directions: [direction] });
  }
  return [...links.values()];
}

/** The direction of a link that is meant, if one is. */
export type Chosen = (link: Link) => Direction | undefined;

/** What leads out of a state, where the key can come to from there. */
export const outOf =
  (state: string | undefined, leadsTo?: readonly string[]): Chosen =>
  ({ directions }) =>
    directions.find(({ from, to }) => from === state && (leadsTo?.includes(to) ?? true));

export const firstOf: Chosen = ({ directions }) => directions[0];
