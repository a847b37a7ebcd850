// The file system that a shell sees. Files of the user (under /home and /tmp) are the world's: what a line changes is
// gathered here for the end of the line, and what others changed (another tab, undo) is taken in before the next one.
// Commands, devices and the like exist in memory only.
import type { FileContent, IFileSystem, InMemoryFs } from 'just-bash';
import { equalBytes, utf8, fromUtf8 } from '../base/bytes.ts';
import { toHex, toLatin1 } from '../base/encodings.ts';
import { sha256 } from '../crypto/digest.ts';
import type { FileChange, FileRecord, World } from '../world/world-api.ts';
import type { Devices } from './devices.ts';

/** In the world, a directory is a file without bytes whose mode says so, and a symbolic link one that holds its target. */
const DIRECTORY = 0o040000;
const LINK = 0o120000;
const KIND = 0o170000;
const PERMISSIONS = 0o7777;

export const belongsToUser = (path: string): boolean => /^\/(home|tmp)\/./.test(path);

const NONE = 'none';

export interface FileSource {
  /** World time, for the times of files. */
  nowMs(): number;
  readonly devices: Devices;
}

export interface UserFiles extends IFileSystem {
  /** Makes the files equal to the world's. */
  takeIn(): Promise<void>;
  /** What has changed since the last call, or since `takeIn`. */
  changes(): Promise<readonly FileChange[]>;
  writeFileSync(path: string, content: FileContent): void;
  mkdirSync(path: string, options?: { recursive?: boolean }): void;
}

/** Its bytes cannot be had at the moment: nothing is said of it, least of all that it is gone. */
const UNREADABLE = 'unreadable';

interface Content {
  readonly bytes: Uint8Array;
  readonly mode: number;
}

const sameContent = (a: Content | undefined, b: Content | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.mode === b.mode && equalBytes(a.bytes, b.bytes));

export function userFiles(memory: InMemoryFs, world: World, source: FileSource): UserFiles {
  /** What the world has, as this tab last saw it. */
  const seen = new Map<string, FileRecord>();
  /** What this tab last told the world, where it knows. NONE: nothing. */
  const told = new Map<string, Content | typeof NONE>();
  const touched = new Set<string>();
  let whole = false;

  const now = () => new Date(source.nowMs());
  const absolute = (path: string) => memory.resolvePath('/', path);

  /** Where a path really is: links in it followed, but for its own last part if `last` is false. */
  async function place(path: string, last = true): Promise<string> {
    const at = absolute(path);
    try {
      if (last) return await memory.realpath(at);
    } catch {
      // It does not exist yet, or is a link to what does not.
    }
    const slash = at.lastIndexOf('/');
    if (slash <= 0) return at;
    try {
      const parent = await memory.realpath(at.slice(0, slash));
      return `${parent === '/' ? '' : parent}${at.slice(slash)}`;
    } catch {
      return at;
    }
  }

  function touch(path: string): void {
    if (belongsToUser(path)) touched.add(path);
  }

  /** Everything at and under a path. */
  function touchTree(path: string): void {
    for (const known of memory.getAllPaths()) if (known === path || known.startsWith(`${path}/`)) touch(known);
  }

  /** What was written gets the world's time. */
  async function written(path: string): Promise<void> {
    const at = await place(path);
    touch(at);
    if (await memory.exists(at)) await memory.utimes(at, now(), now());
  }

  /** just-bash's files make the directories that they need; a file system does not. */
  async function needsParent(path: string, call: string): Promise<void> {
    const at = absolute(path);
    const slash = at.lastIndexOf('/');
    if (slash <= 0 || !belongsToUser(at) || (await memory.exists(at.slice(0, slash)))) return;
    throw new Error(`ENOENT: no such file or directory, ${call} '${path}'`);
  }

  /** The directories on the way to this path, itself included, that are not there. */
  async function missing(path: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (let at = absolute(path); at !== '' && !(await memory.exists(at)); at = at.slice(0, at.lastIndexOf('/'))) {
      found.push(at);
    }
    return found;
  }

  /** By what the record says, not by what the world has under this path by now: a line sees the files that it began with. */
  async function bytesOf(path: string, { hash }: FileRecord): Promise<Uint8Array> {
    const bytes = await world.journal.readBlob(hash);
    if (!bytes) throw new Error(`EIO: i/o error, read '${path}'`);
    return bytes;
  }

  async function content(path: string): Promise<Content | undefined | typeof UNREADABLE> {
    const stat = await memory.lstat(path).catch(() => undefined);
    if (!stat) return undefined;
    try {
      if (stat.isSymbolicLink) return { bytes: utf8(await memory.readlink(path)), mode: LINK | 0o777 };
      if (stat.isDirectory) return { bytes: new Uint8Array(), mode: DIRECTORY | (stat.mode & PERMISSIONS) };
      return { bytes: await memory.readFileBuffer(path), mode: stat.mode & PERMISSIONS };
    } catch {
      return UNREADABLE;
    }
  }

  async function put(path: string, record: FileRecord): Promise<void> {
    const mtime = new Date(record.modifiedAtMs);
    const kind = record.mode & KIND;
    if (await memory.exists(path)) {
      const stat = await memory.lstat(path);
      if (kind !== DIRECTORY || !stat.isDirectory) await memory.rm(path, { recursive: true, force: true });
    }
    if (kind === DIRECTORY) {
      await memory.mkdir(path, { recursive: true });
      await memory.chmod(path, record.mode & PERMISSIONS);
      await memory.utimes(path, mtime, mtime);
    } else if (kind === LINK) {
      await memory.symlink(fromUtf8(await bytesOf(path, record)), path);
    } else {
      memory.writeFileLazy(path, () => bytesOf(path, record), { mode: record.mode & PERMISSIONS, mtime });
    }
  }

  async function takeIn(): Promise<void> {
    const theirs = new Map(world.files().map(({ path, record }) => [path, record]));
    // Deepest first, so that a directory is empty when its turn comes.
    const gone = [...seen.keys()].filter((path) => !theirs.has(path)).sort((a, b) => b.length - a.length);
    for (const path of gone) {
      seen.delete(path);
      if (told.get(path) !== NONE) await memory.rm(path, { recursive: true, force: true });
      told.delete(path);
    }
    for (const [path, record] of [...theirs].sort(([a], [b]) => a.length - b.length)) {
      const before = seen.get(path);
      if (before && before.hash === record.hash && before.mode === record.mode) continue;
      seen.set(path, record);
      const ours = told.get(path);
      told.delete(path);
      const isOurs =
        ours !== undefined && ours !== NONE && ours.mode === record.mode && toHex(sha256(ours.bytes)) === record.hash;
      if (!isOurs) await put(path, record);
    }
    // What was told and is no longer there was undone before it was ever seen.
    for (const [path, ours] of told) {
      if (ours !== NONE && !theirs.has(path)) await memory.rm(path, { recursive: true, force: true });
      told.delete(path);
    }
    touched.clear();
  }

  async function asTheWorldHasIt(path: string): Promise<Content | undefined> {
    const ours = told.get(path);
    if (ours !== undefined) return ours === NONE ? undefined : ours;
    const record = seen.get(path);
    if (!record) return undefined;
    const bytes = await bytesOf(path, record).catch(() => undefined);
    return bytes && { bytes, mode: record.mode };
  }

  async function changes(): Promise<readonly FileChange[]> {
    const paths = new Set(touched);
    touched.clear();
    if (whole) for (const path of memory.getAllPaths()) if (belongsToUser(path)) paths.add(path);
    whole = false;
    for (const path of [...paths]) {
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
        const parent = path.slice(0, at);
        if (belongsToUser(parent)) paths.add(parent);
      }
    }
    const found: FileChange[] = [];
    for (const path of [...paths].sort()) {
      if (path === '/home/cloudshell-user') continue;
      const is = await content(path);
      if (is === UNREADABLE || sameContent(is, await asTheWorldHasIt(path))) continue;
      told.set(path, is ?? NONE);
      found.push({ path, content: is ?? null });
    }
    return found;
  }

  const device = (path: string) => source.devices.read(absolute(path));

  return {
    takeIn,
    changes,
    async readFile(path, options) {
      const bytes = await device(path);
      if (!bytes) return memory.readFile(path, options);
      return toLatin1(bytes);
    },
    async readFileBytes(path) {
      const bytes = await device(path);
      if (!bytes) return memory.readFileBytes(path);
      return toLatin1(bytes) as unknown as Awaited<ReturnType<InMemoryFs['readFileBytes']>>;
    },
    readFileBuffer: async (path) => (await device(path)) ?? memory.readFileBuffer(path),
    async writeFile(path, ...rest) {
      await needsParent(path, 'open');
      const at = await place(path);
      await memory.writeFile(at, ...rest);
      await written(at);
    },
    async appendFile(path, ...rest) {
      await needsParent(path, 'open');
      const at = await place(path);
      await memory.appendFile(at, ...rest);
      await written(at);
    },
    exists: (path) => memory.exists(path),
    stat: (path) => memory.stat(path),
    lstat: (path) => memory.lstat(path),
    async mkdir(path, options) {
      const made = await missing(path);
      await memory.mkdir(await place(path, false), options);
      for (const each of made) await written(each);
    },
    readdir: async (path) => memory.readdir(await place(path)),
    readdirWithFileTypes: async (path) => memory.readdirWithFileTypes(await place(path)),
    async rm(path, options) {
      const at = await place(path, false);
      touchTree(at);
      await memory.rm(at, options);
    },
    async cp(from, to, options) {
      await needsParent(to, 'cp');
      const at = await place(to);
      await memory.cp(await place(from), at, options);
      touchTree(at);
      for (const each of memory.getAllPaths()) {
        if (each === at || each.startsWith(`${at}/`)) await memory.utimes(each, now(), now()).catch(() => undefined);
      }
    },
    async mv(from, to) {
      await needsParent(to, 'rename');
      const [source, target] = [await place(from, false), await place(to, false)];
      touchTree(source);
      await memory.mv(source, target);
      touchTree(target);
    },
    resolvePath: (base, path) => memory.resolvePath(base, path),
    getAllPaths: () => memory.getAllPaths(),
    async chmod(path, mode) {
      const at = await place(path);
      await memory.chmod(at, mode);
      touch(at);
    },
    async symlink(target, path) {
      await needsParent(path, 'symlink');
      const at = await place(path, false);
      await memory.symlink(target, at);
      touch(at);
    },
    async link(from, to) {
      await needsParent(to, 'link');
      const at = await place(to, false);
      await memory.link(await place(from), at);
      touch(at);
    },
    readlink: async (path) => memory.readlink(await place(path, false)),
    realpath: (path) => memory.realpath(path),
    utimes: async (path, atime, mtime) => memory.utimes(await place(path), atime, mtime),
    writeFileSync(path, content) {
      memory.writeFileSync(path, content);
      whole ||= belongsToUser(absolute(path));
    },
    mkdirSync: (path, options) => memory.mkdirSync(path, options),
  };
}
