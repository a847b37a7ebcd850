// What every journal must do, said once and run over each of them.
import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileJournal } from '../../src/endpoint/storage/file-journal.ts';
import type { Vault } from '../../src/hsm/types.ts';
import { openIndexedDbJournal } from '../../src/storage/indexeddb/open.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';
import type { Journal } from '../../src/world/journal.ts';
import { batch, compaction, entries, entry, handle, material } from './entries.ts';
import { FakeBrowser } from './fake-browser.ts';

interface Subject {
  readonly journal: Journal;
  readonly vault: Vault;
}

let worlds = 0;
const scratch = mkdtempSync(join(tmpdir(), 'keyroom-journals-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const subjects: readonly (readonly [string, () => Promise<Subject>])[] = [
  [
    'in memory',
    async () => {
      const journal = createMemoryJournal();
      return { journal, vault: journal.vault };
    },
  ],
  [
    'in a file',
    async () => {
      const path = join(mkdtempSync(join(scratch, 'journal-')), 'journal');
      return openFileJournal({ path, madeOf: '', failed: () => undefined });
    },
  ],
  ['in IndexedDB', () => openIndexedDbJournal(`journal-${(worlds += 1)}`, { browser: new FakeBrowser().tab().parts })],
];

const append = (journal: Journal, ...batches: Parameters<typeof batch>[0][]): Promise<void> =>
  journal.exclusively(async (session) => {
    for (const each of batches) await session.append(batch(each));
  });

describe.each(subjects)('a journal %s', (_name, make) => {
  it('is empty when it is new', async () => {
    const { journal } = await make();
    expect(await journal.open()).toEqual({ snapshot: { number: 0, tables: [] }, entries: [] });
  });

  it('gives back what was appended, whole and in order', async () => {
    const { journal } = await make();
    await append(journal, { entries: entries(1, 3) }, { entries: entries(4, 4) });
    expect((await journal.open()).entries).toEqual(entries(1, 4));
  });

  it('reads what was written behind a number', async () => {
    const { journal } = await make();
    await append(journal, { entries: entries(1, 5) });
    expect(await journal.exclusively((session) => session.readAfter(3))).toEqual(entries(4, 5));
    expect(await journal.exclusively((session) => session.readAfter(5))).toEqual([]);
  });

  it('does one session after another, in the order in which they were asked for', async () => {
    const { journal } = await make();
    const seen: string[] = [];
    const session = (name: string, fails = false) =>
      journal
        .exclusively(async (it) => {
          seen.push(`${name} begins`);
          await it.readAfter(0);
          seen.push(`${name} ends`);
          if (fails) throw new Error('a decision failed');
        })
        .catch(() => undefined);
    await Promise.all([session('a'), session('b', true), session('c')]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('passes on what the session gave, and what it threw', async () => {
    const { journal } = await make();
    expect(await journal.exclusively(async () => 42)).toBe(42);
    const error = new Error('mine');
    await expect(
      journal.exclusively(async () => {
        throw error;
      }),
    ).rejects.toBe(error);
  });

  it('keeps material and blobs with the entries that name them', async () => {
    const { journal, vault } = await make();
    await append(journal, {
      entries: entries(1, 1),
      materials: [material('m1', 7)],
      blobs: [{ hash: 'aa', bytes: new Uint8Array([1, 2, 3]) }],
    });
    expect(await vault.read(handle('m1'))).toEqual(material('m1', 7).token);
    expect(await vault.read(handle('m2'))).toBeUndefined();
    expect(await journal.readBlob('aa')).toEqual(new Uint8Array([1, 2, 3]));
    expect(await journal.readBlob('bb')).toBeUndefined();
  });

  it('forgets, strips and destroys what a compaction says, and keeps the rest', async () => {
    const { journal, vault } = await make();
    await append(journal, {
      entries: entries(1, 6),
      materials: [material('named'), material('unnamed')],
      blobs: [
        { hash: 'named', bytes: new Uint8Array([1]) },
        { hash: 'unnamed', bytes: new Uint8Array([2]) },
      ],
    });
    await journal.exclusively((session) =>
      session.compact(
        compaction(6, {
          forgetUpTo: 2,
          stripUpTo: 4,
          materials: new Set(['named']),
          blobs: new Set(['named']),
        }),
      ),
    );
    const opened = await journal.open();
    expect(opened.snapshot).toEqual(compaction(6).snapshot);
    expect(opened.entries).toEqual([{ ...entry(3), changes: [] }, { ...entry(4), changes: [] }, entry(5), entry(6)]);
    expect(await vault.read(handle('named'))).toBeDefined();
    expect(await vault.read(handle('unnamed'))).toBeUndefined();
    expect(await journal.readBlob('named')).toBeDefined();
    expect(await journal.readBlob('unnamed')).toBeUndefined();
    // It goes on behind it.
    await append(journal, { entries: entries(7, 7) });
    expect((await journal.open()).entries.at(-1)).toEqual(entry(7));
    // … also after everything before was forgotten.
    await journal.exclusively((session) => session.compact(compaction(7, { forgetUpTo: 7, stripUpTo: 7 })));
    await append(journal, { entries: entries(8, 8) });
    expect(await journal.open()).toEqual({ snapshot: compaction(7).snapshot, entries: [entry(8)] });
  });
});
