// One IndexedDB transaction: all of it is on the disk when it resolves, or nothing of it ever happens.
// Inside, nothing may be awaited but its own requests: a transaction that has nothing to do commits itself.
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { storageError } from './failures.ts';

/** A request whose failure is the transaction's: it aborts, and `inTransaction` rejects with what went wrong. */
export function quietly(request: Promise<unknown>): void {
  request.catch(() => undefined);
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

export async function inTransaction<
  Schema extends DBSchema,
  const Stores extends readonly StoreNames<Schema>[],
  Result,
>(
  database: IDBPDatabase<Schema>,
  stores: Stores,
  work: (transaction: IDBPTransaction<Schema, [...Stores], 'readwrite'>) => Promise<Result> | Result,
): Promise<Result> {
  let transaction: IDBPTransaction<Schema, [...Stores], 'readwrite'>;
  try {
    transaction = database.transaction([...stores], 'readwrite', { durability: 'strict' });
  } catch (error) {
    throw storageError(error);
  }
  quietly(transaction.done);
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended already, by the same failure.
    }
    // A request that was aborted tells nothing; its transaction knows why.
    throw storageError(isAbort(error) ? (transaction.error ?? error) : error);
  }
}
