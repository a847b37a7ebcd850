// One process for a directory. The lock is a file that says who holds it; that of a process which is no more, killed or
// gone with its machine, is taken over. Processes that do not see each other's numbers (containers that share a directory,
// network file systems) are not kept apart by it.
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { EndpointError, errorCode } from '../endpoint-error.ts';
import { OWNER_ONLY } from './files.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

/** Throws an EndpointError where another process holds it. */
export async function lockDirectory(directory: string, path: string): Promise<DirectoryLock> {
  const mine = JSON.stringify(await identityOf(process.pid));
  const aside = `${path}.${process.pid}`;
  try {
    await writeFile(aside, mine, { mode: OWNER_ONLY });
    while (!(await claim(aside, path))) await takeOver(directory, path);
  } finally {
    await rm(aside, { force: true });
  }
  return {
    release: async () => {
      const held = await readFile(path, 'utf8').catch(() => '');
      if (held === mine) await unlink(path);
    },
  };
}

/** A link is made whole or not at all, and only where there is none. */
async function claim(aside: string, path: string): Promise<boolean> {
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a process that is no more, and no other's: between reading and removing it may have changed hands. */
async function takeOver(directory: string, path: string): Promise<void> {
  let held: string;
  try {
    held = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const holder = parseIdentity(held);
  if (holder && (await isAlive(holder))) {
    throw new EndpointError(`${directory} is in use by another endpoint (process ${holder.pid})`);
  }
  const removed = `${path}.${process.pid}.stale`;
  await rename(path, removed).catch(() => undefined);
  const really = await readFile(removed, 'utf8').catch(() => held);
  if (really !== held) await link(removed, path).catch(() => undefined);
  await rm(removed, { force: true });
}

/** A process number is given again; with the moment of its start, and the machine's, it is not. */
interface Identity {
  readonly pid: number;
  readonly started: string | null;
  readonly boot: string | null;
}

function parseIdentity(text: string): Identity | undefined {
  try {
    const { pid, started, boot } = JSON.parse(text) as Partial<Identity>;
    return typeof pid === 'number' ? { pid, started: started ?? null, boot: boot ?? null } : undefined;
  } catch {
    return undefined;
  }
}

async function identityOf(pid: number): Promise<Identity> {
  return { pid, started: (await processStat(pid))?.started ?? null, boot: await bootId() };
}

async function isAlive(holder: Identity): Promise<boolean> {
  if (holder.boot !== null && holder.boot !== (await bootId())) return false;
  if (holder.started !== null) {
    const now = await processStat(holder.pid);
    return now !== undefined && now.started === holder.started && !now.hasEnded;
  }
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Linux tells; elsewhere the number has to do. */
async function processStat(pid: number): Promise<{ readonly started: string; readonly hasEnded: boolean } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the program's name in parentheses, and may contain anything.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[0], fields?.[19]];
  return state === undefined || started === undefined
    ? undefined
    : { started, hasEnded: state === 'Z' || state === 'X' };
}

const bootId = async (): Promise<string | null> =>
  (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null))?.trim() ?? null;
