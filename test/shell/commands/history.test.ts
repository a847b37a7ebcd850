// history: what was typed in this world, in whichever session.
import { expect, test } from 'vitest';
import { lastOf, newShell, newWorld } from '../sessions.ts';

test('lists what was typed, numbered, without what was set up, twins, and what began with a blank', async () => {
  const world = await newWorld();
  await (await newShell({ world })).run('echo set up');
  await world.group().begins('the scenario');
  await lastOf(await newShell({ world }), 'echo a', 'echo b', ' echo secret', 'echo a', 'pwd');
  const later = await newShell({ world });
  expect((await later.run('history')).stdout).toBe('    1  echo b\n    2  echo a\n    3  pwd\n');
  expect((await later.run('history 1')).stdout).toBe('    4  history\n');
  expect((await later.run('history | grep -c echo')).stdout).toBe('2\n');
});

test.each([
  ['history -c', 'history: -c: invalid option', 2],
  ['history x', 'history: x: numeric argument required', 1],
])('%s', async (line, stderr, exitCode) => {
  expect(await (await newShell()).run(line)).toMatchObject({ stdout: '', stderr: `${stderr}\n`, exitCode });
});
