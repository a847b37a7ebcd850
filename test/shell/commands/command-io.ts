// Runs one command of ours without a shell: files in a map, standard input as bytes.
import { utf8 } from '../../../src/base/bytes.ts';
import { FileError } from '../../../src/shell/commands/command.ts';
import type { CommandIo, ShellCommand } from '../../../src/shell/commands/command.ts';
import { newLine } from '../../../src/shell/line.ts';
import { learnerCredentials } from '../../../src/world/default-world.ts';
import { newWorld } from '../sessions.ts';

export interface Outcome {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
  readonly files: Map<string, Uint8Array>;
}

export async function runCommand(
  command: ShellCommand,
  args: readonly string[],
  {
    input = new Uint8Array(),
    files = {},
    env = {},
  }: { input?: Uint8Array; files?: Readonly<Record<string, Uint8Array>>; env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const world = await newWorld();
  const line = newLine(world.group(), new AbortController().signal, async () => {});
  const there = new Map(Object.entries(files));
  const io: CommandIo = {
    host: { world, credentials: learnerCredentials, userName: 'learner', line: () => line },
    cwd: '/home/cloudshell-user',
    env,
    stdin: new Uint8Array(input),
    readFile: async (path) => {
      const bytes = there.get(path);
      if (!bytes) throw new FileError('No such file or directory');
      return new Uint8Array(bytes);
    },
    writeFile: async (path, bytes) => {
      if (path.includes('/')) throw new FileError('No such file or directory');
      there.set(path, bytes);
    },
    exists: async (path) => there.has(path),
    mkdir: async () => {},
    chmod: async () => {},
    remove: async (path) => void there.delete(path),
    script: async () => ({ stdout: '', stderr: '', exitCode: 0 }),
    original: async () => ({ stdout: '', stderr: '', exitCode: 0 }),
  };
  const { stdout = '', stderr = '', exitCode = 0 } = await command.run(args, io);
  return { stdout: Buffer.from(typeof stdout === 'string' ? utf8(stdout) : stdout), stderr, exitCode, files: there };
}
