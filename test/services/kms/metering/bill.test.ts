// The bill: requests by class, keys by the hour. Prices: AWS KMS pricing page, US Regions.
import { beforeEach, describe, expect, it } from 'vitest';
import { billOf, monthOf, type Bill } from '../../../../src/services/kms/metering/bill.ts';
import { account, bytes, DAY_IN_MS, openKmsWorld, otherRegion, region, type KmsWorld } from '../world.ts';

const HOUR_MS = 3_600_000;
/** The seeded worlds begin in January, which has 744 hours. */
const JANUARY = '2027-01';
const HOURS = 744;

let kms: KmsWorld;
beforeEach(async () => {
  kms = await openKmsWorld({ kind: 'seeded', seed: 'bill' });
});

const bill = (month = monthOf(kms.world.nowMs())): Bill => billOf(kms.world.view, account, month, kms.world.nowMs());
const line = (what: string, month?: string) => bill(month).lines.find((each) => each.what.includes(what));
const keyHours = (month?: string) => Math.round((line('keys', month)?.quantity ?? 0) * HOURS);
const pass = (ms: number) => kms.world.group().advance(ms);

describe('keys', () => {
  it('cost a dollar a month, by the hour, from the hour in which they are made', async () => {
    await kms.createKey();
    expect(keyHours()).toBe(0);
    await pass(1);
    expect(keyHours()).toBe(1);
    await pass(10 * HOUR_MS);
    expect(keyHours()).toBe(11);
  });

  it('cost nothing while their deletion waits, nor after it', async () => {
    const key = await kms.createKey();
    await pass(10 * HOUR_MS);
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    const before = keyHours();
    await pass(10 * DAY_IN_MS);
    expect(keyHours()).toBe(before);
  });

  it('cost what they would have cost where the deletion is cancelled', async () => {
    const key = await kms.createKey();
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 30 });
    await pass(5 * DAY_IN_MS);
    expect(keyHours()).toBeLessThanOrEqual(1);
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    await pass(1);
    expect(keyHours()).toBe(5 * 24 + 1);
  });

  it('are on the bill of each month in which they were there', async () => {
    await kms.createKey();
    await pass(60 * DAY_IN_MS);
    expect(line('keys', '2027-02')?.usd).toBeCloseTo(1);
    expect(line('keys', JANUARY)?.usd).toBeGreaterThan(0.8);
    expect(line('keys', '2026-12')).toBeUndefined();
  });
});

describe('requests', () => {
  it('are counted by month, Region and class, the refused ones too', async () => {
    const key = await kms.createKey();
    await kms.encrypt(key.id, 'hello');
    await kms.refusal('Encrypt', { KeyId: 'alias/none', Plaintext: bytes('hello') });
    await kms.call('ListKeys', {}, { region: otherRegion });
    const requests = bill().lines.filter(({ what }) => what.startsWith('requests'));
    expect(requests.map((each) => [each.region, each.quantity, each.usd])).toEqual([
      [otherRegion, 1, 0],
      [region, 3, 0],
    ]);
  });

  it('of asymmetric keys and data key pairs are charged from the first', async () => {
    const { KeyMetadata } = await kms.call('CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const { KeyId } = KeyMetadata as { KeyId: string };
    await kms.call('Sign', { KeyId, Message: bytes('m'), SigningAlgorithm: 'ECDSA_SHA_256' });
    const wrapping = await kms.createKey();
    await kms.call('GenerateDataKeyPair', { KeyId: wrapping.id, KeyPairSpec: 'ECC_NIST_P256' });
    expect(line('other asymmetric')).toMatchObject({ quantity: 1, usd: expect.closeTo(0.000_015, 9) as number });
    expect(line('ECC data key pairs')).toMatchObject({ quantity: 1, usd: expect.closeTo(0.000_01, 9) as number });
    // What the free tier covers: CreateKey, twice.
    expect(line('requests: symmetric')).toMatchObject({ quantity: 2, usd: 0 });
  });

  it('are free up to the free tier of the month, over all Regions together', async () => {
    await kms.call('ListKeys');
    await kms.call('ListKeys', {}, { region: otherRegion });
    const rows = kms.world.view.scan({ name: 'bill/kms-requests' }, account);
    await kms.write(
      rows.map(({ id, row }) => ({
        table: 'bill/kms-requests',
        partition: account,
        id,
        before: row,
        after: { ...row, requests: 15_000 },
      })),
    );
    expect(bill().usd).toBeCloseTo(0.03);
  });
});
