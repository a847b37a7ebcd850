// The journal in a file, beyond what every journal must do (test/storage/journal.test.ts): what lies on the disk.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { frame } from '../../../src/endpoint/storage/frames.ts';
import { openFileJournal } from '../../../src/endpoint/storage/file-journal.ts';
import type { StorageError } from '../../../src/world/journal.ts';
import { batch, compaction, entries, entry, handle, material } from '../../storage/entries.ts';
import { scratchDirectory } from '../start.ts';

const scratch = scratchDirectory();
let journals = 0;

async function subject() {
  const directory = join(scratch, `journal-${(journals += 1)}`);
  await mkdir(directory);
  const path = join(directory, 'journal');
  const failures: StorageError[] = [];
  const open = () => openFileJournal({ path, madeOf: 'seed', failed: (error) => failures.push(error) });
  return { directory, path, failures, open };
}

it('has everything again when it is opened again: entries, material, blobs, snapshot', async () => {
  const { open } = await subject();
  const first = await open();
  const blobs = [{ hash: 'aa', bytes: new Uint8Array([1, 2]) }];
  await first.journal.exclusively(async (session) => {
    await session.append(batch({ entries: entries(1, 4), materials: [material('m1', 3)], blobs }));
    await session.compact(
      compaction(3, { stripUpTo: 2, forgetUpTo: 1, materials: new Set(['m1']), blobs: new Set(['aa']) }),
    );
    await session.append(batch({ entries: entries(5, 5) }));
  });
  await first.closed();
  const again = await open();
  // A compaction that is not worth a new file yet leaves the older snapshot and all entries.
  expect((await again.journal.open()).entries).toEqual(entries(1, 5));
  expect(await again.vault.read(handle('m1'))).toEqual(material('m1', 3).token);
  expect(await again.journal.readBlob('aa')).toEqual(new Uint8Array([1, 2]));
  expect([again.madeOf, again.holdsMaterial]).toEqual(['seed', true]);
  await again.closed();
});

it('is written anew when it has grown, without what nothing names any more', async () => {
  const { open, path, directory } = await subject();
  const first = await open();
  const padded = (number: number) => ({
    ...entry(number),
    changes: [{ table: 't', partition: '', id: 'x', after: { text: 'y'.repeat(20_000) } }],
  });
  await first.journal.exclusively(async (session) => {
    await session.append(batch({ entries: [entry(1)], materials: [material('named', 1), material('unnamed', 2)] }));
    for (let number = 2; number <= 80; number += 1) await session.append(batch({ entries: [padded(number)] }));
    const before = statSync(path).size;
    await session.compact(compaction(80, { stripUpTo: 78, forgetUpTo: 10, materials: new Set(['named']) }));
    expect(statSync(path).size).toBeLessThan(before / 10);
    await session.append(batch({ entries: [entry(81)] }));
  });
  await first.closed();
  expect(readdirSync(directory)).toEqual(['journal']);
  expect(readFileSync(path, 'utf8')).not.toContain('unnamed');
  const again = await open();
  const opened = await again.journal.open();
  expect(opened.snapshot).toEqual(compaction(80).snapshot);
  expect(opened.entries.map(({ number }) => number)).toEqual(Array.from({ length: 71 }, (_, at) => 11 + at));
  expect(opened.entries[0]!.changes).toEqual([]);
  expect(opened.entries.at(-2)).toEqual(padded(80));
  expect(await again.vault.read(handle('named'))).toEqual(material('named', 1).token);
  await again.closed();
});

it('says at once that it failed, and writes nothing, where an entry does not lead on', async () => {
  const { open, failures, path } = await subject();
  const { journal, closed } = await open();
  const before = readFileSync(path);
  await expect(
    journal.exclusively((session) => session.append(batch({ entries: entries(2, 2) }))),
  ).rejects.toMatchObject({
    reason: 'broken',
  });
  expect(failures).toHaveLength(1);
  expect(readFileSync(path)).toEqual(before);
  await closed();
});

it('says so when the disk does not take it', async () => {
  const { open, failures } = await subject();
  const { journal, closed } = await open();
  await closed();
  await expect(
    journal.exclusively((session) => session.append(batch({ entries: entries(1, 1) }))),
  ).rejects.toMatchObject({
    name: 'StorageError',
  });
  expect(failures).toHaveLength(1);
});

const header = '{"journal":"keyroom","version":1,"madeOf":"seed"}';
it.each<[string, readonly string[]]>([
  ['nothing', []],
  ['no header', ['{"entries":[]}']],
  ['a header of another version', ['{"journal":"keyroom","version":2,"madeOf":""}']],
  ['what is no JSON', [header, 'x']],
  ['an entry that is none', [header, JSON.stringify({ entries: [{ number: 1 }] })]],
  ['a missing entry', [header, JSON.stringify({ entries: [entry(1), entry(3)] })]],
  [
    'a missing entry between frames',
    [header, JSON.stringify({ entries: [entry(1)] }), JSON.stringify({ entries: [entry(3)] })],
  ],
  ['an entry that is missing before the first', [header, JSON.stringify({ entries: [entry(2)] })]],
  ['material that is none', [header, '{"materials":[["m",1,"text"]]}']],
  ['a late snapshot', [header, '{}', JSON.stringify({ snapshot: compaction(0).snapshot })]],
])('is damaged with %s, although its checksums are right', async (_what, payloads) => {
  const { open, path } = await subject();
  writeFileSync(path, Buffer.concat(payloads.map(frame)));
  await expect(open()).rejects.toMatchObject({
    name: 'EndpointError',
    message: expect.stringContaining('is damaged') as string,
  });
});
