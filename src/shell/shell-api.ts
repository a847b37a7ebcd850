// The shell as its users see it: the terminal, scenarios, proofs. Implemented by createShell() in session.ts.
import type { Credentials, World } from '../world/world-api.ts';

export interface ShellOptions {
  readonly world: World;
  /** Whose commands these are, where neither the environment nor a profile has credentials: as in AWS CloudShell. */
  readonly credentials: Credentials;
  /** What the prompt and `whoami` say. */
  readonly userName: string;
  /** Put into the environment as AWS_REGION and AWS_DEFAULT_REGION. */
  readonly region: string;
  /** What an earlier session carried over, or nothing. */
  readonly state?: ShellState;
  /** Longest a line may run, in bash's own counts; the defaults suit a learner. */
  readonly limits?: 'learner' | 'stranger';
  /** Makes the world as it was at first: `lab reset`. Absent where this session cannot. */
  readonly reset?: () => Promise<void>;
}

/** What is carried from line to line: plain data, so that it can be kept and given to another session. */
export interface ShellState {
  readonly cwd: string;
  /** A script that restores variables, arrays, functions, aliases and options. */
  readonly script: string;
}

export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called as output appears, in order. */
  readonly onOutput?: (output: Output) => void;
}

export interface LineResult {
  readonly exitCode: number;
  readonly interrupted: boolean;
  /** All of it, stdout and stderr each. Bytes as latin-1 are not text: `stdout` is decoded as UTF-8 where it is. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface Completion {
  /** Where in the text the part begins that is completed. */
  readonly from: number;
  /** What may stand there instead, in order, each whole. */
  readonly options: readonly string[];
}

export interface ShellSession {
  /** Runs one line (or several, as pasted) as one group of the world. Lines of one session run one after another. */
  run(text: string, options?: RunOptions): Promise<LineResult>;
  /** Whether bash would ask for more: an open quote, a here-document, a backslash at the end. */
  needsMore(text: string): boolean;
  complete(text: string, cursor: number): Promise<Completion>;
  /** Such as `learner ~ $ `. */
  prompt(): string;
  /** The environment as `env` would print it. */
  env(): Readonly<Record<string, string>>;
  state(): ShellState;
}

/** `lab` asks its host for what the shell itself cannot do. */
export type CreateShell = (options: ShellOptions) => Promise<ShellSession>;

export const HOME = '/home/cloudshell-user';
