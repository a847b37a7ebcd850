// One process for a directory, and none that is no more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockDirectory } from '../../../src/endpoint/storage/directory-lock.ts';
import { scratchDirectory } from '../start.ts';

const scratch = scratchDirectory();
const subject = () => {
  const directory = mkdtempSync(join(scratch, 'lock-'));
  return { directory, path: join(directory, 'lock') };
};

it('is held until it is let go', async () => {
  const { directory, path } = subject();
  const lock = await lockDirectory(directory, path);
  await expect(lockDirectory(directory, path)).rejects.toMatchObject({
    name: 'EndpointError',
    message: `${directory} is in use by another endpoint (process ${process.pid})`,
  });
  await lock.release();
  await (await lockDirectory(directory, path)).release();
  expect(readdirSync(directory)).toEqual([]);
});

it('is taken over from a process that is gone, and from one whose number is another’s by now', async () => {
  const { directory, path } = subject();
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  const held = await lockDirectory(directory, path);
  const mine = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  await held.release();
  for (const holder of [
    { ...mine, pid: child.pid },
    { ...mine, pid: process.ppid },
    { ...mine, started: '1' },
    { ...mine, boot: 'before' },
  ]) {
    writeFileSync(path, JSON.stringify(holder));
    await (await lockDirectory(directory, path)).release();
  }
  for (const text of ['', 'x', '{}', 'null']) {
    writeFileSync(path, text);
    await (await lockDirectory(directory, path)).release();
  }
  expect(readdirSync(directory)).toEqual([]);
});

it('is not let go by one who has lost it', async () => {
  const { directory, path } = subject();
  const lock = await lockDirectory(directory, path);
  writeFileSync(path, '{"pid":1}');
  await lock.release();
  expect(readFileSync(path, 'utf8')).toBe('{"pid":1}');
});
