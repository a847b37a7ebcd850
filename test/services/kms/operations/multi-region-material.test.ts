// Key material of multi-Region keys: rotated for all Regions at once by the primary key; imported into each by itself.
import { describe, expect, it } from 'vitest';
import type { Region } from '../../../../src/base/brand.ts';
import { keysTable, partitionOf } from '../../../../src/services/kms/records.ts';
import { importInput, importMaterial, importRefusal, forever, symmetricMaterial } from '../import-client.ts';
import {
  account,
  bytes,
  DAY_IN_MS,
  openKmsWorld,
  otherRegion,
  region,
  text,
  type KmsWorld,
  type TestKey,
} from '../world.ts';

const here = { region };
const there = { region: otherRegion };
const third = { region: 'ap-southeast-2' as Region };
const MINUTE_IN_MS = 60_000;

async function related(input: object = {}, replicas: readonly { region: Region }[] = [there]) {
  const kms = await openKmsWorld({ kind: 'sandbox' });
  const key = await kms.createKey({ MultiRegion: true, ...input });
  // Only a key that has its material can be replicated.
  if ('Origin' in input) {
    await importMaterial(kms, key, symmetricMaterial(), { input: { ...forever, KeyMaterialDescription: 'first' } });
  }
  for (const replica of replicas) {
    await kms.call('ReplicateKey', { KeyId: key.id, ReplicaRegion: replica.region });
    await kms.world.group().advance(MINUTE_IN_MS);
  }
  return { kms, key };
}

type Where = { readonly region: Region };
const record = (kms: KmsWorld, key: TestKey, where: Where) =>
  kms.world.view.get(keysTable, partitionOf({ account, ...where }), key.id)!;
const states = (kms: KmsWorld, key: TestKey, where: Where) =>
  record(kms, key, where).materials.map(({ state }) => state);
const keyState = (kms: KmsWorld, key: TestKey, where: Where) => record(kms, key, where).lifecycle.state;
const encrypt = async (kms: KmsWorld, key: TestKey, what: string, where: Where) =>
  (await kms.call('Encrypt', { KeyId: key.id, Plaintext: bytes(what) }, where))['CiphertextBlob'] as Uint8Array;
const decrypt = async (kms: KmsWorld, blob: Uint8Array, where: Where) => {
  const answer = await kms.call('Decrypt', { CiphertextBlob: blob }, where);
  return [text(answer['Plaintext'] as Uint8Array), answer['KeyMaterialId']];
};

describe('rotation of multi-Region keys', () => {
  it('gives every Region the same new material, and all open what any made', async () => {
    const { kms, key } = await related({}, [there, third]);
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    const made: [string, Uint8Array, unknown][] = [];
    for (const round of [0, 1, 2]) {
      for (const where of [here, there, third]) {
        const current = record(kms, key, where).currentKeyMaterialId;
        made.push([`${round} ${where.region}`, await encrypt(kms, key, `${round} ${where.region}`, where), current]);
      }
      await kms.world.group().advance(91 * DAY_IN_MS);
    }
    const ids = [here, there, third].map((where) => record(kms, key, where).materials.map((it) => it.keyMaterialId));
    expect(ids[0]).toHaveLength(4);
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).toEqual(ids[0]);
    for (const [what, blob, id] of made) {
      for (const where of [here, there, third]) expect(await decrypt(kms, blob, where)).toEqual([what, id]);
    }
    const status = await kms.call('GetKeyRotationStatus', { KeyId: key.id });
    const ofReplica = await kms.call('GetKeyRotationStatus', { KeyId: key.id }, there);
    expect(ofReplica).toEqual({ ...status, KeyId: `arn:aws:kms:${otherRegion}:${account}:key/${key.id}` });
    expect((await kms.call('ListKeyRotations', { KeyId: key.id }, there))['Rotations']).toHaveLength(3);
  });

  it.each(['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'])('%s is the primary key’s', async (name) => {
    const { kms, key } = await related();
    expect(await kms.refusal(name, { KeyId: key.id }, there)).toBe(
      `UnsupportedOperationException: arn:aws:kms:${otherRegion}:${account}:key/${key.id} is a multi-region replica key which is not valid for ${name}.`,
    );
  });

  it('on demand takes about eight minutes', async () => {
    const { kms, key } = await related();
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.world.group().advance(7 * MINUTE_IN_MS);
    expect(states(kms, key, there)).toEqual(['CURRENT']);
    expect(await kms.call('GetKeyRotationStatus', { KeyId: key.id }, there)).toHaveProperty(
      'OnDemandRotationStartDate',
    );
    await kms.world.group().advance(2 * MINUTE_IN_MS);
    for (const where of [here, there]) expect(states(kms, key, where)).toEqual(['NON_CURRENT', 'CURRENT']);
  });

  it('goes on when another Region becomes the primary one, and when the old primary key is gone', async () => {
    const { kms, key } = await related();
    await kms.call('EnableKeyRotation', { KeyId: key.id, RotationPeriodInDays: 90 });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('UpdatePrimaryRegion', { KeyId: key.id, PrimaryRegion: otherRegion });
    await kms.world.group().advance(10 * MINUTE_IN_MS);
    expect(states(kms, key, there)).toEqual(['NON_CURRENT', 'CURRENT']);
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    await kms.world.group().advance(91 * DAY_IN_MS);
    expect(await kms.refusal('DescribeKey', { KeyId: key.id })).toContain('NotFoundException');
    expect(states(kms, key, there)).toEqual(['NON_CURRENT', 'NON_CURRENT', 'CURRENT']);
    const dues = kms.world.entries.flatMap((entry) => (entry.kind === 'due' ? [`${entry.what} ${entry.subject}`] : []));
    const arn = `arn:aws:kms:${otherRegion}:${account}:key/${key.id}`;
    expect(dues.filter((due) => due.startsWith('RotateKey'))).toEqual([`RotateKeyOnDemand ${arn}`, `RotateKey ${arn}`]);
  });
});

describe('import into multi-Region keys', () => {
  const external = { Origin: 'EXTERNAL' };
  const asNew = { ...forever, ImportType: 'NEW_KEY_MATERIAL' };

  it('is new in the primary Region alone, and the same bytes in the others', async () => {
    const { kms, key } = await related(external, [there, third]);
    const arnThere = `arn:aws:kms:${otherRegion}:${account}:key/${key.id}`;
    const onReplica = `UnsupportedOperationException: ${arnThere} is a multi-region replica key which is not valid for ImportKeyMaterial.`;
    const KeyMaterialId = record(kms, key, here).currentKeyMaterialId;
    expect([here, there, third].map((where) => keyState(kms, key, where))).toEqual([
      'Enabled',
      'PendingImport',
      'PendingImport',
    ]);
    expect(record(kms, key, there).materials).toEqual([
      {
        keyMaterialId: KeyMaterialId,
        handle: null,
        state: 'CURRENT',
        rotated: null,
        imported: { validToMs: null, description: 'first' },
      },
    ]);
    for (const input of [asNew, { ...forever, KeyMaterialDescription: 'other' }]) {
      expect(await importRefusal(kms, key, symmetricMaterial(), { where: there, input })).toBe(onReplica);
    }
    expect(await importRefusal(kms, key, symmetricMaterial(1), { where: there })).toBe(
      `IncorrectKeyMaterialException: Imported key material does not have the expected identifier (${String(KeyMaterialId)}).`,
    );
    const answer = await importMaterial(kms, key, symmetricMaterial(), { where: there });
    expect(answer).toEqual({ KeyId: arnThere, KeyMaterialId });
    expect(keyState(kms, key, there)).toBe('Enabled');
    const blob = await encrypt(kms, key, 'text', here);
    expect(await decrypt(kms, blob, there)).toEqual(['text', KeyMaterialId]);
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob }, third)).toContain('is pending import.');

    const input = { ...forever, KeyMaterialDescription: 'renamed' };
    await importMaterial(kms, key, symmetricMaterial(), { input });
    expect(record(kms, key, third).materials[0]!.imported!.description).toBe('renamed');
    expect(record(kms, key, third).materials[0]!.handle).toBeNull();
  });

  it('waits until every Region has the new material, and only then can be rotated to', async () => {
    const { kms, key } = await related(external, [there, third]);
    for (const where of [there, third]) await importMaterial(kms, key, symmetricMaterial(), { where });
    const old = await encrypt(kms, key, 'old', there);
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    const waiting = 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
    for (const where of [here, there, third]) expect(states(kms, key, where)).toEqual(['CURRENT', waiting]);
    const nothing = `KMSInvalidStateException: No available key material pending rotation for the key: ${key.arn}.`;
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId: key.id })).toBe(nothing);
    await importMaterial(kms, key, symmetricMaterial(1), { where: there });
    for (const where of [here, there, third]) expect(states(kms, key, where)).toEqual(['CURRENT', waiting]);
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId: key.id })).toBe(nothing);
    const input = { ...forever, ImportType: 'EXISTING_KEY_MATERIAL', KeyMaterialId };
    await importMaterial(kms, key, symmetricMaterial(1), { where: third, input });
    for (const where of [here, there, third]) expect(states(kms, key, where)).toEqual(['CURRENT', 'PENDING_ROTATION']);

    // One Region loses it again: it alone cannot be used behind the rotation.
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId }, third);
    expect(states(kms, key, third)).toEqual(['CURRENT', 'PENDING_ROTATION']);
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.world.group().advance(9 * MINUTE_IN_MS);
    for (const where of [here, there, third]) expect(states(kms, key, where)).toEqual(['NON_CURRENT', 'CURRENT']);
    expect([here, there, third].map((where) => keyState(kms, key, where))).toEqual([
      'Enabled',
      'Enabled',
      'PendingImport',
    ]);
    expect((await decrypt(kms, old, here))[0]).toBe('old');
    expect(await decrypt(kms, await encrypt(kms, key, 'new', here), there)).toEqual(['new', KeyMaterialId]);
    await importMaterial(kms, key, symmetricMaterial(1), { where: third });
    expect(keyState(kms, key, third)).toBe('Enabled');
  });

  it('is taken back everywhere when the primary key’s waiting material is deleted, and only there when a replica’s is', async () => {
    const { kms, key } = await related(external);
    await importMaterial(kms, key, symmetricMaterial(), { where: there });
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    const ValidTo = Math.round(kms.world.nowMs() / 1000) + 86_400;
    await importMaterial(kms, key, symmetricMaterial(1), { where: there, input: { ValidTo } });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId }, there);
    expect(states(kms, key, here)).toEqual(['CURRENT', 'PENDING_ROTATION']);
    expect(record(kms, key, here).materials[1]!.handle).not.toBeNull();
    await importMaterial(kms, key, symmetricMaterial(1), { where: there, input: { ValidTo } });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId });
    for (const where of [here, there]) expect(states(kms, key, where)).toEqual(['CURRENT']);
    expect(kms.world.nextDueMs).toBeNull();
    expect([here, there].map((where) => keyState(kms, key, where))).toEqual(['Enabled', 'Enabled']);
  });

  it('an accepted rotation lapses where what came in place of the waiting material is not in every Region', async () => {
    const { kms, key } = await related(external);
    await importMaterial(kms, key, symmetricMaterial(), { where: there });
    const { KeyMaterialId } = await importMaterial(kms, key, symmetricMaterial(1), { input: asNew });
    await importMaterial(kms, key, symmetricMaterial(1), { where: there });
    await kms.call('RotateKeyOnDemand', { KeyId: key.id });
    await kms.call('DeleteImportedKeyMaterial', { KeyId: key.id, KeyMaterialId });
    await importMaterial(kms, key, symmetricMaterial(2), { input: asNew });
    await kms.world.group().advance(9 * MINUTE_IN_MS);
    expect(states(kms, key, here)).toEqual(['CURRENT', 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION']);
    expect(record(kms, key, there).rotation).toMatchObject({ onDemandStartedAtMs: null, onDemandCount: 0 });
  });

  it('expires in each Region by itself', async () => {
    const { kms, key } = await related(external);
    const ValidTo = Math.round(kms.world.nowMs() / 1000) + 86_400;
    await importMaterial(kms, key, symmetricMaterial(), { where: there, input: { ValidTo } });
    await kms.world.group().advance(2 * DAY_IN_MS);
    expect([here, there].map((where) => keyState(kms, key, where))).toEqual(['Enabled', 'PendingImport']);
  });

  it('a replica’s token is that Region’s', async () => {
    const { kms, key } = await related(external);
    const input = await importInput(kms, key, symmetricMaterial());
    expect(await kms.refusal('ImportKeyMaterial', input, there)).toBe('InvalidImportTokenException: ');
  });

  it('a key that loses its material while its primary Region changes cannot be used', async () => {
    const { kms, key } = await related(external);
    const ValidTo = Math.round(kms.world.nowMs() / 1000) + 60;
    await importMaterial(kms, key, symmetricMaterial(), { where: here, input: { ValidTo } });
    await importMaterial(kms, key, symmetricMaterial(), { where: there });
    await kms.world.group().advance(57_000);
    await kms.call('UpdatePrimaryRegion', { KeyId: key.id, PrimaryRegion: otherRegion });
    await kms.world.group().advance(5_000);
    expect(keyState(kms, key, here)).toBe('Updating');
    expect(await kms.refusal('Encrypt', { KeyId: key.id, Plaintext: bytes('x') })).toContain('is pending import.');
  });
});
