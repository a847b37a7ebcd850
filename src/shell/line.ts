// The line that runs: which group of the world its commands belong to, and what else they may ask for.
import type { Credentials, Group, UndoResult, World } from '../world/world-api.ts';

export type EntropySource = ReturnType<Group['entropy']>;

export interface Line {
  readonly group: Group;
  readonly signal: AbortSignal;
  /** The same source for the whole line: what it gave is not given again. */
  entropy(): EntropySource;
  /** Undo and redo also change files: these are then the world's again, for what follows in the line. */
  restore(way: 'undo' | 'redo'): Promise<UndoResult | undefined>;
}

/** What a session is to the commands in it, for as long as it lives. */
export interface ShellHost {
  readonly world: World;
  readonly credentials: Credentials;
  readonly userName: string;
  /** Makes the world as it was at first. Absent where this session cannot. */
  readonly reset?: () => Promise<void>;
  /** The line that runs. Commands run within a line only. */
  line(): Line;
}

export function newLine(group: Group, signal: AbortSignal, takeInFiles: () => Promise<void>): Line {
  let source: EntropySource | undefined;
  return {
    group,
    signal,
    entropy: () => (source ??= group.entropy()),
    async restore(way) {
      const result = await group[way]();
      await takeInFiles();
      return result;
    },
  };
}
