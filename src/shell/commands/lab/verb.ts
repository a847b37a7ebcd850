// One verb of `lab`, the only command that AWS CloudShell does not have.
import type { CommandIo, CommandResult } from '../command.ts';

export interface Verb {
  readonly name: string;
  /** What may follow the name. */
  readonly usage: string;
  readonly summary: string;
  /** More lines of help, for a verb that is several in one. */
  readonly details?: string;
  /** Words that may follow, for completion. */
  readonly words?: readonly string[];
  /** Words that may follow one of those. */
  readonly furtherWords?: Readonly<Record<string, readonly string[]>>;
  run(args: readonly string[], io: CommandIo): Promise<CommandResult> | CommandResult;
}

export const refusal = (verb: Pick<Verb, 'name' | 'usage'>, why: string): CommandResult => ({
  stderr: `lab ${verb.name}: ${why}\nusage: lab ${verb.name}${verb.usage === '' ? '' : ` ${verb.usage}`}\n`,
  exitCode: 2,
});

/** Undefined where nothing follows the verb, as it should be. */
export const noWords = (verb: Pick<Verb, 'name' | 'usage'>, args: readonly string[]): CommandResult | undefined =>
  args.length === 0 ? undefined : refusal(verb, `nothing can follow it, but “${args.join(' ')}” does`);
