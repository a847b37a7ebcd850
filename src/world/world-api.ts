// The world as those see it who use it: the shell, the wire, scenarios, the host.
import type { Region } from '../base/brand.ts';
import type { EntropySource } from '../hsm/types.ts';
import type { Caller, Entry } from './entry.ts';
import type { Journal } from './journal.ts';
import type { ApiModel, Structure } from './model.ts';
import type { View } from './records.ts';

export type { EntropySource };

/** What comes from outside: an access key, and for temporary credentials their token. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

export interface Call {
  readonly service: string;
  readonly operation: string;
  /** Of the model's input shape, as far as anybody knows before it is validated. */
  readonly input: unknown;
  readonly region: Region;
  readonly credentials: Credentials;
}

export type Answer =
  | { readonly ok: true; readonly output: Structure | null; readonly requestId: string }
  | {
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string; readonly httpStatus: number };
      readonly requestId: string;
    };

export interface InvokeOptions {
  readonly signal?: AbortSignal;
}

/** A changed file at the end of a line: its bytes, or null where it was removed. */
export interface FileChange {
  readonly path: string;
  readonly content: { readonly bytes: Uint8Array; readonly mode: number } | null;
}

export interface FileRecord {
  readonly hash: string;
  readonly size: number;
  readonly mode: number;
  readonly modifiedAtMs: number;
}

/** The calls of one typed line, click or request. What a group changed is undone together. */
export interface Group {
  invoke(call: Call, options?: InvokeOptions): Promise<Answer>;
  /** Entropy for what is not a call, such as `openssl rand`. */
  entropy(): EntropySource;
  /** Moves the world's clock forward, and lets happen what then falls due. */
  advance(byMs: number): Promise<void>;
  /** Undoes the last group that can be undone. Undefined where there is none. Throws an UndoError that says why not. */
  undo(): Promise<UndoResult | undefined>;
  redo(): Promise<UndoResult | undefined>;
  /** From here on the world is as it was given: nothing before can be undone. `what` says what made it so. */
  begins(what: string): Promise<void>;
  /** Ends a typed line: what it did to files, and its exit code (null: it was killed). */
  endLine(line: {
    readonly text: string;
    readonly exitCode: number | null;
    readonly files: readonly FileChange[];
  }): Promise<void>;
}

export interface UndoResult {
  /** The group that was undone or redone. */
  readonly group: number;
  /** What the group was, in a few words: the typed line, or its operations. */
  readonly what: string;
}

export class UndoError extends Error {
  override readonly name = 'UndoError';
}

export type WorldKind =
  | { readonly kind: 'sandbox' }
  /** `seed` is any text. */
  | { readonly kind: 'seeded'; readonly seed: string };

/** What listeners hear after each batch: new entries, in order, whoever wrote them. */
export type EntryListener = (entries: readonly Entry[]) => void;

export interface World {
  readonly kind: WorldKind;
  /** The models of AWS's services in it, by name. */
  readonly models: Readonly<Record<string, ApiModel>>;
  /** The tables as of the last entry known here. */
  readonly view: View;
  /** Every entry that is still kept, in order. */
  readonly entries: readonly Entry[];
  /** Whether answers are durable; else why not. */
  readonly persistence: 'durable' | 'memory' | 'full' | 'denied' | 'broken';
  nowMs(): number;
  /** Adding the machine's clock to this gives the world's; null where world time stands still between groups. */
  readonly offsetMs: number | null;
  /** When the next thing falls due; null where nothing is scheduled. */
  readonly nextDueMs: number | null;
  /** A new group. It costs nothing until something happens in it. */
  group(): Group;
  /** Who these credentials are; undefined for nobody. */
  whoIs(credentials: Credentials): Caller | undefined;
  /** The bytes of a file of the world; undefined where there is none. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  files(): readonly { readonly path: string; readonly record: FileRecord }[];
  /** Takes in what other tabs wrote, and lets happen what is due by now. */
  settle(): Promise<void>;
  /** A copy whose changes go nowhere: to try something out, and throw it away. It reads this world's vault. */
  fork(): World;
  subscribe(listener: EntryListener): () => void;
  /** Waits for what is under way, and lets go of the journal. */
  close(): Promise<void>;
  readonly journal: Journal;
}

/** The machine's clock and chance, as the host hands them in. */
export interface HostMachine {
  nowMs(): number;
  random(length: number): Uint8Array<ArrayBuffer>;
}
