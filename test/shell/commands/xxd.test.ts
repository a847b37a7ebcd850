// xxd: recorded dumps, and where it is installed the program itself.
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { xxd } from '../../../src/shell/commands/xxd.ts';
import { runCommand } from './command-io.ts';
import { isInstalled, real } from './real.ts';

const sample = Buffer.concat([utf8('hello world, this is xxd test data!!\n'), Buffer.from([0, 255])]);
const run = (line: string, input: Uint8Array = sample) =>
  runCommand(
    xxd,
    line.split(' ').filter((word) => word !== ''),
    { input, files: { x: sample } },
  );

describe('recorded', () => {
  test.each<readonly [line: string, stdout: string]>([
    [
      '',
      `00000000: 6865 6c6c 6f20 776f 726c 642c 2074 6869  hello world, thi
00000010: 7320 6973 2078 7864 2074 6573 7420 6461  s is xxd test da
00000020: 7461 2121 0a00 ff                        ta!!...
`,
    ],
    ['-p', '68656c6c6f20776f726c642c207468697320697320787864207465737420\n6461746121210a00ff\n'],
    ['-p -c 10 -l 12', '68656c6c6f20776f726c\n642c\n'],
    ['-u -l 5', '00000000: 6865 6C6C 6F                             hello\n'],
    ['-s 4 -l 8', '00000004: 6f20 776f 726c 642c                      o world,\n'],
    ['-s -4', '00000023: 210a 00ff                                !...\n'],
    ['-g 3 -l 16', '00000000: 68656c 6c6f20 776f72 6c642c 207468 69  hello world, thi\n'],
    ['-b -l 6', '00000000: 01101000 01100101 01101100 01101100 01101111 00100000  hello \n'],
    ['-i -l 3 x', 'unsigned char x[] = {\n  0x68, 0x65, 0x6c\n};\nunsigned int x_len = 3;\n'],
  ])('xxd %s', async (line, stdout) => expect((await run(line)).stdout.toString()).toBe(stdout));

  test.each<readonly [dump: string, line: string, hex: string]>([
    ['68656c6c6f0a\n', '-r -p', '68656c6c6f0a'],
    ['68 65\n 6C', '-r -p', '68656c'],
    ['68 65 zz 6c', '-r -p', '6865'],
    ['6', '-r -p', ''],
    ['00000005: 4142', '-r', '00000000004142'],
    ['00000000: 6865 6c6c 6f                             hello\n', '-r', '68656c6c6f'],
  ])('%j through xxd %s', async (dump, line, hex) => {
    expect((await run(line, utf8(dump))).stdout.toString('hex')).toBe(hex);
  });

  test('what it cannot do, it says', async () => {
    expect(await run('nofile')).toMatchObject({ exitCode: 2, stderr: 'xxd: nofile: No such file or directory\n' });
    expect(await run('-c 300')).toMatchObject({ exitCode: 1, stderr: 'xxd: invalid number of columns (max. 256).\n' });
    expect((await run('-z')).stderr).toMatch(/^Usage:\n/);
    expect((await run('-r', utf8('ffffffffff: 41'))).exitCode).toBe(5);
  });
});

test('back and forth gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom('', '-p', '-c 7', '-p -c 5', '-g 1'),
      async (bytes, line) => {
        const { stdout } = await run(line, bytes);
        expect((await run(`-r ${line}`, stdout)).stdout).toEqual(Buffer.from(bytes));
      },
    ),
  );
});

describe.runIf(isInstalled('xxd', '-v', /^xxd 20/))('beside the real xxd', () => {
  test.each([
    '',
    '-p',
    '-u',
    '-b',
    '-e',
    '-i',
    '-c 8 -g 1',
    '-c 0',
    '-p -c 0',
    '-ps',
    '-plain',
    '-g 0',
    '-g 3',
    '-e -g 2',

    '-l 5',
    '-l 0',
    '-o 10',
    '-d',
    '-c 5 -p',
    '-u -p',
    '-u -i',
    '-c 3 -i',
    '-len 4',
    '-cols 4',
    '-c4',

    '-a',
    '-b -c 3',
    '-e -g 3',
    '-c 257',
    '-q',
  ])('xxd %s', async (line) => {
    for (const input of [sample, Buffer.alloc(100), Buffer.alloc(0)]) {
      const args = line.split(' ').filter((word) => word !== '');
      const [ours, theirs] = [await run(line, input), real('xxd', args, { input })];
      expect(ours.stdout.toString('latin1')).toBe(theirs.stdout.toString('latin1'));
      expect(ours.exitCode).toBe(theirs.exitCode);
    }
  });

  test.each(['-s 3', '-s 0x10', '-s -5', '-s 100', '-s +2 -l 3', '-s 010 -p'])('xxd %s, of a file', async (line) => {
    const folder = mkdtempSync(join(tmpdir(), 'keyroom-xxd-'));
    writeFileSync(join(folder, 'x'), sample);
    const theirs = real('xxd', [...line.split(' '), 'x'], { cwd: folder });
    rmSync(folder, { recursive: true });
    const ours = await run(`${line} x`);
    expect([ours.stdout.toString('latin1'), ours.exitCode]).toEqual([
      theirs.stdout.toString('latin1'),
      theirs.exitCode,
    ]);
  });

  test('reads any text back as it does', async () => {
    const alphabet = fc.string({
      unit: fc.constantFrom(...'0123456789abcdefABCDEF: \n\tzx-'.split('')),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(alphabet, fc.boolean(), async (text, plain) => {
        const args = plain ? ['-r', '-p'] : ['-r'];
        const dump = plain ? text : text.replaceAll(/[0-9a-fA-F]{5,}/g, '00000000');
        const [ours, theirs] = [
          await runCommand(xxd, args, { input: utf8(dump) }),
          real('xxd', args, { input: utf8(dump) }),
        ];
        // Where it would have to seek, a pipe of the real one gives up half way.
        if (theirs.exitCode === 0 && ours.exitCode === 0)
          expect(ours.stdout.toString('hex')).toBe(theirs.stdout.toString('hex'));
      }),
      { numRuns: 150 },
    );
  });
});
