// Practising: what was answered is kept, and what was got wrong comes first.
import { expect, test } from 'vitest';
import { Practice } from '../../../src/ui/exam/practice.svelte.ts';
import { fakeHost } from '../fake-host.ts';
import { item } from '../scenario.ts';

async function practice(items = [item()], host = fakeHost()) {
  const it = new Practice(host, items);
  await it.ready;
  return { it, host };
}

function answer(it: Practice, option: string, confidence: 'guess' | 'think' | 'sure') {
  it.choose(option);
  it.rate(confidence);
  it.answer();
}

test('nothing is answered before an option and a confidence are chosen', async () => {
  const { it } = await practice();
  it.answer();
  it.choose('B');
  it.answer();
  expect(it.answered).toBeNull();
  it.rate('sure');
  it.answer();
  expect(it.answered).toMatchObject({ item: 'big-file', chosen: ['B'], right: true, confidence: 'sure' });
});

test('one option of one, several of several', async () => {
  const { it } = await practice();
  it.choose('A');
  it.choose('B');
  expect(it.chosen).toEqual(['B']);
  const several = item({
    kind: 'several',
    keyCount: 2,
    options: item().options.map((option) => ({ ...option, right: option.id !== 'A' })),
  });
  const { it: other } = await practice([several]);
  other.choose('B');
  other.choose('C');
  other.choose('A');
  other.choose('A');
  expect(other.chosen).toEqual(['B', 'C']);
  other.rate('think');
  other.answer();
  expect(other.answered?.right).toBe(true);
});

test('the key and more is not the key', async () => {
  const { it } = await practice([item({ kind: 'several' })]);
  it.choose('B');
  answer(it, 'A', 'sure');
  expect(it.answered?.right).toBe(false);
});

test('a part of the key is not the key', async () => {
  const several = item({ kind: 'several', options: item().options.map((option) => ({ ...option, right: true })) });
  const { it } = await practice([several]);
  it.choose('A');
  it.choose('B');
  it.rate('sure');
  it.answer();
  expect(it.answered?.right).toBe(false);
});

test('an answer stands, and the options stay where they were', async () => {
  const { it } = await practice();
  const order = it.options.map(({ option }) => option.id);
  answer(it, 'A', 'sure');
  it.choose('B');
  it.rate('guess');
  expect(it.answered).toMatchObject({ chosen: ['A'], confidence: 'sure', right: false });
  expect(it.options.map(({ option }) => option.id)).toEqual(order);
});

test('sure and wrong comes back first; sure and right last', async () => {
  const items = ['known', 'unseen', 'shaky', 'believed'].map((id) => item({ id }));
  const host = fakeHost();
  const result = (id: string, right: boolean, confidence: string) => ({
    item: id,
    chosen: ['A'],
    right,
    confidence,
    atMs: 1,
  });
  host.keeping.set('exam/results', [
    result('known', true, 'sure'),
    result('believed', false, 'sure'),
    result('shaky', false, 'guess'),
    'something else',
  ]);
  const { it } = await practice(items, host);
  const order: (string | undefined)[] = [];
  for (let times = 0; times < 4; times += 1) {
    order.push(it.item?.id);
    it.next();
  }
  expect(order).toEqual(['believed', 'shaky', 'unseen', 'known']);
});

test('results are kept for the next visit', async () => {
  const { it, host } = await practice();
  answer(it, 'B', 'think');
  const { it: later } = await practice([item()], host);
  expect(later.latest.get('big-file')).toMatchObject({ right: true, confidence: 'think' });
});

test('another attempt may show another order, and every order has every option', async () => {
  const { it } = await practice();
  const orders = new Set<string>();
  for (let times = 0; times < 12; times += 1) {
    const order = it.options.map(({ option }) => option.id);
    expect([...order].sort()).toEqual(['A', 'B', 'C']);
    expect(it.options.map(({ letter }) => letter)).toEqual(['A', 'B', 'C']);
    orders.add(order.join(''));
    answer(it, 'A', 'guess');
    it.next();
  }
  expect(orders.size).toBeGreaterThan(2);
});
