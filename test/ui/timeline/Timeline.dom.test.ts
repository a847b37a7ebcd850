// Looking back along the timeline, by keyboard and by pointer.
import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Mirror } from '../../../src/ui/mirror.svelte.ts';
import Timeline from '../../../src/ui/timeline/Timeline.svelte';
import { AWorld } from '../world/a-world.ts';

let world: AWorld;
let mirror: Mirror;
let keyId: string;

beforeEach(async () => {
  world = await AWorld.begin();
  keyId = await world.createKey('ledger');
  await world.call('DisableKey', { KeyId: keyId });
  mirror = world.mirror();
  render(Timeline, { mirror });
});
afterEach(() => {
  cleanup();
  mirror.close();
});

const slider = () => screen.getByRole('slider', { name: 'Look back' });
const told = () => slider().getAttribute('aria-valuetext');
const number = (operation: string) =>
  world.world.entries.find((entry) => entry.kind === 'call' && entry.call.operation === operation)?.number;

test('stands at now, and says what is kept', () => {
  expect(told()).toMatch(/^now, \d+ \w+ \d{4}, \d\d:\d\d:\d\d$/);
  expect(screen.getByText('3 calls · saved')).toBeTruthy();
  expect(screen.queryByRole('status')).toBeNull();
});

describe('with the keyboard', () => {
  test('steps back, and forth to now', async () => {
    const user = userEvent.setup();
    slider().focus();
    await user.keyboard('{ArrowLeft}');
    expect(mirror.lookingAt).toBe(number('CreateAlias'));
    expect(told()).toMatch(/^create-alias, /);
    await user.keyboard('{ArrowLeft}');
    expect(mirror.lookingAt).toBe(number('CreateKey'));
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(mirror.lookingAt).toBeNull();
    expect(told()).toMatch(/^now, /);
  });

  test('Home goes to the beginning and no further, End to now', async () => {
    const user = userEvent.setup();
    slider().focus();
    await user.keyboard('{Home}{ArrowLeft}{PageDown}');
    expect(slider().getAttribute('aria-valuenow')).toBe(slider().getAttribute('aria-valuemin'));
    expect(mirror.lookingAt).toBe(world.world.entries[0]?.number);
    await user.keyboard('{End}');
    expect(mirror.lookingAt).toBeNull();
  });

  test('leaves other keys alone', async () => {
    const user = userEvent.setup();
    slider().focus();
    await user.keyboard('{Control>}{ArrowLeft}{/Control}a{Tab}');
    expect(mirror.lookingAt).toBeNull();
    expect(document.activeElement).not.toBe(slider());
  });
});

test('a banner says what is looked at, and leads back to now', async () => {
  const user = userEvent.setup();
  mirror.lookAt(number('CreateKey') ?? 0);
  flushSync();
  expect(screen.getByRole('status').textContent).toContain('You are looking at create-key');
  await user.click(screen.getByRole('button', { name: 'Back to now' }));
  expect(mirror.lookingAt).toBeNull();
  expect(screen.queryByRole('status')).toBeNull();
});

test('a click goes to the nearest mark', () => {
  const marks = [...document.querySelectorAll<HTMLElement>('.mark')];
  const second = marks[1];
  slider().dispatchEvent(
    new MouseEvent('click', { bubbles: true, clientX: Number.parseFloat(second!.style.left) + 2 }),
  );
  flushSync();
  expect(mirror.lookingAt).toBe(number('CreateKey'));
});

test('tones: what wrote, what looked, what was refused; and what is to come', async () => {
  await world.answer('DescribeKey', { KeyId: 'alias/nobody' });
  await world.call('DescribeKey', { KeyId: keyId });
  await world.call('ScheduleKeyDeletion', { KeyId: keyId });
  world.tell();
  flushSync();
  const tones = [...document.querySelectorAll('.mark')].map((mark) =>
    ['begin', 'write', 'refused', 'read', 'now', 'future'].find((tone) => mark.classList.contains(tone)),
  );
  expect(tones).toEqual(['begin', 'write', 'write', 'write', 'refused', 'read', 'write', 'now', 'future']);
});

test('to come: red is what will be lost, not what will merely happen', async () => {
  await world.call('EnableKey', { KeyId: keyId });
  await world.call('EnableKeyRotation', { KeyId: keyId });
  world.tell();
  flushSync();
  const future = () => [...document.querySelectorAll('.mark.future')].map((mark) => mark.classList.contains('lost'));
  expect(future()).toEqual([false]);
  const other = await world.createKey();
  await world.call('ScheduleKeyDeletion', { KeyId: other });
  world.tell();
  flushSync();
  expect(future()).toEqual([true, false]);
});

test('says so when nothing is kept', () => {
  for (const listener of world.listeners) listener({ kind: 'persistence', world: 'w', persistence: 'full' });
  flushSync();
  expect(screen.getByText('3 calls · not saved: storage is full')).toBeTruthy();
});
