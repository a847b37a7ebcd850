// Rotation: every one at its own moment, old ciphertexts go on opening, and what a key's state does to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyStateOf } from '../../../../src/services/kms/lifecycle/machine.ts';
import { DAY_IN_MS, openKmsWorld, text, type KmsWorld, type TestKey } from '../world.ts';

const MINUTE_IN_MS = 60_000;

const status = (kms: KmsWorld, key: TestKey) => kms.call('GetKeyRotationStatus', { KeyId: key.id });
const rotations = async (kms: KmsWorld, key: TestKey, input: object = {}) =>
  (await kms.call('ListKeyRotations', { KeyId: key.id, ...input }))['Rotations'] as Record<string, unknown>[];
const advance = (kms: KmsWorld, ms: number) => kms.world.group().advance(ms);
const currentId = async (kms: KmsWorld, key: TestKey): Promise<string> => {
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
  return (KeyMetadata as { CurrentKeyMaterialId: string }).CurrentKeyMaterialId;
};
const duesOf = (kms: KmsWorld, what: string) =>
  kms.world.entries.flatMap((entry) => (entry.kind === 'due' && entry.what === what ? [entry] : []));

async function rotateOnDemand(kms: KmsWorld, key: TestKey): Promise<void> {
  await kms.call('RotateKeyOnDemand', { KeyId: key.id });
  await advance(kms, 3 * MINUTE_IN_MS);
}

describe.each([{ kind: 'sandbox' }, { kind: 'seeded', seed: 'rotation' }] as const)('in a $kind world', (kind) => {
  it('ten years of ninety days are forty rotations, each at its own moment, and every ciphertext opens', async () => {
    const kms = await openKmsWorld(kind);
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    const startedMs = kms.key(key.id).rotation.automatic!.nextAtMs - 90 * DAY_IN_MS;
    const blobs: [string, Uint8Array][] = [[key.materialId, await kms.encrypt(key.id, 'text 0')]];
    // Years at once, and in between a look: whether one waits or not, it happens at the same moment.
    for (const days of [3650 - 400, 100, 100, 100, 100]) {
      await advance(kms, days * DAY_IN_MS);
      blobs.push([await currentId(kms, key), await kms.encrypt(key.id, `text ${blobs.length}`)]);
    }
    const list = await rotations(kms, key);
    expect(list).toHaveLength(40);
    expect(list.map(({ RotationDate }) => Math.round((RotationDate as number) * 1000))).toEqual(
      Array.from({ length: 40 }, (_, at) => startedMs + (at + 1) * 90 * DAY_IN_MS),
    );
    expect(duesOf(kms, 'RotateKey').map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 40 }, (_, at) => startedMs + (at + 1) * 90 * DAY_IN_MS),
    );
    expect(new Set(list.map(({ KeyMaterialId }) => KeyMaterialId)).size).toBe(40);
    for (const [at, [materialId, blob]] of blobs.entries()) {
      const { Plaintext, KeyMaterialId } = await kms.call('Decrypt', { CiphertextBlob: blob });
      expect(text(Plaintext as Uint8Array)).toBe(`text ${at}`);
      expect(KeyMaterialId).toBe(materialId);
    }
    expect((await status(kms, key))['NextRotationDate']).toBe((startedMs + 41 * 90 * DAY_IN_MS) / 1000);
    const all = await rotations(kms, key, { IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
    expect(all).toHaveLength(41);
    expect(all[0]).toEqual({ KeyId: key.arn, KeyMaterialId: key.materialId, KeyMaterialState: 'NON_CURRENT' });
    expect(all.at(-1)).toMatchObject({ KeyMaterialState: 'CURRENT', RotationType: 'AUTOMATIC' });
  });

  it('one undo takes an advance back, with the rotations in it', async () => {
    const kms = await openKmsWorld(kind);
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 100 });
    await kms.world.group().advance(350 * DAY_IN_MS);
    expect(await rotations(kms, key)).toHaveLength(3);
    await kms.world.group().undo();
    expect(await rotations(kms, key)).toEqual([]);
    expect(await currentId(kms, key)).toBe(key.materialId);
  });
});

it('a seeded world rotates to the same material whenever it is replayed', async () => {
  const ids = async () => {
    const kms = await openKmsWorld({ kind: 'seeded', seed: 'twice' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id });
    await advance(kms, 800 * DAY_IN_MS);
    await rotateOnDemand(kms, key);
    return kms.key(key.id).materials.map(({ keyMaterialId }) => keyMaterialId);
  };
  expect(await ids()).toEqual(await ids());
});

describe('EnableKeyRotation and DisableKeyRotation', () => {
  /** What is done, how many days pass behind it, and what the status then says: the period, and days until the next. */
  it.each<[string, readonly [operation: string, period: number | null, thenDays: number][], [number, number] | null]>([
    ['a year where no period is given', [['Enable', null, 0]], [365, 365]],
    ['the same again moves nothing', [['Enable', 180, 100], ['Enable', 180, 0]], [180, 80]],
    ['again without a period moves nothing, and the period stays', [['Enable', 180, 100], ['Enable', null, 0]], [180, 80]],
    ['another period counts from now', [['Enable', 180, 100], ['Enable', 200, 0]], [200, 200]],
    ['off', [['Enable', 180, 100], ['Disable', null, 0]], null],
    ['off twice', [['Disable', null, 1], ['Disable', null, 0]], null],
    ['on again counts from then, and is a year', [['Enable', 90, 50], ['Disable', null, 10], ['Enable', null, 0]], [365, 365]],
  ])('%s', async (_, steps, expected) => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    for (const [operation, period, days] of steps) {
      await kms.call(`${operation}KeyRotation`, { KeyId: key.id, ...(period !== null && { RotationPeriodInDays: period }) });
      await advance(kms, days * DAY_IN_MS + 1);
    }
    const now = await status(kms, key);
    if (expected === null) {
      expect(now).toEqual({ KeyRotationEnabled: false, KeyId: key.arn });
      expect(kms.world.nextDueMs).toBeNull();
      return;
    }
    const [RotationPeriodInDays, days] = expected;
    expect(now).toMatchObject({ KeyRotationEnabled: true, KeyId: key.arn, RotationPeriodInDays });
    const inDays = ((now['NextRotationDate'] as number) * 1000 - kms.world.nowMs()) / DAY_IN_MS;
    expect(inDays).toBeGreaterThan(days - 0.01);
    expect(inDays).toBeLessThanOrEqual(days);
    expect(kms.world.nextDueMs).toBe(Math.round((now['NextRotationDate'] as number) * 1000));
  }); // prettier-ignore

  it.each([89, 2561])('refuses a period of %i days', async (RotationPeriodInDays) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    expect(await kms.refusal('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays })).toContain(
      `ValidationException: 1 validation error detected: Value '${RotationPeriodInDays}' at 'rotationPeriodInDays'`,
    );
  });
});

describe('a key that cannot be rotated when its time comes', () => {
  async function overdue(make: (kms: KmsWorld, key: TestKey) => Promise<unknown>) {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    await advance(kms, 80 * DAY_IN_MS);
    await make(kms, key);
    await advance(kms, 20 * DAY_IN_MS);
    expect(await rotations(kms, key)).toEqual([]);
    return { kms, key };
  }

  it('is rotated at once when it is enabled, and from then on by its period', async () => {
    const { kms, key } = await overdue((kms, key) => kms.call('DisableKey', { KeyId: key.id }));
    expect(await status(kms, key)).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    await kms.call('EnableKey', { KeyId: key.id });
    const list = await rotations(kms, key);
    expect(list).toMatchObject([{ RotationType: 'AUTOMATIC' }]);
    const rotatedAt = list[0]!['RotationDate'] as number;
    expect(kms.world.nowMs() / 1000 - rotatedAt).toBeLessThan(60);
    expect((await status(kms, key))['NextRotationDate']).toBe(rotatedAt + 90 * 86_400);
  });

  it('is rotated at once when its deletion is cancelled, whose status was off until then', async () => {
    const { kms, key } = await overdue((kms, key) =>
      kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 30 }),
    );
    expect(await status(kms, key)).toEqual({ KeyRotationEnabled: false, KeyId: key.arn });
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    expect(await rotations(kms, key)).toHaveLength(1);
    expect(await status(kms, key)).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    expect(keyStateOf(kms.key(key.id).lifecycle)).toBe('Disabled');
  });

  it('goes on as before where its time has not come', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    const before = await status(kms, key);
    await kms.call('DisableKey', { KeyId: key.id });
    await kms.call('EnableKey', { KeyId: key.id });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    expect(await status(kms, key)).toEqual(before);
    expect(await rotations(kms, key)).toEqual([]);
  });

  it('leaves nothing behind that could fall due when it is deleted', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await advance(kms, 8 * DAY_IN_MS);
    expect(await kms.refusal('DescribeKey', { KeyId: key.id })).toContain('NotFoundException');
    expect(kms.world.nextDueMs).toBeNull();
  });
});

describe('RotateKeyOnDemand', () => {
  it('takes about two minutes, in which asking again changes nothing, and leaves the schedule alone', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id });
    const next = (await status(kms, key))['NextRotationDate'];
    const old = await kms.encrypt(key.id, 'old');
    expect(await kms.call('RotateKeyOnDemand', { KeyId: key.id })).toEqual({ KeyId: key.arn });
    const { OnDemandRotationStartDate } = await status(kms, key);
    expect(OnDemandRotationStartDate).toBeLessThanOrEqual(kms.world.nowMs() / 1000);
    await advance(kms, MINUTE_IN_MS);
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('DisableKeyRotation', { KeyId: key.id });
    await kms.call('EnableKeyRotation', { KeyId: key.id });
    expect(await currentId(kms, key)).toBe(key.materialId);
    expect((await status(kms, key))['OnDemandRotationStartDate']).toBe(OnDemandRotationStartDate);
    await advance(kms, MINUTE_IN_MS + 1000);
    const list = await rotations(kms, key);
    expect(list).toMatchObject([{ RotationType: 'ON_DEMAND', KeyMaterialState: 'CURRENT', KeyId: key.arn }]);
    expect(await currentId(kms, key)).toBe(list[0]!['KeyMaterialId']);
    expect((await status(kms, key))['OnDemandRotationStartDate']).toBeUndefined();
    expect((await status(kms, key))['NextRotationDate']).toBeGreaterThan(next as number);
    expect(await kms.decrypt(old)).toBe('old');
    await advance(kms, DAY_IN_MS);
    expect(await rotations(kms, key)).toHaveLength(1);
  });

  it('moves no schedule', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id });
    const { NextRotationDate } = await status(kms, key);
    await rotateOnDemand(kms, key);
    expect((await status(kms, key))['NextRotationDate']).toBe(NextRotationDate);
  });

  it.each(['DisableKey', 'ScheduleKeyDeletion'])('is finished though %s came in between', async (operation) => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call(operation, { KeyId: key.id });
    await advance(kms, 3 * MINUTE_IN_MS);
    expect(await rotations(kms, key)).toHaveLength(1);
  });

  it('can be done twenty-five times', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    const blobs: Uint8Array[] = [];
    for (let time = 0; time < 25; time += 1) {
      blobs.push(await kms.encrypt(key.id, String(time)));
      await rotateOnDemand(kms, key);
    }
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId: key.id })).toBe(
      `LimitExceededException: The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.arn}`,
    );
    for (const [at, blob] of blobs.entries()) expect(await kms.decrypt(blob)).toBe(String(at));
    const paged = await kms.call('ListKeyRotations', { KeyId: key.id, Limit: 20 });
    expect(paged).toMatchObject({ Truncated: true });
    const rest = await kms.call('ListKeyRotations', { KeyId: key.id, Marker: paged['NextMarker'] });
    expect(rest['Rotations']).toHaveLength(5);
    expect([...(paged['Rotations'] as unknown[]), ...(rest['Rotations'] as unknown[])]).toEqual(
      await rotations(kms, key),
    );
  });

  it('keeps twenty minutes away from an automatic rotation', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    await advance(kms, 90 * DAY_IN_MS - 19 * MINUTE_IN_MS);
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId: key.id })).toContain('ConflictException');
    await advance(kms, 20 * MINUTE_IN_MS);
    expect(await rotations(kms, key)).toHaveLength(1);
    await rotateOnDemand(kms, key);
    expect(await rotations(kms, key)).toMatchObject([{ RotationType: 'AUTOMATIC' }, { RotationType: 'ON_DEMAND' }]);
  });
});

describe('keys that are not rotated', () => {
  const hmac = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
  const rsa = { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' };
  const external = { Origin: 'EXTERNAL' };
  const none = 'UnsupportedOperationException: ';
  const origin = (arn: string) =>
    `UnsupportedOperationException: ${arn} origin is EXTERNAL which is not valid for this operation.`;
  const importing = (arn: string) => `KMSInvalidStateException: ${arn} is pending import.`;

  it.each<[string, object, Record<string, (arn: string) => string | object>]>([
    ['HMAC', hmac, {
      EnableKeyRotation: () => none,
      RotateKeyOnDemand: () => none,
      DisableKeyRotation: () => ({}),
      GetKeyRotationStatus: (arn) => ({ KeyRotationEnabled: false, KeyId: arn }),
      ListKeyRotations: () => ({ Rotations: [], Truncated: false }),
    }],
    ['RSA', rsa, {
      EnableKeyRotation: () => none,
      RotateKeyOnDemand: () => none,
      DisableKeyRotation: () => ({}),
      GetKeyRotationStatus: (arn) => ({ KeyRotationEnabled: false, KeyId: arn }),
      ListKeyRotations: () => ({ Rotations: [], Truncated: false }),
    }],
    ['imported', external, {
      EnableKeyRotation: origin,
      DisableKeyRotation: origin,
      RotateKeyOnDemand: importing,
      GetKeyRotationStatus: (arn) => ({ KeyRotationEnabled: false, KeyId: arn }),
      ListKeyRotations: () => ({ Rotations: [], Truncated: false }),
    }],
  ])('%s', async (_, input, answers) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(input);
    for (const [operation, answer] of Object.entries(answers)) {
      const expected = answer(key.arn);
      if (typeof expected === 'string') expect(await kms.refusal(operation, { KeyId: key.id })).toBe(expected);
      else expect(await kms.call(operation, { KeyId: key.id }), operation).toEqual(expected);
    }
  }); // prettier-ignore

  it('say their key state before they say that they cannot be rotated', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(hmac);
    await kms.call('DisableKey', { KeyId: key.id });
    const operations = ['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'];
    for (const operation of operations) {
      expect(await kms.refusal(operation, { KeyId: key.id })).toBe(`DisabledException: ${key.arn} is disabled.`);
    }
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
    for (const operation of operations) {
      expect(await kms.refusal(operation, { KeyId: key.id })).toBe(
        `KMSInvalidStateException: ${key.arn} is pending deletion.`,
      );
    }
  });

  it('list no key material, unless they are symmetric', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(hmac);
    expect(await kms.refusal('ListKeyRotations', { KeyId: key.id, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).toBe(
      'ValidationException: Input parameter includeKeyMaterial can only be used with symmetric keys.',
    );
  });
});

describe('rotation in each key state', () => {
  const deleting = (arn: string) => `KMSInvalidStateException: ${arn} is pending deletion.`;
  const disabled = (arn: string) => `DisabledException: ${arn} is disabled.`;
  it.each<[string, object, string, (arn: string) => string]>(
    ['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'].flatMap((operation) => [
      [operation, { state: 'Disabled' }, 'Disabled', disabled],
      [operation, { state: 'PendingDeletion', then: 'Disabled', deletionAtMs: 9e12 }, 'PendingDeletion', deleting],
    ]),
  )('%s refuses a key in %j', async (operation, snapshot, _, refusal) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.place(key.id, snapshot as never);
    expect(await kms.refusal(operation, { KeyId: key.id })).toBe(refusal(key.arn));
    await kms.call('GetKeyRotationStatus', { KeyId: key.id });
    await kms.call('ListKeyRotations', { KeyId: key.id });
  });
});

it('whatever is done to a key, each ciphertext opens that was made while it could be used, and one material is current', async () => {
  const step = fc.oneof(
    fc.record({ call: fc.constantFrom('EnableKeyRotation'), period: fc.constantFrom(90, 120, 365) }),
    fc.record({ call: fc.constantFrom('DisableKeyRotation', 'RotateKeyOnDemand', 'DisableKey', 'EnableKey') }),
    fc.record({ call: fc.constantFrom('ScheduleKeyDeletion', 'CancelKeyDeletion') }),
    fc.record({ days: fc.constantFrom(0.001, 1, 20, 95, 200) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const kms = await openKmsWorld({ kind: 'sandbox' });
      const key = await kms.createKey();
      const made: [string, Uint8Array][] = [];
      for (const step of steps) {
        if ('days' in step) {
          const waiting = kms.key(key.id).lifecycle.state === 'PendingDeletion';
          await advance(kms, (waiting ? 0.001 : step.days) * DAY_IN_MS);
        } else {
          const period = 'period' in step ? { RotationPeriodInDays: step.period } : {};
          await kms.answer(step.call, { KeyId: key.id, ...period });
        }
        await kms.world.settle();
        const { materials, currentKeyMaterialId, rotation, lifecycle } = kms.key(key.id);
        expect(materials.filter(({ state }) => state === 'CURRENT').map((it) => it.keyMaterialId)).toEqual([
          currentKeyMaterialId,
        ]);
        expect(materials.filter(({ rotated }) => rotated?.type === 'ON_DEMAND')).toHaveLength(rotation.onDemandCount);
        const moments = materials.slice(1).map(({ rotated }) => rotated!.atMs);
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
        if (lifecycle.state === 'Enabled' && rotation.automatic) {
          expect(rotation.automatic.nextAtMs).toBeGreaterThan(kms.world.nowMs() - 1000);
        }
        if (lifecycle.state !== 'Enabled') continue;
        const answer = await kms.call('GenerateDataKey', { KeyId: key.id, KeySpec: 'AES_256' });
        made.push([answer['KeyMaterialId'] as string, answer['CiphertextBlob'] as Uint8Array]);
        expect(answer['KeyMaterialId']).toBe(kms.key(key.id).currentKeyMaterialId);
      }
      if (kms.key(key.id).lifecycle.state !== 'Enabled') return;
      for (const [id, CiphertextBlob] of made) {
        expect(await kms.call('Decrypt', { CiphertextBlob })).toMatchObject({ KeyMaterialId: id });
      }
    }),
    { numRuns: 40 },
  );
});

it('re-encrypts from old material to the current one of the same key', async () => {
  const kms = await openKmsWorld({ kind: 'sandbox' });
  const key = await kms.createKey();
  const old = await kms.encrypt(key.id, 'text');
  await rotateOnDemand(kms, key);
  const answer = await kms.call('ReEncrypt', { CiphertextBlob: old, DestinationKeyId: key.id });
  expect(answer).toMatchObject({
    SourceKeyMaterialId: key.materialId,
    DestinationKeyMaterialId: await currentId(kms, key),
  });
  expect(await kms.decrypt(answer['CiphertextBlob'] as Uint8Array)).toBe('text');
});
