// The files of a world: what the shell's home directory holds. Their bytes lie under their hash, outside the tables.
import { toHex } from '../base/encodings.ts';
import { digest } from '../crypto/digest.ts';
import type { Blob } from './journal.ts';
import { defineTable, type Table } from './records.ts';
import type { Transaction } from './service.ts';
import type { FileChange, FileRecord } from './world-api.ts';

/** Under '', by path. */
export const filesTable: Table<FileRecord> = defineTable<FileRecord>('world/files');

const hashOf = (bytes: Uint8Array): string => toHex(digest('SHA-256', bytes));

/** Bytes to write, each once. */
export function blobsOf(changes: readonly FileChange[]): readonly Blob[] {
  return changes.flatMap(({ content }) =>
    content === null ? [] : [{ hash: hashOf(content.bytes), bytes: content.bytes }],
  );
}

export function writeFiles(changes: readonly FileChange[], blobs: readonly Blob[], transaction: Transaction): void {
  const hashes = new Map(blobs.map(({ hash, bytes }) => [bytes, hash]));
  for (const { path, content } of changes) {
    if (content === null) {
      transaction.remove(filesTable, '', path);
      continue;
    }
    const { bytes, mode } = content;
    const hash = hashes.get(bytes) ?? hashOf(bytes);
    const there = transaction.view.get(filesTable, '', path);
    if (there?.hash === hash && there.mode === mode) continue;
    const record = { hash, size: bytes.length, mode, modifiedAtMs: transaction.nowMs };
    transaction.put(filesTable, '', path, record);
  }
}
