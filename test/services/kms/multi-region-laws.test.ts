// Whatever is done to multi-Region keys, in whatever order, and however much of it is taken back: the keys that exist, the
// record of which are related, and what falls due agree; and each key is in a state that it can be in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Region } from '../../../src/base/brand.ts';
import { can } from '../../../src/services/kms/lifecycle/machine.ts';
import { keysTable, multiRegionTable, type KeyRecord } from '../../../src/services/kms/records.ts';
import { dueTable } from '../../../src/world/due.ts';
import { account, bytes, DAY_IN_MS, openKmsWorld, region, type KmsWorld } from './world.ts';

const regions = [region, 'eu-west-1', 'ap-northeast-1'].map((code) => code as Region);
const inRegion = fc.constantFrom(...regions);
const which = fc.nat(1);

type Step =
  | { readonly do: 'create' | 'undo' | 'redo' }
  | {
      readonly do: 'call';
      readonly operation: string;
      readonly which: number;
      readonly at: Region;
      readonly to: Region;
    }
  | { readonly do: 'advance'; readonly byMs: number };

const operations = [
  'ReplicateKey',
  'UpdatePrimaryRegion',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'EnableKey',
  'DisableKey',
  'Encrypt',
  'EnableKeyRotation',
  'RotateKeyOnDemand',
];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      operation: fc.constantFrom(...operations),
      which,
      at: inRegion,
      to: inRegion,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      byMs: fc.constantFrom(3000, 20_000, 8 * DAY_IN_MS, 40 * DAY_IN_MS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('create', 'undo', 'redo') }) },
);

/** What else an operation's input must have. */
function inputOf(operation: string, to: Region): object {
  switch (operation) {
    case 'ReplicateKey':
      return { ReplicaRegion: to };
    case 'UpdatePrimaryRegion':
      return { PrimaryRegion: to };
    case 'ScheduleKeyDeletion':
      return { PendingWindowInDays: 7 };
    case 'EnableKeyRotation':
      return { RotationPeriodInDays: 90 };
    case 'Encrypt':
      return { Plaintext: bytes('text') };
    default:
      return {};
  }
}

const modelled =
  /^(AlreadyExists|Disabled|KMSInvalidState|NotFound|UnsupportedOperation|Validation|Conflict)Exception$/;

async function take(kms: KmsWorld, ids: string[], it: Step): Promise<void> {
  const group = kms.world.group();
  switch (it.do) {
    case 'create':
      ids.push((await kms.createKey({ MultiRegion: true })).id);
      return;
    case 'undo':
      await group.undo();
      return;
    case 'redo':
      await group.redo();
      return;
    case 'advance':
      return group.advance(it.byMs);
    case 'call': {
      const KeyId = ids[it.which % ids.length];
      const answer = await kms.answer(it.operation, { KeyId, ...inputOf(it.operation, it.to) }, { region: it.at });
      if (!answer.ok) expect(answer.error.code).toMatch(modelled);
    }
  }
}

const keysOf = (kms: KmsWorld): readonly KeyRecord[] =>
  kms.world.view
    .partitions({ name: keysTable.name })
    .flatMap((partition) => kms.world.view.scan(keysTable, partition).map(({ row }) => row));

function assertLaws(kms: KmsWorld): void {
  const { view } = kms.world;
  const keys = keysOf(kms);
  const dues = view.scan(dueTable, '').map(({ row }) => row);
  const dueFor = (handler: string, { keyId, region: at }: KeyRecord) =>
    dues.find((due) => due.handler === handler && due.subject === `arn:aws:kms:${at}:${account}:key/${keyId}`);
  for (const due of dues) {
    expect(keys.some((key) => dueFor(due.handler, key) === due)).toBe(true);
    expect(due.atMs).toBeGreaterThanOrEqual(kms.world.entries.at(-1)?.atMs ?? 0);
  }

  const sets = new Map(view.scan(multiRegionTable, account).map(({ id, row }) => [id, row]));
  for (const [keyId, { primaryRegion, replicaRegions }] of sets) {
    const recorded = [primaryRegion, ...replicaRegions];
    const related = keys.filter((key) => key.keyId === keyId);
    expect([...recorded].sort()).toEqual(related.map((key) => key.region).sort());
    const [first] = related;
    for (const { keySpec, keyUsage, origin, rotation, materials, currentKeyMaterialId } of related) {
      expect({ keySpec, keyUsage, origin, rotation, currentKeyMaterialId }).toEqual({
        keySpec: first?.keySpec,
        keyUsage: first?.keyUsage,
        origin: first?.origin,
        rotation: first?.rotation,
        currentKeyMaterialId: first?.currentKeyMaterialId,
      });
      expect(materials.map((one) => one.keyMaterialId)).toEqual(first?.materials.map((one) => one.keyMaterialId));
    }
  }

  for (const key of keys) {
    const set = sets.get(key.keyId);
    expect(set).toBeDefined();
    const isPrimary = set?.primaryRegion === key.region;
    const { lifecycle } = key;
    const deletion = dueFor('DeleteKey', key);
    expect(deletion?.atMs).toBe(lifecycle.state === 'PendingDeletion' ? lifecycle.deletionAtMs : undefined);
    expect(can(lifecycle, { type: 'DeleteKey' })).toBe(deletion !== undefined);
    // Rotation is the primary key's affair.
    const underWay = isPrimary && key.rotation.onDemandStartedAtMs !== null;
    expect(dueFor('RotateKeyOnDemand', key) !== undefined).toBe(underWay);
    if (dueFor('RotateKey', key)) expect(isPrimary && key.rotation.automatic).toBeTruthy();
    if (lifecycle.state === 'Creating') expect(dueFor('ReplicaCreated', key)).toBeDefined();
    if (lifecycle.state === 'Updating') expect(dueFor('PrimaryRegionUpdated', key)).toBeDefined();
    if (lifecycle.state === 'PendingDeletion' && isPrimary) expect(set.replicaRegions).toEqual([]);
    if (lifecycle.state === 'PendingReplicaDeletion') {
      expect(isPrimary).toBe(true);
      expect(set?.replicaRegions).not.toEqual([]);
    }
    expect(['PendingImport', 'Unavailable']).not.toContain(lifecycle.state);
  }
}

test('keys, their relations, their states and what falls due agree after any sequence of operations', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const kms = await openKmsWorld({ kind: 'seeded', seed: 'laws' });
      const ids = [(await kms.createKey({ MultiRegion: true })).id];
      await take(kms, ids, { do: 'call', operation: 'ReplicateKey', which: 0, at: region, to: 'eu-west-1' as Region });
      for (const it of steps) {
        await take(kms, ids, it);
        assertLaws(kms);
        for (const { lifecycle } of keysOf(kms)) seen.add(lifecycle.state);
      }
    }),
    { numRuns: 100 },
  );
  // It came far enough to mean something.
  expect([...seen].sort()).toEqual([
    'Creating',
    'Disabled',
    'Enabled',
    'PendingDeletion',
    'PendingReplicaDeletion',
    'Updating',
  ]);
});
