// What just-bash.ts relies on in just-bash, which is none of its promises: a new version is tried on this first.
import { describe, expect, test } from 'vitest';
import { withoutCompoundWords } from '../../src/shell/compound-assignment.ts';
import { newShell, stdoutOf } from './sessions.ts';

test('importing the API of the shell, or its line editor, does not load bash', async () => {
  const { loadJustBash } = await import('../../src/shell/just-bash.ts');
  expect(loadJustBash.toString()).toContain('??=');
  const sources = import.meta.glob<string>('../../src/shell/{line-editor,history,shell-api,editor/*}.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  expect(Object.keys(sources).length).toBeGreaterThan(7);
  for (const source of Object.values(sources))
    expect(source).not.toMatch(/from '(just-bash|.*\/(session|just-bash)\.ts)'/);
});

test('an execution ends, and its state is where the next one begins; nothing else of it is left', async () => {
  const shell = await newShell();
  expect(Function.prototype.bind.name).toBe('bind');
  await shell.run('f() { local inner=1; X=$inner; exit 4; }; f');
  expect((await shell.run('echo "$X|${inner-unset}"')).stdout).toMatch(/^1\|/);
  await shell.run('Y=1 true; (Z=2; export Z); { W=3; }');
  expect((await shell.run('echo "${Y-unset} ${Z-unset} $W"')).stdout).toBe('unset unset 3\n');
});

test('two shells do not hear each other', async () => {
  const [a, b] = [await newShell(), await newShell()];
  await Promise.all([a.run('X=a; sleep 1; Y=$X'), b.run('X=b; sleep 1; Y=$X')]);
  expect([(await a.run('echo $X$Y')).stdout, (await b.run('echo $X$Y')).stdout]).toEqual(['aa\n', 'bb\n']);
});

describe('compound assignments that just-bash would misread', () => {
  test.each<readonly [text: string, instead: string | undefined]>([
    ['declare -A m=([k]="a b")', '{ declare -A m; m=([k]="a b"); }'],
    ['local a=($(ls "x y") 2)', '{ local  -a a; a=($(ls "x y") 2); }'],
    ['declare -a x=(1) y=2', '{ declare -a x; x=(1); declare -a y=2; }'],
    ['readonly r=(1 2)', '{ declare  -a r; r=(1 2); readonly r; }'],
    ['declare x=1', undefined],
    ['echo "declare -a x=(1)"', undefined],
    ['declare -a x=(1) && echo', undefined],
  ])('%s', (text, instead) =>
    expect(withoutCompoundWords(text)?.replaceAll(/ +/g, ' ')).toBe(instead?.replaceAll(/ +/g, ' ')),
  );

  test('in functions, loops and substitutions too', async () => {
    expect(
      await stdoutOf(
        'f() { local -a a=("x y" $(echo p q)); echo ${#a[@]}; }; echo $(f) $(declare -a b=(")" "(" c); echo ${#b[@]})',
      ),
    ).toBe('3 3\n');
    expect(
      await stdoutOf("declare -A m=([a]='1)' [b]=$'x\\ty' [c]=\"$(echo '(')\"); echo \"${m[a]} ${m[b]} ${m[c]}\""),
    ).toBe('1) x\ty (\n');
  });
});
