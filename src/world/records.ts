// The state of a world: records in tables, each under a partition (an account and Region, as a rule) and an ID.
import type { MaterialHandle } from '../base/brand.ts';

/** A plain value that structuredClone copies whole. Never changed once it is in a table. */
export type RecordValue = object;

/** One table of a service. `Row` says what its records are. */
export interface Table<Row extends RecordValue> {
  /** Service and content: kms/keys. */
  readonly name: string;
  /** Which key material a record needs to exist. */
  readonly materials?: (row: Row) => readonly MaterialHandle[];
  /** A record that an older Keyroom may have written, as today's; the very same where it is one. See upgrade.ts. */
  readonly upgrade?: (row: Row) => RecordValue;
}

export const defineTable = <Row extends RecordValue>(
  name: string,
  materials?: (row: Row) => readonly MaterialHandle[],
): Table<Row> => (materials ? { name, materials } : { name });

/** A record's place. */
export interface RecordId {
  readonly table: string;
  readonly partition: string;
  readonly id: string;
}

/** One record before and after an entry; absent where there was, or is, none. */
export interface Change extends RecordId {
  readonly before?: RecordValue;
  readonly after?: RecordValue;
}

export interface ScanOptions {
  /** Begin behind this ID. */
  readonly after?: string;
  /** At most so many. */
  readonly limit?: number;
}

/** Tables as they can be read. */
export interface View {
  get<Row extends RecordValue>(table: Table<Row>, partition: string, id: string): Row | undefined;
  /** In the order of their IDs (by UTF-16 code units). */
  scan<Row extends RecordValue>(
    table: Table<Row>,
    partition: string,
    options?: ScanOptions,
  ): readonly { readonly id: string; readonly row: Row }[];
  /** The partitions that have records of this table, in order. */
  partitions(table: Table<never>): readonly string[];
  count(table: Table<never>, partition: string): number;
}
