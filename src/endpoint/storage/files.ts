// Files that are there in whole or not at all, and are their owner's alone.
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../endpoint-error.ts';

export const OWNER_ONLY = 0o600;

/** Undefined where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes what is to take the place of `path`: it is on the disk, under another name. The handle is the caller's to close. */
export async function writeNext(path: string, pieces: Iterable<Uint8Array | string>): Promise<FileHandle> {
  const file = await open(nextOf(path), 'w', OWNER_ONLY);
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** From here on it is what `path` names, even after a loss of power. */
export async function putInPlace(path: string): Promise<void> {
  await rename(nextOf(path), path);
  await syncDirectory(dirname(path));
}

export async function replaceFile(path: string, content: string): Promise<void> {
  const file = await writeNext(path, [content]);
  await file.close();
  await putInPlace(path);
}

const nextOf = (path: string): string => `${path}.new`;

/** A name is on the disk only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  // Windows has no handle of a directory to sync; there a rename is journaled by the file system.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
