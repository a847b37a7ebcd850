// The world's journal in one append-only file. What a journal must do: src/world/journal.ts; its frames: frames.ts.
// A batch is one frame, so all of it is there or nothing; it is on the disk before anybody is answered. Batches that wait
// while one is written come together into the next (src/world/writer.ts), and share its sync.
import { open, unlink, type FileHandle } from 'node:fs/promises';
import type { Vault } from '../../hsm/types.ts';
import { StorageError, type Batch, type Compaction, type Journal, type JournalSession } from '../../world/journal.ts';
import { EndpointError, errorCode } from '../endpoint-error.ts';
import { putInPlace, readIfThere, writeNext } from './files.ts';
import { DamagedFrame, frame, readFrames } from './frames.ts';
import { JournalContent } from './journal-content.ts';

export interface FileJournal {
  readonly journal: Journal;
  readonly vault: Vault;
  /** What its world was made of. */
  readonly madeOf: string;
  /** Whether there was sealed material in it when it was opened. */
  readonly holdsMaterial: boolean;
  /** Closes it, if its journal has not done so yet, and waits for that. */
  closed(): Promise<void>;
}

export interface FileJournalOptions {
  readonly path: string;
  /** For a new journal. */
  readonly madeOf: string;
  /** A batch could not be written: what the world decided is in no journal, and nobody may be answered any more. */
  readonly failed: (error: StorageError) => void;
}

/** The file is written anew when it has grown to twice what it was, and by at least this. */
const LEAST_GROWTH = 1 << 20;

/** Throws an EndpointError where the file is damaged; it is left as it is. */
export async function openFileJournal({ path, madeOf, failed }: FileJournalOptions): Promise<FileJournal> {
  const { content, end } = (await read(path)) ?? (await begin(path, madeOf));
  const file = new JournalFile(path, content, await openAt(path, end), end, failed);
  return {
    journal: journalOn(content, file),
    vault: { read: async (handle) => content.material(handle) },
    madeOf: content.madeOf,
    holdsMaterial: content.materials.size > 0,
    closed: () => file.close(),
  };
}

interface Read {
  readonly content: JournalContent;
  readonly end: number;
}

async function read(path: string): Promise<Read | undefined> {
  const file = await readIfThere(path);
  if (file === undefined) return undefined;
  const damaged = (where: string) =>
    new EndpointError(
      `${path} is damaged${where}. It is left as it is: restore it from a copy, or take another directory.`,
    );
  try {
    const { payloads, end } = readFrames(file);
    const content = JournalContent.parse(payloads);
    if (!content) throw damaged('');
    return { content, end };
  } catch (error) {
    throw error instanceof DamagedFrame ? damaged(` at byte ${error.offset}`) : error;
  }
}

async function begin(path: string, madeOf: string): Promise<Read> {
  const content = new JournalContent(madeOf);
  const { file, end } = await writeAside(path, content);
  await file.close();
  await putInPlace(path);
  return { content, end };
}

async function writeAside(path: string, content: JournalContent): Promise<{ file: FileHandle; end: number }> {
  let end = 0;
  function* frames(): Generator<Buffer> {
    for (const payload of content.payloads()) {
      const bytes = frame(payload);
      end += bytes.length;
      yield bytes;
    }
  }
  const file = await writeNext(path, frames());
  return { file, end };
}

/** What is behind `end` is cut off, so that the next frame follows on a whole one. */
async function openAt(path: string, end: number): Promise<FileHandle> {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  if (size > end) {
    await file.truncate(end);
    await file.sync();
  }
  return file;
}

class JournalFile {
  /** How long it was when it was last written anew. */
  #base: number;
  #file: FileHandle;
  #end: number;
  #closing: Promise<void> | null = null;

  constructor(
    readonly path: string,
    readonly content: JournalContent,
    file: FileHandle,
    end: number,
    readonly failed: (error: StorageError) => void,
  ) {
    this.#file = file;
    this.#end = end;
    this.#base = end;
  }

  async append(batch: Batch): Promise<void> {
    await this.#orFailed(async () => {
      if (!this.content.leadsOn(batch)) throw new StorageError('broken');
      const bytes = frame(this.content.payloadOf(batch));
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#end + at);
        at += bytesWritten;
      }
      await this.#file.datasync();
      this.#end += bytes.length;
    });
    this.content.add(batch);
  }

  /**
   * In memory at once; on the disk when it is worth while. Until then the file has the older snapshot and all that follows
   * on it, which says the same.
   */
  async compact(compaction: Compaction): Promise<void> {
    this.content.compact(compaction);
    if (this.#end < Math.max(2 * this.#base, this.#base + LEAST_GROWTH)) return;
    let next: { file: FileHandle; end: number };
    try {
      next = await writeAside(this.path, this.content);
    } catch (error) {
      throw storageError(error);
    }
    // From the renaming on, what is appended to the old file is lost: there is no way back.
    await this.#orFailed(async () => {
      await putInPlace(this.path);
      await this.#file.close();
      this.#file = next.file;
      this.#end = next.end;
      this.#base = next.end;
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#file.close();
    return this.#closing;
  }

  async #orFailed(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const refusal = storageError(error);
      this.failed(refusal);
      throw refusal;
    }
  }
}

function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errorCode(error));
  return new StorageError(full ? 'full' : 'broken', { cause: error });
}

function journalOn(content: JournalContent, file: JournalFile): Journal {
  const session: JournalSession = {
    readAfter: async (number) =>
      content.last === number ? [] : content.entries.filter((entry) => entry.number > number),
    append: (batch) => file.append(batch),
    compact: (compaction) => file.compact(compaction),
  };
  let tail: Promise<unknown> = Promise.resolve();
  return {
    durable: true,
    open: async () => ({ snapshot: content.snapshot, entries: [...content.entries] }),
    exclusively: (work) => {
      const mine = tail.then(() => work(session));
      tail = mine.catch(() => undefined);
      return mine;
    },
    // One process, one world: nobody else writes.
    subscribe: () => () => undefined,
    readBlob: async (hash) => content.blobs.get(hash)?.bytes,
    destroy: async () => {
      await file.close();
      await unlink(file.path);
    },
    close: () => {
      // `closed` waits for it, and says what went wrong.
      file.close().catch(() => undefined);
    },
  };
}
