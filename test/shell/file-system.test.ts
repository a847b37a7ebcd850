import { InMemoryFs } from 'just-bash';
import { expect, test } from 'vitest';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { userFiles } from '../../src/shell/file-system.ts';
import type { World } from '../../src/world/world-api.ts';
import { newWorld } from './sessions.ts';

const F = '/home/cloudshell-user/f';
const write = (world: World, text: string | null) =>
  world.group().endLine({
    text: '',
    exitCode: 0,
    files: [{ path: F, content: text === null ? null : { bytes: utf8(text), mode: 0o644 } }],
  });

async function filesOf(world: World) {
  const memory = new InMemoryFs();
  memory.mkdirSync('/home/cloudshell-user', { recursive: true });
  const files = userFiles(memory, world, { nowMs: () => world.nowMs(), devices: { read: async () => undefined } });
  await files.takeIn();
  return files;
}

test.each([null, 'two'])(
  'a line reads the files that it began with, whatever another tab makes of them (%s)',
  async (then) => {
    const world = await newWorld();
    await write(world, 'one');
    const files = await filesOf(world);
    await write(world, then);
    expect(fromUtf8(await files.readFileBuffer(F))).toBe('one');
    await files.chmod(F, 0o644);
    expect(await files.changes()).toEqual([]);
  },
);

test('a file whose bytes cannot be had is neither empty nor gone', async () => {
  const world = await newWorld();
  await write(world, 'one');
  const broken = {
    files: () => world.files(),
    nowMs: () => world.nowMs(),
    journal: { readBlob: async () => undefined },
  } as unknown as World;
  const files = await filesOf(broken);
  await expect(files.readFileBuffer(F)).rejects.toThrow('EIO');
  await files.chmod(F, 0o600).catch(() => undefined);
  expect(await files.changes()).toEqual([]);
});
