// The journal's entries: what was decided, in the order in which it was.
import type { AccountId, Region } from '../base/brand.ts';
import type { Change } from './records.ts';

/** Who called, as everybody may know. */
export interface Caller {
  readonly account: AccountId;
  /** The ARN that CloudTrail shows: a user's, or a role session's. */
  readonly arn: string;
  readonly accessKeyId: string;
  /** The service that calls for itself or for a user. Minted by the world alone. */
  readonly service?: string;
}

/**
 * An input or output without what nobody may read again: a sensitive blob is {bytes}, another blob {bytes, mark}, where
 * equal blobs have equal marks; a sensitive text is {characters}.
 */
export type Redacted = null | boolean | number | string | readonly Redacted[] | { readonly [key: string]: Redacted };

export interface CallRecord {
  /** The number of the call in its world: what a seeded world draws from. Numbers never rewind. */
  readonly number: number;
  readonly service: string;
  readonly operation: string;
  readonly region: Region;
  readonly caller: Caller;
  readonly requestId: string;
  readonly eventId: string;
  readonly input: Redacted;
  /** Absent where it was refused. */
  readonly output?: Redacted;
  readonly error?: { readonly code: string; readonly message: string };
  /** ARNs of what was touched, in the order in which the operation named them. */
  readonly resources: readonly string[];
  /** What the operation wants to be remembered besides, such as the key material's ID. */
  readonly details?: Readonly<Record<string, Redacted>>;
}

interface EntryBase {
  /** 1, 2, 3 … in the world's order. */
  readonly number: number;
  /** The group that it belongs to. */
  readonly group: number;
  /** World time, milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** The number that the next call gets. It never goes back, not even by undo. */
  readonly nextCall: number;
  /** Emptied when it is out of the reach of undo. */
  readonly changes: readonly Change[];
}

export type Entry =
  /** From here on it is the user's: the world was made, or its scenario's set-up has run. */
  | (EntryBase & { readonly kind: 'begin'; readonly what: string })
  | (EntryBase & { readonly kind: 'call'; readonly call: CallRecord })
  /** Something fell due: a deletion, say. `what` is the handler's name, `subject` the ARN or ID that it was about. */
  | (EntryBase & { readonly kind: 'due'; readonly service: string; readonly what: string; readonly subject: string })
  /** The world's clock was moved forward. */
  | (EntryBase & { readonly kind: 'clock'; readonly byMs: number })
  /** A typed line has ended (`exitCode`), or was killed (null). Its changes are those of files. */
  | (EntryBase & { readonly kind: 'line'; readonly text: string; readonly exitCode: number | null })
  | (EntryBase & { readonly kind: 'undo'; readonly undone: number })
  | (EntryBase & { readonly kind: 'redo'; readonly redone: number });

export type EntryKind = Entry['kind'];
