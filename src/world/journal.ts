// What a journal must do. src/storage implements it; the world writes nothing in any other way.
import type { Entry } from './entry.ts';
import type { RecordValue } from './records.ts';
import type { SealedMaterial } from '../hsm/types.ts';

/** The state of every table after an entry, and what of the journal is still needed behind it. */
export interface Snapshot {
  /** The number of the last entry that is in it; 0 for the empty world. */
  readonly number: number;
  readonly tables: readonly SnapshotTable[];
}

export interface SnapshotTable {
  readonly name: string;
  readonly partitions: readonly {
    readonly partition: string;
    readonly records: readonly (readonly [id: string, value: RecordValue])[];
  }[];
}

/** A file's bytes, under the hexadecimal SHA-256 of them. */
export interface Blob {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** What one transaction writes: all of it, or nothing. */
export interface Batch {
  readonly entries: readonly Entry[];
  readonly materials: readonly SealedMaterial[];
  readonly blobs: readonly Blob[];
}

/** Makes the journal smaller. All of it, or nothing, happens. */
export interface Compaction {
  readonly snapshot: Snapshot;
  /** Entries up to this one keep their call, and lose their changes. */
  readonly stripUpTo: number;
  /** Entries up to this one are forgotten. */
  readonly forgetUpTo: number;
  /** Material that is still named; all other older than the snapshot is destroyed. */
  readonly materials: ReadonlySet<string>;
  /** File bytes that are still named, by hash. */
  readonly blobs: ReadonlySet<string>;
}

/** The journal while nobody else can write to it. */
export interface JournalSession {
  /** What was written behind entry `number`, by anybody, in order. */
  readAfter(number: number): Promise<readonly Entry[]>;
  /** Resolves when it is durable. Rejects with a StorageError, and nothing is written. */
  append(batch: Batch): Promise<void>;
  compact(compaction: Compaction): Promise<void>;
}

export interface Journal {
  /** Whether what is appended outlives this process. */
  readonly durable: boolean;
  /** The newest snapshot (empty for a new world), and every entry that is kept, in order, older ones too. */
  open(): Promise<{ readonly snapshot: Snapshot; readonly entries: readonly Entry[] }>;
  /** Does `work` while no other tab or process can write. Sessions come one after another, in the order of the calls. */
  exclusively<Result>(work: (session: JournalSession) => Promise<Result>): Promise<Result>;
  /** Calls `heard` when another tab has appended. Returns how to stop that. */
  subscribe(heard: () => void): () => void;
  readBlob(hash: string): Promise<Uint8Array | undefined>;
  /** Deletes all of it. The journal is then closed. */
  destroy(): Promise<void>;
  close(): void;
}

/** The journal refused: full, denied or broken. `reason` is for the page to show. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  constructor(
    readonly reason: 'full' | 'denied' | 'broken',
    options?: ErrorOptions,
  ) {
    super(`the journal is ${reason}`, options);
  }
}
