// The real programs, to compare with where they are installed.
import { spawnSync } from 'node:child_process';

export interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
}

export function real(
  program: string,
  args: readonly string[],
  options: { input?: Uint8Array; cwd?: string } = {},
): Ran {
  const { stdout, stderr, status } = spawnSync(program, args, {
    ...options,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC', SECRET: 'from the environment' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { stdout, stderr: stderr.toString(), exitCode: status ?? -1 };
}

export const isInstalled = (program: string, versionArgument: string, wanted: RegExp): boolean => {
  const { stdout, stderr, error } = spawnSync(program, [versionArgument]);
  return !error && wanted.test(`${stdout.toString()}${stderr.toString()}`);
};
