// What the HSM cannot do when a rotation falls due is put off, and never stands in the world's way.
import { describe, expect, it } from 'vitest';
import { assembleWorld } from '../../../../src/host/assemble.ts';
import { machine } from '../../../../src/host/machine.ts';
import { HsmError } from '../../../../src/hsm/error.ts';
import { MemoryDomainKeys } from '../../../../src/hsm/memory-vault.ts';
import type { DomainKeys } from '../../../../src/hsm/types.ts';
import { createMemoryJournal } from '../../../../src/world/memory-journal.ts';
import { DAY_IN_MS, KmsWorld, otherRegion } from '../world.ts';

const HOUR_IN_MS = 3_600_000;

/** A world whose HSMs fail while `broken` says so. */
async function fragile() {
  const state: { broken: string | null } = { broken: null };
  const keys = new MemoryDomainKeys();
  const domainKeys: DomainKeys = {
    domainKey: (region) => {
      if (state.broken === '' || state.broken === region) throw new HsmError('The HSM is away.');
      return keys.domainKey(region);
    },
  };
  const journal = createMemoryJournal();
  const world = await assembleWorld({ kind: { kind: 'sandbox' }, journal, vault: journal.vault, domainKeys, machine });
  return { kms: new KmsWorld(world), state };
}

const rotations = async (kms: KmsWorld, KeyId: string) =>
  (await kms.call('ListKeyRotations', { KeyId }))['Rotations'] as unknown[];

describe.each([
  ['all HSMs are', '', {}],
  ['a replica’s HSM is', otherRegion, { MultiRegion: true }],
])('while %s away', (_, broken, input) => {
  it('an automatic rotation is tried again every hour', async () => {
    const { kms, state } = await fragile();
    const { id } = await kms.createKey(input);
    if ('MultiRegion' in input) await kms.call('ReplicateKey', { KeyId: id, ReplicaRegion: otherRegion });
    await kms.call('EnableKeyRotation', { KeyId: id, RotationPeriodInDays: 90 });
    await kms.world.group().advance(89 * DAY_IN_MS);
    const next = kms.key(id).rotation.automatic!.nextAtMs;
    state.broken = broken;
    await kms.world.group().advance(DAY_IN_MS + 5.5 * HOUR_IN_MS);
    expect(await rotations(kms, id)).toEqual([]);
    expect(kms.world.nextDueMs).toBe(next + 6 * HOUR_IN_MS);
    await kms.call('DescribeKey', { KeyId: id });
    state.broken = null;
    await kms.world.group().advance(HOUR_IN_MS);
    expect(await rotations(kms, id)).toMatchObject([{ RotationDate: (next + 6 * HOUR_IN_MS) / 1000 }]);
  });

  it('one on demand goes on being under way', async () => {
    const { kms, state } = await fragile();
    const { id } = await kms.createKey(input);
    if ('MultiRegion' in input) await kms.call('ReplicateKey', { KeyId: id, ReplicaRegion: otherRegion });
    state.broken = broken;
    await kms.call('RotateKeyOnDemand', { KeyId: id });
    await kms.world.group().advance(0.5 * HOUR_IN_MS);
    expect(await rotations(kms, id)).toEqual([]);
    expect(await kms.call('GetKeyRotationStatus', { KeyId: id })).toHaveProperty('OnDemandRotationStartDate');
    state.broken = null;
    await kms.world.group().advance(HOUR_IN_MS);
    expect(await rotations(kms, id)).toHaveLength(1);
    expect(kms.key(id).rotation).toMatchObject({ onDemandStartedAtMs: null, onDemandCount: 1 });
  });
});
