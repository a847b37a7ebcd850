// Files are the world's: what a line does to them is in its entry, and every shell on the world sees the same.
import { describe, expect, test } from 'vitest';
import { fromUtf8 } from '../../src/base/bytes.ts';
import type { World } from '../../src/world/world-api.ts';
import { lastOf, newShell, newWorld } from './sessions.ts';

const HOME = '/home/cloudshell-user';
const kept = (world: World) =>
  Object.fromEntries(world.files().map(({ path, record }) => [path.replace(HOME, '~'), record.mode.toString(8)]));
const lineEntries = (world: World) => world.entries.filter(({ kind }) => kind === 'line');
const changed = (world: World) =>
  lineEntries(world)
    .at(-1)!
    .changes.filter(({ table }) => table === 'world/files')
    .map(({ id }) => id.replace(HOME, '~'));

describe('a line tells the world', () => {
  test.each<readonly [what: string, lines: readonly string[], paths: readonly string[]]>([
    ['a new file', ['echo a > f'], ['~/f']],
    ['a changed file', ['echo a > f', 'echo b >> f'], ['~/f']],
    ['a removed file', ['echo a > f', 'rm f'], ['~/f']],
    ['a mode', ['echo a > f', 'chmod 600 f'], ['~/f']],
    ['both ends of a move', ['echo a > f', 'mv f g'], ['~/f', '~/g']],
    ['a whole folder that moves', ['mkdir d; echo a > d/f', 'mv d e'], ['~/d', '~/d/f', '~/e', '~/e/f']],
    ['a copy', ['echo a > f', 'cp f g'], ['~/g']],
    ['a copied folder', ['mkdir d; echo a > d/f', 'cp -r d e'], ['~/e', '~/e/f']],
    ['an empty folder', ['mkdir -p d/e'], ['~/d', '~/d/e']],
    ['a removed folder', ['mkdir d; echo a > d/f', 'rm -r d'], ['~/d', '~/d/f']],
    ['what is written through a link', ['echo a > f; ln -s f l', 'echo b > l'], ['~/f']],
    ['what is written in a linked folder', ['mkdir d; ln -s d l', 'echo b > l/f'], ['~/d/f']],
    ['a file in /tmp', ['echo a > /tmp/f'], ['/tmp/f']],
    ['what a command of ours writes', ['openssl rand -out f 4'], ['~/f']],
    ['nothing of what was undone within the line', ['echo a > f; rm f'], []],
    ['nothing of a file with the same content', ['echo a > f', 'echo a > f'], []],
    ['nothing of files that are not the user’s', ['echo a > /etc-file; echo b > /usr/x'], []],
    ['nothing of files that are only read', ['echo a > f', 'cat f; ls; [ -f f ]'], []],
  ])('%s', async (_, lines, paths) => {
    const world = await newWorld();
    await lastOf(await newShell({ world }), ...lines);
    expect(changed(world).sort()).toEqual([...paths].sort());
  });
});

test('bytes, modes, links and empty folders come back in another session', async () => {
  const world = await newWorld();
  const before = await newShell({ world });
  await before.run(`printf '\\x00\\xff\\n' > bin; chmod 640 bin; mkdir -p d/e; ln -s bin l; echo é > 'a b'`);
  expect(kept(world)).toEqual({ '~/bin': '640', '~/d': '40755', '~/d/e': '40755', '~/l': '120777', '~/a b': '644' });
  const after = await newShell({ world });
  const look = 'xxd -p bin; stat -c %a bin; ls d; readlink l; xxd -p l; cat "a b"; [ -d d/e ] && echo folder';
  expect((await after.run(look)).stdout).toBe('00ff0a\n640\ne\nbin\n00ff0a\né\nfolder\n');
});

test('two sessions see each other’s files, and the later one wins', async () => {
  const world = await newWorld();
  const [a, b] = [await newShell({ world }), await newShell({ world })];
  await a.run('echo one > f');
  expect((await b.run('cat f')).stdout).toBe('one\n');
  await b.run('echo two > f; mkdir d; echo x > d/x');
  expect((await a.run('cat f d/x')).stdout).toBe('two\nx\n');
  await a.run('rm -r d');
  expect((await b.run('ls')).stdout).toBe('f\n');
  expect((await b.run('echo x > d/x')).exitCode).toBe(1);
});

test('undo and redo change files, within the same line too', async () => {
  const world = await newWorld();
  const shell = await newShell({ world });
  await lastOf(shell, 'echo one > f', 'echo two > f; mkdir d');
  expect((await shell.run('lab undo; cat f; ls')).stdout).toMatch(/^Undone: .*\none\nf\n$/);
  expect((await shell.run('lab redo >/dev/null; cat f; ls')).stdout).toBe('two\nd\nf\n');
  expect((await shell.run('lab undo >/dev/null; lab undo >/dev/null; ls')).stdout).toBe('');
  expect(kept(world)).toEqual({});
});

test('what a fork’s shell writes stays in the fork', async () => {
  const world = await newWorld();
  const shell = await newShell({ world });
  await shell.run('echo one > f');
  const fork = world.fork();
  const inFork = await newShell({ world: fork, state: shell.state() });
  expect((await inFork.run('cat f; echo two > f; echo > g; cat f')).stdout).toBe('one\ntwo\n');
  expect(fromUtf8((await fork.readFile(`${HOME}/f`))!)).toBe('two\n');
  expect(fromUtf8((await world.readFile(`${HOME}/f`))!)).toBe('one\n');
  expect((await shell.run('cat f; ls')).stdout).toBe('one\nf\n');
});

test('a file is not made where its folder is not', async () => {
  const shell = await newShell();
  for (const line of [
    'echo a > no/f',
    'touch no/f',
    'echo a > f; cp f no/f',
    'mv f no/f',
    'openssl rand -out no/f 4',
  ]) {
    const { exitCode, stderr } = await shell.run(line);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No such file or directory')]);
  }
});

test('files have the world’s time', async () => {
  const shell = await newShell();
  await shell.run('lab clock advance 8d >/dev/null; mkdir d; echo a > d/f');
  expect((await shell.run('ls -l d/f; ls -ld d')).stdout).toMatch(/Jan 12 09:00 d\/f\n.* Jan 12 09:00 d\/?\n/);
});

test('a line that was interrupted keeps what it did', async () => {
  const world = await newWorld();
  const shell = await newShell({ world });
  const controller = new AbortController();
  await shell.run('echo a > f; echo stop; echo b > g', {
    signal: controller.signal,
    onOutput: () => controller.abort(),
  });
  expect(kept(world)).toEqual({ '~/f': '644' });
});

test('only what differs is handed to the world, however much was touched', async () => {
  const world = await newWorld();
  const handed: string[][] = [];
  const group = world.group.bind(world);
  world.group = () => {
    const made = group();
    const endLine = made.endLine.bind(made);
    made.endLine = async (line) => {
      handed.push(line.files.map(({ path }) => path.replace(HOME, '~')));
      await endLine(line);
    };
    return made;
  };
  await lastOf(await newShell({ world }), 'mkdir d; echo a > d/f; echo b > d/g', 'echo a > d/f; echo c > d/g');
  expect(handed).toEqual([['~/d', '~/d/f', '~/d/g'], ['~/d/g']]);
});
