// base64, cmp, date, sleep and the small ones.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { base64 } from '../../../src/shell/commands/base64.ts';
import { cmp } from '../../../src/shell/commands/cmp.ts';
import { formatDate } from '../../../src/shell/commands/date-format.ts';
import { parseDate } from '../../../src/shell/commands/date-parse.ts';
import { lastOf, newShell, newWorld, stdoutOf } from '../sessions.ts';
import { runCommand } from './command-io.ts';
import { isInstalled, real } from './real.ts';

describe('base64', () => {
  test.each<readonly [text: string, stdout: string, valid: boolean]>([
    ['aGk=', 'hi', true],
    ['aGk=\n', 'hi', true],
    ['aG\nk=', 'hi', true],
    ['aGk=aGk=', 'hihi', true],
    ['aGk', 'hi', false],
    ['a*k=', '', false],
    ['aG*k', 'h', false],
    ['aGkxa', 'hi1', false],
    ['aGk=a', 'hi', false],
    ['aGk=\r\n', 'hi', false],
    ['====', '', false],
    ['', '', true],
  ])('-d of %j', async (text, stdout, valid) => {
    const outcome = await runCommand(base64, ['-d'], { input: utf8(text) });
    expect([outcome.stdout.toString(), outcome.stderr]).toEqual([stdout, valid ? '' : 'base64: invalid input\n']);
    expect(outcome.exitCode).toBe(valid ? 0 : 1);
  });

  test('its options', async () => {
    const input = new Uint8Array(80);
    const text = async (...args: string[]) => (await runCommand(base64, args, { input })).stdout.toString();
    expect((await text()).split('\n')[0]).toHaveLength(76);
    expect(await text('-w0')).toHaveLength(108);
    expect(await text('--wrap=10')).toMatch(/^(A{10}\n)+A{7}=\n$/);
    expect((await runCommand(base64, ['-di'], { input: utf8('a*G!k=\r\n') })).stdout.toString()).toBe('hi');
    expect((await runCommand(base64, ['-w', 'x'])).stderr).toBe('base64: invalid wrap size: ‘x’\n');
    expect((await runCommand(base64, ['-z'])).stderr).toMatch(/^base64: invalid option -- 'z'\nTry/);
    expect((await runCommand(base64, ['nofile'])).stderr).toBe('base64: nofile: No such file or directory\n');
  });

  test('any bytes, there and back, through a pipe of the shell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const there = await runCommand(base64, [], { input: bytes });
        expect((await runCommand(base64, ['-d'], { input: there.stdout })).stdout).toEqual(Buffer.from(bytes));
      }),
    );
    expect(await stdoutOf('head -c 1000 /dev/urandom > f; base64 f | base64 -d | cmp - f && echo same')).toBe('same\n');
  });

  test.runIf(isInstalled('base64', '--version', /GNU coreutils/))(
    'takes and refuses what the real one does',
    async () => {
      const alphabet = fc.string({ unit: fc.constantFrom(...'ABab09+/=\n *'.split('')), maxLength: 24 });
      await fc.assert(
        fc.asyncProperty(alphabet, async (text) => {
          const [ours, theirs] = [
            await runCommand(base64, ['-d'], { input: utf8(text) }),
            real('base64', ['-d'], { input: utf8(text) }),
          ];
          expect(ours.exitCode).toBe(theirs.exitCode);
          if (theirs.exitCode === 0) expect(ours.stdout).toEqual(theirs.stdout);
        }),
        { numRuns: 100 },
      );
    },
  );
});

test.each<readonly [a: string, b: string, options: string[], stdout: string, stderr: string, exitCode: number]>([
  ['abc', 'abc', [], '', '', 0],
  ['a\nbc', 'a\nbd', [], 'a b differ: byte 4, line 2\n', '', 1],
  ['ab', 'abc', [], '', 'cmp: EOF on a after byte 2, in line 1\n', 1],
  ['', 'abc', [], '', 'cmp: EOF on a which is empty\n', 1],
  ['abc', 'abd', ['-s'], '', '', 1],
  ['abc', 'abd', ['-l'], '3 143 144\n', '', 1],
  ['abc', 'abd', ['-n', '2'], '', '', 0],
])('cmp of %j and %j %j', async (a, b, options, stdout, stderr, exitCode) => {
  const outcome = await runCommand(cmp, [...options, 'a', 'b'], { files: { a: utf8(a), b: utf8(b) } });
  expect([outcome.stdout.toString(), outcome.stderr, outcome.exitCode]).toEqual([stdout, stderr, exitCode]);
});

describe('date', () => {
  const at = 1_700_000_000_000;
  test('formats', () => {
    const format =
      '%a %A %b %B %c %C %d %D %e %F %g %G %H %I %j %k %l %m %M %N %p %P %r %R %s %S %T %u %U %V %w %W %y %Y %z %Z %:z %%|%-d %_d %03d %^a %q';
    expect(formatDate(format, at)).toBe(
      'Tue Tuesday Nov November Tue Nov 14 22:13:20 2023 20 14 11/14/23 14 2023-11-14 23 2023 22 10 318 22 10 11 13 000000000 PM pm 10:13:20 PM 22:13 1700000000 20 22:13:20 2 46 46 2 46 23 2023 +0000 UTC +00:00 %|14 14 014 TUE 4',
    );
  });

  test.each<readonly [text: string, iso: string | undefined]>([
    ['@0', '1970-01-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-02-30', undefined],
    ['2024-02-29 12:30', '2024-02-29T12:30:00.000Z'],
    ['2024-02-29T12:30:15+02:00', '2024-02-29T10:30:15.000Z'],
    ['2024-02-29T12:30:15.25Z', '2024-02-29T12:30:15.250Z'],
    ['now', '2023-11-14T22:13:20.000Z'],
    ['tomorrow', '2023-11-15T22:13:20.000Z'],
    ['+1 day', '2023-11-15T22:13:20.000Z'],
    ['3 days ago', '2023-11-11T22:13:20.000Z'],
    ['+2hours', '2023-11-15T00:13:20.000Z'],
    ['next month', '2023-12-14T22:13:20.000Z'],
    ['2024-01-01 +1 year', '2025-01-01T00:00:00.000Z'],
    ['nonsense', undefined],
    ['1 parsec', undefined],
  ])('-d %s', (text, iso) => {
    const parsed = parseDate(text, at);
    expect(parsed === undefined ? undefined : new Date(parsed).toISOString()).toBe(iso);
  });

  test.runIf(isInstalled('date', '--version', /GNU coreutils/))('formats as the real one does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const format = '%a %b %c %C %D %e %g %G %I %j %k %l %p %U %V %W %u %w %y %Y %x %X %5d %-j %_m %^b';
        const theirs = real('date', ['-u', '-d', `@${seconds}`, `+${format}`]);
        expect(`${formatDate(format, seconds * 1_000)}\n`).toBe(theirs.stdout.toString());
      }),
      { numRuns: 30 },
    );
  });

  test('shows the world’s time, which sleep moves and nobody sets', async () => {
    const world = await newWorld();
    const shell = await newShell({ world });
    const before = Math.floor(world.nowMs() / 1_000);
    expect((await shell.run('date +%s')).stdout).toBe(`${before}\n`);
    expect((await shell.run('date -u -Iseconds; date -d "1 day ago" +%F')).stdout).toBe(
      '2027-01-04T09:00:01+00:00\n2027-01-03\n',
    );
    await shell.run('sleep 1.5m 2h');
    expect(world.nowMs()).toBeGreaterThanOrEqual(before * 1_000 + 7_290_000);
    expect((await shell.run('date 010203')).stderr).toContain('lab clock advance');
    expect(await shell.run('sleep x')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('invalid time interval ‘x’') as string,
    });
  });
});

test('chance comes from the world: the same in the same seeded world, other in the next line', async () => {
  const line =
    'echo $RANDOM ${RANDOM} $((RANDOM)); mktemp; head -c 4 /dev/urandom | xxd -p; head -c 100000 /dev/urandom | wc -c';
  const [first, again, next] = [await stdoutOf(line), await stdoutOf(line), await stdoutOf(line, line)];
  expect(first).toBe(again);
  expect(first).toMatch(/^\d+ \d+ \d+\n\/tmp\/tmp\.\w{10}\n[0-9a-f]{8}\n100000\n$/);
  expect(next.split('\n')[0]).not.toBe(first.split('\n')[0]);
});

test('who and where one is', async () => {
  const shell = await newShell();
  expect((await shell.run('whoami; id -un; id -u; uname; uname -sm; hostname')).stdout).toBe(
    'learner\nlearner\n1000\nLinux\nLinux x86_64\nip-10-134-56-78.ec2.internal\n',
  );
  expect((await shell.run('uname -q')).stderr).toContain('invalid option');
});

test('shred -u, env, printenv, mktemp -d', async () => {
  const shell = await newShell();
  expect((await lastOf(shell, 'echo secret > f; shred -u f; ls')).stdout).toBe('');
  expect((await shell.run('shred nofile')).exitCode).toBe(1);
  expect((await shell.run('X=1; export Y=2; env | grep -c "^[XY]="; printenv Y; printenv X || echo no')).stdout).toBe(
    '1\n2\nno\n',
  );
  expect((await shell.run('env Z=3 W="a b" printenv Z W; printenv Z')).stdout).toBe('3\na b\n');
  expect(
    (await shell.run('env -u Y printenv Y || echo gone; env -i Z=3 env | grep -v ^P; echo "in" | env cat')).stdout,
  ).toBe('gone\nZ=3\nin\n');
  expect(
    (await shell.run("f() { echo fn; }; export Q='x y'; bash -c 'echo $Q $1' - b; echo c | xargs -I{} echo {} $Q"))
      .stdout,
  ).toBe('x y b\nc x y\n');
  expect((await shell.run('d=$(mktemp -d); [ -d "$d" ] && stat -c %a "$d"')).stdout).toBe('700\n');
});

test('xargs takes the values of its options joined, as everybody writes them', async () => {
  const line =
    "printf 'a\\nb\\n' | xargs -I{} echo '<{}>'; echo a b c | xargs -n2 echo; echo a | xargs -I {} echo -n1 {}";
  expect(await stdoutOf(line)).toBe('<a>\n<b>\na b\nc\n-n1 a\n');
});

test('there is no network', async () => {
  expect((await (await newShell()).run('curl https://example.com')).stderr).toBe('bash: curl: command not found\n');
});
