// Our commands as just-bash's: its pipes carry bytes as strings with a character a byte.
import type { CustomCommand } from 'just-bash';
import { fromLatin1, toLatin1 } from '../../base/encodings.ts';
import { reasonOf } from '../error-words.ts';
import type { ShellHost } from '../line.ts';
import { FileError } from './command.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';

type Context = Parameters<Extract<CustomCommand, { execute: unknown }>['execute']>[1];

async function orFileError<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw new FileError(reasonOf(error), { cause: error });
  }
}

function ioOf(context: Context, host: ShellHost): CommandIo {
  const { fs, cwd } = context;
  const at = (path: string) => fs.resolvePath(cwd, path);
  return {
    host,
    cwd,
    env: { ...context.exportedEnv },
    stdin: fromLatin1(context.stdin as unknown as string),
    readFile: async (path) => new Uint8Array(await orFileError(fs.readFileBuffer(at(path)))),
    writeFile: (path, bytes) => orFileError(fs.writeFile(at(path), bytes)),
    exists: (path) => fs.exists(at(path)),
    mkdir: (path) => orFileError(fs.mkdir(at(path))),
    chmod: (path, mode) => orFileError(fs.chmod(at(path), mode)),
    remove: (path) => orFileError(fs.rm(at(path))),
    async script(text, env) {
      const result = await context.exec?.(text, {
        cwd,
        env: { ...env },
        replaceEnv: true,
        stdin: context.stdin as unknown as string,
        stdinKind: 'bytes',
      });
      return resultOf(result);
    },
    original: async (args) => resultOf(await context.origCommand?.([...args])),
  };
}

type Result = Awaited<ReturnType<Extract<CustomCommand, { execute: unknown }>['execute']>>;

function resultOf(result: Result | undefined): Required<CommandResult> {
  if (!result) return { stdout: '', stderr: '', exitCode: 127 };
  const isBytes = result.stdoutKind === 'bytes' || result.stdoutEncoding === 'binary';
  const stdout = isBytes ? fromLatin1(result.stdout) : result.stdout;
  return { stdout, stderr: result.stderr, exitCode: result.exitCode };
}

const output = ({ stdout = '', stderr = '', exitCode = 0 }: CommandResult) =>
  typeof stdout === 'string'
    ? { stdout, stdoutKind: 'text' as const, stderr, exitCode }
    : { stdout: toLatin1(stdout), stdoutKind: 'bytes' as const, stdoutEncoding: 'binary' as const, stderr, exitCode };

export const asCustomCommand = (command: ShellCommand, host: ShellHost): CustomCommand => ({
  name: command.name,
  execute: async (args, context) => output(await command.run(args, ioOf(context, host))),
});
