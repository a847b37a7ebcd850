// ScheduleKeyDeletion, CancelKeyDeletion, and what the end of the waiting period leaves behind.
import { describe, expect, it } from 'vitest';
import { DAY_IN_MS, openKmsWorld, otherRegion } from '../world.ts';

const gone = (arn: string) => `NotFoundException: Key '${arn}' does not exist`;

describe('deleting a key', () => {
  it.each([
    [{}, 30],
    [{ PendingWindowInDays: 7 }, 7],
    [{ PendingWindowInDays: 30 }, 30],
  ])('ScheduleKeyDeletion with %j waits %i days', async (input, days) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const answer = await kms.call('ScheduleKeyDeletion', { KeyId: key.id, ...input });
    const DeletionDate = (kms.world.nowMs() + days * DAY_IN_MS) / 1000;
    expect(answer).toEqual({
      KeyId: key.arn,
      DeletionDate,
      KeyState: 'PendingDeletion',
      PendingWindowInDays: days,
    });
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false, DeletionDate });
    expect(KeyMetadata).not.toHaveProperty('PendingDeletionWindowInDays');
  });

  it.each([6, 31, 0, 365])('refuses a waiting period of %i days', async (PendingWindowInDays) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const refusal = await kms.refusal('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays });
    expect(refusal).toContain("ValidationException: 1 validation error detected: Value '");
    expect(refusal).toContain("at 'pendingWindowInDays' failed to satisfy constraint");
  });

  it('leaves a cancelled key disabled, for good', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    expect(await kms.call('CancelKeyDeletion', { KeyId: key.id })).toEqual({ KeyId: key.arn });
    await kms.world.group().advance(40 * DAY_IN_MS);
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
    expect(KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false });
    expect(KeyMetadata).not.toHaveProperty('DeletionDate');
    await kms.call('EnableKey', { KeyId: key.id });
    await kms.encrypt(key.id, 'text');
  });

  it('counts the second waiting period anew', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await kms.world.group().advance(6 * DAY_IN_MS);
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await kms.world.group().advance(6 * DAY_IN_MS);
    await kms.call('DescribeKey', { KeyId: key.id });
    await kms.world.group().advance(DAY_IN_MS);
    expect(await kms.refusal('DescribeKey', { KeyId: key.id })).toBe(gone(key.arn));
  });

  it('removes the key and its aliases when the waiting period ends, not before, and nothing else', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    const elsewhere = await kms.createKey({}, { region: otherRegion });
    for (const name of ['alias/a', 'alias/b']) await kms.call('CreateAlias', { AliasName: name, TargetKeyId: key.id });
    await kms.call('CreateAlias', { AliasName: 'alias/c', TargetKeyId: other.id });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });

    await kms.world.group().advance(7 * DAY_IN_MS - 60_000);
    await kms.call('DescribeKey', { KeyId: key.id });
    await kms.world.group().advance(120_000);

    expect(await kms.refusal('DescribeKey', { KeyId: key.id })).toBe(gone(key.arn));
    expect(await kms.refusal('CancelKeyDeletion', { KeyId: key.id })).toBe(gone(key.arn));
    expect(await kms.refusal('DescribeKey', { KeyId: 'alias/a' })).toContain('is not found.');
    expect(await kms.call('ListKeys')).toMatchObject({ Keys: [{ KeyId: other.id }] });
    const { Aliases } = await kms.call('ListAliases');
    expect((Aliases as object[]).filter((alias) => 'TargetKeyId' in alias)).toMatchObject([{ AliasName: 'alias/c' }]);
    await kms.call('DescribeKey', { KeyId: elsewhere.id }, { region: otherRegion });
    expect(kms.world.entries.some((entry) => entry.kind === 'due' && entry.subject === key.arn)).toBe(true);
  });

  it('leaves ciphertexts that nobody can open, and undo brings the moment before back', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    const blob = await kms.encrypt(key.id, 'text');
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await kms.world.group().advance(8 * DAY_IN_MS);

    const denied = (action: string) =>
      new RegExp(
        `^AccessDeniedException: User: arn:\\S+ is not authorized to perform: kms:${action} on the resource associated with this ciphertext because the resource does not exist in this Region, `,
      );
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toMatch(denied('Decrypt'));
    const reEncrypt = { CiphertextBlob: blob, DestinationKeyId: other.id };
    expect(await kms.refusal('ReEncrypt', reEncrypt)).toMatch(denied('ReEncryptFrom'));
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, KeyId: key.id })).toBe(gone(key.arn));
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, KeyId: other.id })).toMatch(/^IncorrectKeyException/);

    await kms.world.group().undo();
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toBe(
      `KMSInvalidStateException: ${key.arn} is pending deletion.`,
    );
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    await kms.call('EnableKey', { KeyId: key.id });
    expect(await kms.decrypt(blob)).toBe('text');
  });

  it('keeps the waiting period of a key whose store is disconnected cancellable', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.place(key.id, { state: 'Unavailable', then: 'Enabled' });
    expect(await kms.call('ScheduleKeyDeletion', { KeyId: key.id })).toMatchObject({ KeyState: 'PendingDeletion' });
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    expect(kms.key(key.id).lifecycle).toEqual({ state: 'Unavailable', then: 'Disabled' });
  });

  it('leaves a cancelled key without material pending import', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.place(key.id, { state: 'PendingImport' });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    expect(kms.key(key.id).lifecycle).toEqual({ state: 'PendingImport' });
  });
});
