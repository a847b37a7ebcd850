// Whatever IndexedDB throws, said in the journal's three words.
// Source: Indexed Database API 3.0, sections 3 (exceptions) and 5 (algorithms).
import { StorageError } from '../../world/journal.ts';

const reasons: Readonly<Record<string, StorageError['reason']>> = {
  QuotaExceededError: 'full',
  // A browser that lets nobody store anything (private modes, blocked site data), or a connection that was taken away.
  SecurityError: 'denied',
  InvalidStateError: 'denied',
  NotAllowedError: 'denied',
};

export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { name, message } = error instanceof Error || error instanceof DOMException ? error : { name: '', message: '' };
  // Chromium's word where site data is blocked: an UnknownError, as for a broken disk.
  const denied = name === 'UnknownError' && message.includes('denied permission');
  return new StorageError(denied ? 'denied' : (reasons[name] ?? 'broken'), { cause: error });
}

/** `work`, of which only a StorageError comes out. */
export async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error);
  }
}
