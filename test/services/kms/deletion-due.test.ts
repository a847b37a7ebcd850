// Waiting periods end by the world's clock: each at its own moment, in order, once.
import { describe, expect, test } from 'vitest';
import { newShell } from '../../shell/sessions.ts';
import { DAY_IN_MS, openKmsWorld, type KmsWorld } from './world.ts';

const dueIn = (kms: KmsWorld) => kms.world.entries.flatMap((entry) => (entry.kind === 'due' ? [entry] : []));

describe.each([{ kind: 'sandbox' }, { kind: 'seeded', seed: 'due' }] as const)('in a $kind world', (kind) => {
  test('a deletion that was cancelled and scheduled anew happens at the new moment only', async () => {
    const kms = await openKmsWorld(kind);
    const { id } = await kms.createKey();
    await kms.call('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 7 });
    await kms.call('CancelKeyDeletion', { KeyId: id });
    expect(kms.world.nextDueMs).toBeNull();
    await kms.call('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 30 });
    const due = kms.world.nextDueMs;
    await kms.world.group().advance(29 * DAY_IN_MS);
    expect(dueIn(kms)).toEqual([]);
    await kms.world.group().advance(2 * DAY_IN_MS);
    expect(dueIn(kms).map(({ atMs }) => atMs)).toEqual([due]);
    expect(await kms.refusal('DescribeKey', { KeyId: id })).toContain('NotFoundException');
    expect(kms.world.nextDueMs).toBeNull();
  });

  test('several in one advance happen in the order of their moments, and one undo takes back all of them', async () => {
    const kms = await openKmsWorld(kind);
    const keys = [await kms.createKey(), await kms.createKey(), await kms.createKey()];
    for (const [at, days] of [20, 7, 7].entries()) {
      await kms.call('ScheduleKeyDeletion', { KeyId: keys[at]?.id, PendingWindowInDays: days });
    }
    const before = kms.world.nowMs();
    await kms.world.group().advance(21 * DAY_IN_MS);
    const moments = dueIn(kms).map(({ atMs }) => atMs);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(dueIn(kms).at(-1)?.subject).toBe(keys[0]?.arn);
    expect(new Set(dueIn(kms).map(({ subject }) => subject)).size).toBe(3);
    expect(new Set(dueIn(kms).map(({ group }) => group)).size).toBe(1);
    await kms.world.group().undo();
    for (const { id } of keys) await kms.call('DescribeKey', { KeyId: id });
    expect(kms.world.nowMs() - before).toBeLessThan(DAY_IN_MS);
  });
});

test('in a seeded world `sleep` lets it happen too', async () => {
  const kms = await openKmsWorld({ kind: 'seeded', seed: 'sleep' });
  const shell = await newShell({ world: kms.world });
  const { id } = await kms.createKey();
  const schedule = `aws kms schedule-key-deletion --key-id ${id} --pending-window-in-days 7`;
  const described = await shell.run(`${schedule} > f; sleep 7d; aws kms describe-key --key-id ${id}`);
  expect(described.stderr).toContain('NotFoundException');
});
