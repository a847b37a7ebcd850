// What a command of ours is, apart from just-bash: bytes in, bytes or text out.
import type { Bytes } from '../../base/bytes.ts';
import type { ShellHost } from '../line.ts';

export interface CommandResult {
  /** Text is written as UTF-8. */
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string;
  readonly exitCode?: number;
}

/** Why a file cannot be read or written, in the words of strerror(3). */
export class FileError extends Error {
  override readonly name = 'FileError';
}

export interface CommandIo {
  readonly host: ShellHost;
  readonly cwd: string;
  /** Exported variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Bytes;
  /** Throws a FileError. */
  readFile(path: string): Promise<Bytes>;
  /** Throws a FileError. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  exists(path: string): Promise<boolean>;
  mkdir(path: string): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  remove(path: string): Promise<void>;
  /** Runs a script in a bash of its own, with this environment and the same standard input. */
  script(text: string, env: Readonly<Record<string, string>>): Promise<Required<CommandResult>>;
  /** What just-bash has under this name. */
  original(args: readonly string[]): Promise<Required<CommandResult>>;
}

export interface ShellCommand {
  readonly name: string;
  run(args: readonly string[], io: CommandIo): Promise<CommandResult> | CommandResult;
}

export const fails = (message: string, exitCode = 1): CommandResult => ({ stderr: `${message}\n`, exitCode });
