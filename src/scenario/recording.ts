// A shell that remembers what was run in it and what it printed: for proofs that are shown as they are played.
import type { Output, ShellSession } from '../shell/shell-api.ts';

export interface Played {
  readonly text: string;
  /** In the order in which it appeared. */
  readonly output: readonly Output[];
  readonly exitCode: number;
}

/** `played` hears of each line when it has ended. */
export const recording = (shell: ShellSession, played: (line: Played) => void): ShellSession => ({
  async run(text, options) {
    const output: Output[] = [];
    const onOutput = (piece: Output): void => {
      output.push(piece);
      options?.onOutput?.(piece);
    };
    const result = await shell.run(text, { ...options, onOutput });
    played({ text, output, exitCode: result.exitCode });
    return result;
  },
  needsMore: (text) => shell.needsMore(text),
  complete: (text, cursor) => shell.complete(text, cursor),
  prompt: () => shell.prompt(),
  env: () => shell.env(),
  state: () => shell.state(),
});
