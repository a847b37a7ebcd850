// Files as OpenSSL's programs open them, and what they say when they cannot.
import type { Bytes } from '../../../base/bytes.ts';
import { FileError } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, notThere } from './arguments.ts';

export async function readInput(io: CommandIo, path: string | undefined): Promise<Bytes> {
  if (path === undefined || path === '-') return io.stdin;
  try {
    return await io.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new OpensslError(
      `Can't open "${path}" for reading, ${error.message}\n${notThere(path, error.message, 'rb')}`,
    );
  }
}

/** The result of a program that writes to a file if it is given one, else to standard output. */
export async function output(io: CommandIo, path: string | undefined, bytes: Uint8Array): Promise<CommandResult> {
  if (path === undefined || path === '-') return { stdout: bytes };
  try {
    await io.writeFile(path, bytes);
    return {};
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new OpensslError(
      `Can't open "${path}" for writing, ${error.message}\n${notThere(path, error.message, 'wb')}`,
    );
  }
}
