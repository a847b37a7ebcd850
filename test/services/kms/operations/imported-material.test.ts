// Imported key material behind its import: it expires, waits for its rotation, goes and comes back, and makes the key's
// state.
import { describe, expect, it } from 'vitest';
import {
  external,
  metadata,
  state,
  listed,
  advance,
  inDays,
  asNew,
  imported,
  rotate,
  forever,
  importInput,
  importMaterial,
  importRefusal,
  symmetricMaterial,
} from '../import-client.ts';
import { openKmsWorld } from '../world.ts';

describe('expiry', () => {
  const words: Readonly<Record<string, string>> = {
    missing: 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    notAllowed: 'A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE',
    past: 'ValidTo must be in the future',
    far: 'ValidTo must be less than 365 days in the future',
  };
  it.each<[string, string | undefined, number | null]>([
    ['missing', undefined, null],
    ['missing', 'KEY_MATERIAL_EXPIRES', null],
    ['notAllowed', 'KEY_MATERIAL_DOES_NOT_EXPIRE', 5],
    ['past', undefined, -1],
    ['past', 'KEY_MATERIAL_EXPIRES', -1],
    ['far', undefined, 366],
  ])('%s', async (why, ExpirationModel, days) => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const input = { ...(ExpirationModel && { ExpirationModel }), ...(days !== null && { ValidTo: inDays(kms, days) }) };
    expect(await importRefusal(kms, key, symmetricMaterial(), { input })).toBe(`ValidationException: ${words[why]}`);
  });

  it('takes the material at its moment, and the same material brings the key back', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const ValidTo = inDays(kms, 10);
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo } });
    expect(await metadata(kms, key)).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });
    const blob = await kms.encrypt(key.id, 'text');
    await advance(kms, 9.9);
    expect(await kms.decrypt(blob)).toBe('text');
    await advance(kms, 0.2);
    const told = await metadata(kms, key);
    expect(told).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: KeyMaterialId });
    expect(told).not.toHaveProperty('ExpirationModel');
    expect(told).not.toHaveProperty('ValidTo');
    const due = kms.world.entries.find((entry) => entry.kind === 'due');
    expect(due).toMatchObject({
      what: 'DeleteExpiredKeyMaterial',
      subject: `${key.arn} ${KeyMaterialId as string}`,
      atMs: ValidTo * 1000,
    });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob })).toBe(
      `KMSInvalidStateException: ${key.arn} is pending import.`,
    );
    await importMaterial(kms, key, symmetricMaterial());
    expect(await kms.decrypt(blob)).toBe('text');
    await advance(kms, 1000);
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('is moved by importing again', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 5) } });
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 9) } });
    await advance(kms, 6);
    expect(await state(kms, key)).toBe('Enabled');
    await advance(kms, 4);
    expect(await state(kms, key)).toBe('PendingImport');
    expect(kms.world.nextDueMs).toBeNull();
  });

  it('is ended by importing again without one', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 5) } });
    await importMaterial(kms, key, symmetricMaterial());
    expect(kms.world.nextDueMs).toBeNull();
    await advance(kms, 6);
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('tells the first of several moments', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    const [first, second] = [inDays(kms, 20), inDays(kms, 200)];
    await importMaterial(kms, key, symmetricMaterial(0), { input: { ValidTo: first } });
    await importMaterial(kms, key, symmetricMaterial(1), {
      input: { ValidTo: second, ImportType: 'NEW_KEY_MATERIAL' },
    });
    await rotate(kms, key);
    expect(await metadata(kms, key)).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: first });
  });

  it('leaves nothing behind that could fall due when the key is deleted', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey(external());
    await importMaterial(kms, key, symmetricMaterial(), { input: { ValidTo: inDays(kms, 300) } });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await advance(kms, 8);
    expect(kms.world.nextDueMs).toBeNull();
  });
});

describe('new material for a key that has some', () => {
  it('waits for its rotation, and then makes the new ciphertexts; the old ones need the old', async () => {
    const { kms, key, id } = await imported();
    const old = await kms.encrypt(key.id, 'old');
    const input = { ...asNew, KeyMaterialDescription: 'for 2027' };
    const { KeyMaterialId: nextId } = await importMaterial(kms, key, symmetricMaterial(1), { input });
    expect(nextId).not.toBe(id);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: id, KeyState: 'Enabled' });
    const first = {
      KeyId: key.arn,
      KeyMaterialId: id,
      ImportState: 'IMPORTED',
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    };
    const second = { ...first, KeyMaterialId: nextId, KeyMaterialDescription: 'for 2027' };
    expect(await listed(kms, key)).toEqual([
      { ...first, KeyMaterialState: 'CURRENT' },
      { ...second, KeyMaterialState: 'PENDING_ROTATION' },
    ]);
    expect((await kms.call('ListKeyRotations', { KeyId: key.id }))['Rotations']).toEqual([]);
    await rotate(kms, key);
    expect(await listed(kms, key)).toEqual([
      { ...first, KeyMaterialState: 'NON_CURRENT' },
      {
        ...second,
        KeyMaterialState: 'CURRENT',
        RotationType: 'ON_DEMAND',
        RotationDate: expect.any(Number) as number,
      },
    ]);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: nextId });
    const fresh = await kms.encrypt(key.id, 'fresh');
    expect(await kms.call('Decrypt', { CiphertextBlob: fresh })).toMatchObject({ KeyMaterialId: nextId });
    expect(await kms.call('Decrypt', { CiphertextBlob: old })).toMatchObject({ KeyMaterialId: id });

    // Without the old one, the key cannot be used at all.
    expect(await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId: id })).toEqual({
      KeyId: key.arn,
      KeyMaterialId: id,
    });
    expect(await kms.refusal('Decrypt', { CiphertextBlob: fresh })).toContain('is pending import.');
    expect((await listed(kms, key))[0]).toEqual({
      KeyId: key.arn,
      KeyMaterialId: id,
      ImportState: 'PENDING_IMPORT',
      KeyMaterialState: 'NON_CURRENT',
    });
    await importMaterial(kms, key, symmetricMaterial(0));
    expect(await kms.decrypt(old)).toBe('old');
  });

  it('is refused in AWS’s words where it cannot be', async () => {
    const { kms, key, id } = await imported();
    const refused = (number: number, input: object) => importRefusal(kms, key, symmetricMaterial(number), { input });
    expect(await refused(0, asNew)).toBe(
      `IncorrectKeyMaterialException: Key material (id: ${id}) being imported as NEW_KEY_MATERIAL is already associated with KMS key ${key.arn}.`,
    );
    expect(await refused(1, forever)).toBe(
      `IncorrectKeyMaterialException: Imported key material does not have the expected identifier (${id}).`,
    );
    expect(await refused(1, { ...forever, ImportType: 'EXISTING_KEY_MATERIAL', KeyMaterialId: id })).toBe(
      `IncorrectKeyMaterialException: Imported key material does not have the expected identifier (${id}).`,
    );
    expect(await refused(1, { ...asNew, KeyMaterialId: id })).toBe(
      'ValidationException: Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.',
    );
    expect(await refused(1, { ...forever, KeyMaterialId: 'a'.repeat(64) })).toBe(
      `ValidationException: Key material (id: ${'a'.repeat(64)}) has never been imported into KMS key ${key.arn}.`,
    );
    const never = await kms.createKey({ Origin: 'EXTERNAL' });
    const existing = { input: { ...forever, ImportType: 'EXISTING_KEY_MATERIAL' } };
    expect(await importRefusal(kms, never, symmetricMaterial(0), existing)).toBe('IncorrectKeyMaterialException: ');
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId: key.id })).toBe(
      `KMSInvalidStateException: No available key material pending rotation for the key: ${key.arn}.`,
    );
    const { KeyMaterialId: pendingId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    expect(await refused(2, asNew)).toMatch(
      new RegExp(
        `^KMSInvalidStateException: New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${key.arn}, because another key material \\(id: ${pendingId as string}\\) is pending rotation\\.$`,
      ),
    );
    expect(await kms.refusal('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId: 'b'.repeat(64) })).toBe(
      `ValidationException: Key material (id: ${'b'.repeat(64)}) has never been imported into KMS key ${key.arn}.`,
    );
  });

  it('is forgotten when it is deleted while it waits, without harm', async () => {
    const { kms, key, id } = await imported();
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId });
    expect(await state(kms, key)).toBe('Enabled');
    expect((await listed(kms, key)).map((entry) => entry['KeyMaterialId'])).toEqual([id]);
    await importMaterial(kms, key, symmetricMaterial(2), { input: asNew });
    await rotate(kms, key);
    expect(await listed(kms, key)).toHaveLength(2);
  });

  it('does not withdraw an accepted rotation when it goes: what came in its place is rotated to, else nothing', async () => {
    const { kms, key, id } = await imported();
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId });
    await kms.world.group().advance(180_000);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: id });
    expect(await kms.call('GetKeyRotationStatus', { KeyId: key.id })).not.toHaveProperty('OnDemandRotationStartDate');

    const again = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId: again['KeyMaterialId'] });
    const other = await importMaterial(kms, key, symmetricMaterial(2), { input: asNew });
    await kms.world.group().advance(180_000);
    expect(await metadata(kms, key)).toMatchObject({ CurrentKeyMaterialId: other['KeyMaterialId'] });
  });

  it('waits on when it expires meanwhile, and then leaves the key without it until it is imported again', async () => {
    const { kms, key } = await imported();
    const input = { ImportType: 'NEW_KEY_MATERIAL', ValidTo: inDays(kms, 2) };
    await importMaterial(kms, key, symmetricMaterial(1), { input });
    await advance(kms, 3);
    expect((await listed(kms, key))[1]).toMatchObject({
      ImportState: 'PENDING_IMPORT',
      KeyMaterialState: 'PENDING_ROTATION',
    });
    expect(await state(kms, key)).toBe('Enabled');
    await rotate(kms, key);
    expect(await state(kms, key)).toBe('PendingImport');
    await importMaterial(kms, key, symmetricMaterial(1));
    expect(await state(kms, key)).toBe('Enabled');
  });
});

describe('the key’s state', () => {
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };

  it('is enabled by material that comes back to a disabled key', async () => {
    const { kms, key } = await imported();
    await kms.call('DisableKey', { KeyId: key.id });
    await importMaterial(kms, key, symmetricMaterial());
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('is not changed by new material that comes to a disabled key: that only waits', async () => {
    const { kms, key } = await imported();
    await kms.call('DisableKey', { KeyId: key.id });
    await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    expect(await state(kms, key)).toBe('Disabled');
  });

  it('is enabled only when all that is missing has come back', async () => {
    const { kms, key, id } = await imported();
    await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await rotate(kms, key);
    for (const input of [{}, { KeyMaterialId: id }, {}]) {
      await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, ...input });
    }
    await importMaterial(kms, key, symmetricMaterial(1));
    expect(await state(kms, key)).toBe('PendingImport');
    await importMaterial(kms, key, symmetricMaterial(0));
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('stays while the key waits for its deletion, and afterwards is that of its material', async () => {
    const { kms, key } = await imported();
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id });
    expect(await state(kms, key)).toBe('PendingDeletion');
    const deleting = `KMSInvalidStateException: ${key.arn} is pending deletion.`;
    expect(await kms.refusal('GetParametersForImport', { KeyId: key.id, ...wrapping })).toBe(deleting);
    await kms.call('CancelKeyDeletion', { KeyId: key.id });
    expect(await state(kms, key)).toBe('PendingImport');
    await importMaterial(kms, key, symmetricMaterial());
    expect(await state(kms, key)).toBe('Enabled');
  });

  it('is not touched by deleting what is not there', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(external());
    expect(await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id })).toEqual({ KeyId: key.arn });
    expect(await state(kms, key)).toBe('PendingImport');
  });

  it.each([
    ['Creating', 'creating', ['GetParametersForImport', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial']],
    ['Updating', 'updating', ['GetParametersForImport', 'DeleteImportedKeyMaterial']],
  ])('%s refuses', async (name, word, operations) => {
    const { kms, key } = await imported();
    const input = await importInput(kms, key, symmetricMaterial());
    await kms.place(key.id, { state: name, then: 'Enabled' } as never);
    for (const operation of operations) {
      const given = operation === 'ImportKeyMaterial' ? input : { KeyId: key.id, ...wrapping };
      const trimmed = operation === 'DeleteImportedKeyMaterial' ? { KeyId: key.id } : given;
      expect(await kms.refusal(operation, trimmed)).toBe(`KMSInvalidStateException: ${key.arn} is ${word}.`);
    }
  });

  it('two keys with the same material do not open each other’s ciphertexts', async () => {
    const { kms, key } = await imported();
    const other = await kms.createKey(external());
    await importMaterial(kms, other, symmetricMaterial());
    const blob = await kms.encrypt(key.id, 'text');
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, KeyId: other.id })).toContain('IncorrectKeyException');
  });

  it('undo brings material back that was deleted', async () => {
    const { kms, key } = await imported();
    const blob = await kms.encrypt(key.id, 'text');
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id });
    await kms.world.group().undo();
    expect(await kms.decrypt(blob)).toBe('text');
  });
});
