import { describe, expect, test } from 'vitest';
import { orInPage, pageLocks, webLocks, type Locks } from '../../src/storage/locks.ts';

const refusing = webLocks({
  request: () => Promise.reject(new DOMException('The document may not use locks.', 'SecurityError')),
});
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe.each<[string, () => Locks]>([
  ['the page’s own locks', pageLocks],
  ['a browser that refuses locks', () => orInPage(refusing)],
])('%s', (_name, make) => {
  test('does one thing at a time under one name, in the order of the asking', async () => {
    const locks = make();
    const done: string[] = [];
    const work = (name: string) => async () => {
      done.push(`${name} begins`);
      await turn();
      done.push(`${name} ends`);
    };
    await Promise.all([locks.exclusively('x', work('a')), locks.exclusively('x', work('b'))]);
    expect(done).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('what fails goes up, is not done twice, and blocks nobody', async () => {
    const locks = make();
    let times = 0;
    const fail = async () => {
      times += 1;
      throw new Error('it failed');
    };
    await expect(locks.exclusively('x', fail)).rejects.toThrow('it failed');
    expect(times).toBe(1);
    expect(await locks.exclusively('x', async () => 'next')).toBe('next');
  });

  test('what is held is not free', async () => {
    const locks = make();
    let go = () => {};
    const held = locks.exclusively('x', () => new Promise<void>((resolve) => (go = resolve)));
    await turn();
    expect(await locks.ifFree('x', async () => 'mine')).toBeUndefined();
    expect(await locks.ifFree('y', async () => 'mine')).toBe('mine');
    go();
    await held;
    expect(await locks.ifFree('x', async () => 'mine')).toBe('mine');
  });
});

test('a browser’s own lock is used where it gives one, and the work’s failure is not taken for its', async () => {
  let times = 0;
  const locks = orInPage({ exclusively: (_name, work) => work(), ifFree: (_name, work) => work() });
  const fail = async () => {
    times += 1;
    throw new Error('it failed');
  };
  await expect(locks.exclusively('x', fail)).rejects.toThrow('it failed');
  await expect(locks.ifFree('x', fail)).rejects.toThrow('it failed');
  expect(times).toBe(2);
});
