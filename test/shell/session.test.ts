// What a bash carries from line to line, and how lines end.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Output, ShellState } from '../../src/shell/shell-api.ts';
import { lastOf, newShell, newWorld, stdoutOf } from './sessions.ts';

/** Lines typed one after another; the last one's output. Each must hold within a session and across two. */
const carried: readonly (readonly [what: string, lines: readonly string[], output: string])[] = [
  ['a variable', ['X=5', 'echo $X'], '5\n'],
  [
    'a variable with quotes, newlines and more',
    [`X=$'a\\'b"c\\n$HOME \\\\ é€😀 \`x\`'`, 'printf %s "$X"'],
    `a'b"c\n$HOME \\ é€😀 \`x\``,
  ],
  ['leading and trailing blanks', ["X='  a  '", 'printf "[%s]" "$X"'], '[  a  ]'],
  ['an empty variable', ['X=', 'echo "${X-unset}|"'], '|\n'],
  ['an unset variable of the fresh session', ['unset LANG', 'echo "${LANG-unset}"'], 'unset\n'],
  ['an exported variable', ['export X=5', 'env | grep ^X='], 'X=5\n'],
  ['that a variable is not exported', ['X=5', 'env | grep ^X= || echo no'], 'no\n'],
  ['a read-only variable', ['readonly X=5', 'X=6; echo $X'], ''],
  ['an integer variable', ['declare -i N=3', 'N=N+4; echo $N'], '7\n'],
  ['an upper-case variable', ['declare -u U', 'U=abc; echo $U'], 'ABC\n'],
  ['a name reference', ['X=5; declare -n R=X', 'R=6; echo $X'], '6\n'],
  ['an array', ['a=(1 "two words" "three\nlines")', 'printf "<%s>" "${a[@]}"'], '<1><two words><three\nlines>'],
  ['a declared array', ['declare -a a=(1 "two words" $(echo x y))', 'printf "<%s>" "${a[@]}"'], '<1><two words><x><y>'],
  ['a sparse array', ['a[3]=x; a[7]="y z"', 'echo "${!a[@]}" "${a[7]}"'], '3 7 y z\n'],
  [
    'an associative array',
    [`declare -A m=([k]="a b" ['x y']='it'"'"'s' [é]=1)`, 'echo "${m[k]}|${m[x y]}|${m[é]}"'],
    "a b|it's|1\n",
  ],
  ['a function', ['f() { echo "got $1"; }', 'f x'], 'got x\n'],
  ['a function with a here-document', ['f() {\ncat <<EOF\n  $1 here\nEOF\n}', 'f x'], '  x here\n'],
  ['a function with local arrays', ['f() { local a=(1 "2 3"); echo "${#a[@]}"; }', 'f'], '2\n'],
  ['a function that another one calls', ['f() { echo f; }; g() { f; echo g; }', 'g'], 'f\ng\n'],
  ['a function from eval', ["eval 'f() { for i in 1 2; do [[ $i == 2 ]] && echo two; done; }'", 'f'], 'two\n'],
  ['an alias', ["alias hi='echo hello'", 'hi you'], 'hello you\n'],
  ['an option', ['set -o pipefail', 'false | true; echo $?'], '1\n'],
  ['a shell option', ['shopt -s nullglob', 'echo x *.none'], 'x\n'],
  ['the directory', ['mkdir -p a/b; cd a/b', 'pwd'], '/home/cloudshell-user/a/b\n'],
  ['the directory before', ['mkdir a; cd a', 'cd - >/dev/null; pwd'], '/home/cloudshell-user\n'],
  ['set -e', ['set -e', 'echo on; false; echo off'], 'on\n'],
];

describe('a line finds', () => {
  test.each(carried)('%s of the line before', async (_, lines, output) => {
    const result = await lastOf(await newShell(), ...lines);
    expect(result.stdout).toBe(output);
  });

  test.each(carried)('%s in a session that begins with the state of another', async (_, lines, output) => {
    const world = await newWorld();
    const before = await newShell({ world });
    await lastOf(before, ...lines.slice(0, -1));
    const state = JSON.parse(JSON.stringify(before.state())) as ShellState;
    // It is the same state to whoever has it third.
    expect((await newShell({ world, state })).state()).toEqual(state);
    const after = await newShell({ world, state });
    expect((await after.run(lines.at(-1)!)).stdout).toBe(output);
  });

  test('$? and $_', async () => {
    expect(await stdoutOf('(exit 7)', 'echo $?')).toBe('7\n');
    expect(await stdoutOf('nosuch 2>/dev/null', 'echo $?')).toBe('127\n');
    expect(await stdoutOf('echo a b', 'echo $_')).toBe('b\n');
    expect(await stdoutOf('if', 'echo $?')).toBe('2\n');
  });
});

test('any text survives in a variable, within a session and across two', async () => {
  const world = await newWorld();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 20 }), async (text) => {
      const value = text.replaceAll('\0', '').replaceAll('\r', '');
      const quoted = `'${value.replaceAll("'", `'\\''`)}'`;
      const shell = await newShell({ world });
      await shell.run(`X=${quoted}; declare -A m; m[k]=${quoted}`);
      expect((await shell.run('printf %s "$X"')).stdout).toBe(value);
      const next = await newShell({ world, state: shell.state() });
      expect((await next.run('printf %s "$X${m[k]}"')).stdout).toBe(value + value);
    }),
    { numRuns: 40 },
  );
});

test('a fresh session has nothing to carry', async () => {
  expect((await newShell()).state()).toEqual({ cwd: '/home/cloudshell-user', script: '' });
});

test('the credentials of the session win over a state that another one left', async () => {
  const world = await newWorld();
  const first = await newShell({ world });
  await first.run('X=1');
  const second = await newShell({ world, state: first.state(), credentials: { accessKeyId: 'AKIANOBODY' } });
  expect((await second.run('lab whoami')).stdout).toContain('nobody: AKIANOBODY');
});

describe('the credentials of the session, as AWS CloudShell has them,', () => {
  test('are not in the environment', async () => {
    expect((await (await newShell()).run('env | grep -c AWS_ACCESS_KEY_ID')).stdout).toBe('0\n');
  });

  test('serve a profile that names only a Region', async () => {
    const shell = await newShell();
    await shell.run("mkdir -p ~/.aws; printf '[profile dev]\nregion = eu-west-2\noutput = text\n' > ~/.aws/config");
    const made = await shell.run(
      'unset AWS_REGION AWS_DEFAULT_REGION; aws kms create-key --profile dev --query KeyMetadata.Arn',
    );
    expect(made.stdout).toMatch(/^arn:aws:kms:eu-west-2:111122223333:key\//);
  });

  test('come behind those of a profile and those of the environment', async () => {
    const shell = await newShell();
    await shell.run(
      "mkdir -p ~/.aws; printf '[other]\naws_access_key_id = AKIANOBODY\naws_secret_access_key = s\n' > ~/.aws/credentials",
    );
    expect((await shell.run('aws kms list-keys --profile other')).stderr).toContain('UnrecognizedClientException');
    const keys = 'AWS_ACCESS_KEY_ID=AKIANOBODY AWS_SECRET_ACCESS_KEY=s';
    expect((await shell.run(`${keys} aws kms list-keys`)).stderr).toContain('UnrecognizedClientException');
    expect((await shell.run('aws kms list-keys')).exitCode).toBe(0);
  });
});

describe('a line ends', () => {
  test('at exit, and the shell stays', async () => {
    const shell = await newShell();
    const result = await shell.run('X=1; exit 3; echo never');
    expect(result).toMatchObject({ exitCode: 3, stdout: '', interrupted: false });
    expect(result.stderr).toContain('this shell stays open');
    expect((await shell.run('echo $X')).stdout).toBe('1\n');
  });

  test('where set -e and set -u say so', async () => {
    const shell = await newShell();
    const failed = await lastOf(shell, 'set -e', 'echo on; false; echo off');
    expect(failed).toMatchObject({ exitCode: 1, stdout: 'on\n' });
    expect(failed.stderr).toContain('set -e');
    const unset = await lastOf(shell, 'set +e; set -u', 'echo $NOPE; echo after');
    expect(unset.stdout).toBe('');
    expect(unset.stderr).toBe('bash: NOPE: unbound variable\n');
  });

  test('before it begins where it is not bash', async () => {
    const shell = await newShell();
    expect(await shell.run('echo a; fi')).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await shell.run('echo "x')).stderr).toMatch(/^bash: /);
  });

  test('at the limits of a stranger, long before those of a learner', async () => {
    const loop = 'for ((i = 0; i < 5000; i++)); do X=$i; done; echo $X';
    expect((await (await newShell({ limits: 'learner' })).run(loop)).stdout).toBe('4999\n');
    const refused = await (await newShell({ limits: 'stranger' })).run(loop);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/^bash: too many/);
    expect(refused.stderr).not.toContain('executionLimits');
  });

  test('at an abort: 130, and nothing more is run', async () => {
    const world = await newWorld();
    const shell = await newShell({ world });
    const controller = new AbortController();
    const onOutput = ({ text }: Output) => text === 'one\n' && controller.abort();
    const result = await shell.run('echo one; echo two', { signal: controller.signal, onOutput });
    expect(result).toEqual({ exitCode: 130, interrupted: true, stdout: 'one\n', stderr: '' });
    expect(world.entries.at(-1)).toMatchObject({ kind: 'line', exitCode: null });
    expect((await shell.run('echo $?')).stdout).toBe('130\n');
  });
});

describe('output', () => {
  test('comes back to the terminal after exec took it away; other files stay open', async () => {
    const shell = await newShell();
    await lastOf(shell, 'exec > out; exec 2>&-', 'printf "one\\ntwo\\n" > f; exec 3< f');
    expect(await shell.run('read -u 3 x; echo $x; nosuch')).toMatchObject({
      stdout: 'one\n',
      stderr: 'bash: nosuch: command not found\n',
    });
  });

  test('names no part of just-bash', async () => {
    const { stderr } = await (await newShell()).run('sqlite3 x; nosuch');
    expect(stderr).not.toMatch(/browser|just-bash|executionLimits/);
  });

  test('comes statement by statement, in order', async () => {
    const seen: Output[] = [];
    await (await newShell()).run('echo a; echo b >&2; echo c', { onOutput: (output) => seen.push(output) });
    expect(seen).toEqual([
      { stream: 'stdout', text: 'a\n' },
      { stream: 'stderr', text: 'b\n' },
      { stream: 'stdout', text: 'c\n' },
    ]);
  });

  test('is not decoded twice', async () => {
    expect(await stdoutOf("echo 'Ã© é'")).toBe('Ã© é\n');
  });

  test('that is not text does no harm', async () => {
    const shell = await newShell();
    const result = await shell.run("printf '\\xff\\xfe\\x00\\x80'");
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toHaveLength(4);
    expect((await shell.run("printf '\\xff\\x00\\x80' | xxd -p")).stdout).toBe('ff0080\n');
  });

  test('of nothing but blanks is none, and leaves no trace', async () => {
    const world = await newWorld();
    const before = world.entries.length;
    expect(await (await newShell({ world })).run(' \n\t')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(world.entries.length).toBe(before);
  });
});

test('lines that are given at once run one after another', async () => {
  const shell = await newShell();
  const results = await Promise.all([shell.run('X=1; sleep 1'), shell.run('X=${X}2'), shell.run('echo $X')]);
  expect(results[2].stdout).toBe('12\n');
});

test('the prompt shows user and directory; the environment only what is exported', async () => {
  const shell = await newShell();
  expect(shell.prompt()).toBe('learner ~ $ ');
  await shell.run('mkdir d; cd d; X=1; export Y=2');
  expect(shell.prompt()).toBe('learner ~/d $ ');
  await shell.run('cd /tmp');
  expect(shell.prompt()).toBe('learner /tmp $ ');
  expect(shell.env()).toMatchObject({ Y: '2', AWS_REGION: 'us-east-1', HOME: '/home/cloudshell-user' });
  expect(shell.env()).not.toHaveProperty('X');
});

describe('bash would ask for more', () => {
  test.each([
    'echo "a',
    "echo 'a",
    'cat <<EOF\nhi',
    'if true; then',
    'echo a |',
    'echo a &&',
    'echo a || ',
    'foo \\',
    'f() {',
    '$(echo',
    'echo ${x',
    'case a in',
    'for i in 1 2',
    '((1+',
    '[[ a ==',
    'a=(1 2',
    'while true; do',
    'cat <<A; echo\nx',
  ])('after %j', async (text) => expect((await newShell()).needsMore(text)).toBe(true));

  test.each([
    '',
    'echo a',
    'fi',
    'done',
    'echo )',
    'if x; then y; fi',
    'if true; fi',
    'cat <<EOF\nhi\nEOF',
    "cat <<'E'\na\nE\n",
    'echo a >',
    '<',
    'echo a # b |',
    'echo a \\\\',
    'echo "a|"',
    "echo 'a &&'",
    'echo done',
    'sleep 1 &',
  ])('not after %j', async (text) => expect((await newShell()).needsMore(text)).toBe(false));
});

test('goes home when the working directory is gone, by an undo or a removal', async () => {
  const world = await newWorld();
  const shell = await newShell({ world });
  await lastOf(shell, 'mkdir d; echo a > d/a', 'cd d');
  expect((await shell.run('lab undo; echo done')).stderr).toBe('~/d is gone; you are in ~.\n');
  expect((await shell.run('pwd; ls')).stdout).toBe('/home/cloudshell-user\n');
  // The page’s own undo is no line.
  await lastOf(shell, 'mkdir e; echo a > e/a', 'cd e');
  await world.group().undo();
  expect(await shell.run('pwd')).toMatchObject({
    stdout: '/home/cloudshell-user\n',
    stderr: '~/e is gone; you are in ~.\n',
  });
  expect(shell.prompt()).toBe('learner ~ $ ');
});
