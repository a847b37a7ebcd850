// An answer comes after its entry is durable, never before; and a listener hears of it no sooner.
import { expect, test } from 'vitest';
import type { Journal } from '../../src/world/journal.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';
import { call, makeWorld, sandbox } from './make-world.ts';

/** A disk that takes its time: nothing is written until `write` is called. */
function slowDisk(): { readonly journal: Journal; readonly write: () => void; wait: boolean } {
  const memory = createMemoryJournal();
  let write = () => {};
  const disk = {
    wait: false,
    write: () => write(),
    journal: {
      ...memory,
      durable: true,
      exclusively: <Result>(work: Parameters<typeof memory.exclusively<Result>>[0]) =>
        memory.exclusively((session) =>
          work({
            ...session,
            append: async (batch) => {
              if (disk.wait) await new Promise<void>((resolve) => (write = resolve));
              await session.append(batch);
            },
          }),
        ),
    },
  };
  return disk;
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 20));

test('an answer waits until its entry is written', async () => {
  const disk = slowDisk();
  const world = await makeWorld(sandbox, disk.journal);
  const heard: number[] = [];
  world.subscribe((entries) => heard.push(...entries.map(({ number }) => number)));
  disk.wait = true;
  let answered = false;
  const answer = call(world, 'Create', { Name: 'a' }).then((result) => {
    answered = true;
    return result;
  });
  await turns();
  expect({ answered, heard, written: (await disk.journal.open()).entries.length }).toEqual({
    answered: false,
    heard: [],
    written: 1,
  });
  disk.write();
  expect(await answer).toMatchObject({ ok: true });
  expect(heard).toEqual([2]);
  expect((await disk.journal.open()).entries.length).toBe(2);
});
