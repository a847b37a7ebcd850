// The lifecycle of a KMS key: every way from state to state, and what no way may lead to.
import fc from 'fast-check';
import { getShortestPaths } from 'xstate/graph';
import { describe, expect, it } from 'vitest';
import {
  beginnings,
  can,
  keyStateOf,
  lifecycleMachine,
  send,
  start,
} from '../../../../src/services/kms/lifecycle/machine.ts';
import type { LifecycleEvent, LifecycleSnapshot } from '../../../../src/services/kms/lifecycle/snapshot.ts';
import { eventsOfTime, kindOfEvent } from '../../../../src/services/kms/lifecycle/snapshot.ts';
import { kmsModel } from '../../../../src/services/kms/model.ts';

const schedule = (hasReplicas = false): LifecycleEvent => ({
  type: 'ScheduleKeyDeletion',
  pendingWindowInDays: 7,
  deletionAtMs: 700,
  hasReplicas,
});
const lastReplicaDeleted: LifecycleEvent = { type: 'LastReplicaDeleted', deletionAtMs: 900 };

const plainEvents = [
  'EnableKey',
  'DisableKey',
  'CancelKeyDeletion',
  'DeleteKey',
  'ImportKeyMaterial',
  'DeleteImportedKeyMaterial',
  'DeleteExpiredKeyMaterial',
  'ConnectCustomKeyStore',
  'DisconnectCustomKeyStore',
  'ReplicaCreated',
  'UpdatePrimaryRegion',
  'PrimaryRegionUpdated',
] as const;
const events: readonly LifecycleEvent[] = [
  ...plainEvents.map((type) => ({ type })),
  schedule(),
  schedule(true),
  lastReplicaDeleted,
];

/** A snapshot in few words: state→then. */
const brief = (snapshot: LifecycleSnapshot): string =>
  'then' in snapshot ? `${snapshot.state}→${snapshot.then}` : snapshot.state;

const follow = (from: LifecycleSnapshot, ...path: readonly LifecycleEvent[]): LifecycleSnapshot =>
  path.reduce(send, from);

const named = (words: string): readonly LifecycleEvent[] =>
  words.split(' ').map((word) => {
    if (word === 'Schedule') return schedule();
    if (word === 'ScheduleWithReplicas') return schedule(true);
    if (word === 'LastReplicaDeleted') return lastReplicaDeleted;
    return { type: word as (typeof plainEvents)[number] };
  });

describe('the lifecycle machine', () => {
  it('has exactly the eight key states of AWS', () => {
    const shape = kmsModel.shapes['KeyState'];
    const names = shape?.type === 'string' ? [...(shape.enum ?? [])] : [];
    expect(names).toHaveLength(8);
    expect(Object.keys(lifecycleMachine.states).sort()).toEqual(names.sort());
  });

  it('names as operations exactly what the API has', () => {
    for (const type of Object.keys(kindOfEvent)) {
      expect(type in kmsModel.operations, type).toBe(!eventsOfTime.has(type as LifecycleEvent['type']));
    }
  });

  it.each([
    ['ready', 'Enabled'],
    ['without material', 'PendingImport'],
    ['replica', 'Creating→Enabled'],
    ['replica without material', 'Creating→PendingImport'],
  ] as const)('begins %s as %s', (beginning, expected) => {
    expect(brief(start(beginning))).toBe(expected);
  });

  it.each([
    ['ready', 'DisableKey', 'Disabled'],
    ['ready', 'DisableKey EnableKey', 'Enabled'],
    ['ready', 'EnableKey', 'Enabled'],
    ['ready', 'Schedule', 'PendingDeletion→Disabled'],
    ['ready', 'Schedule CancelKeyDeletion', 'Disabled'],
    ['ready', 'Schedule CancelKeyDeletion EnableKey', 'Enabled'],
    ['ready', 'DisableKey Schedule CancelKeyDeletion', 'Disabled'],
    ['ready', 'Schedule EnableKey', 'PendingDeletion→Disabled'],
    ['ready', 'Schedule Schedule', 'PendingDeletion→Disabled'],
    ['ready', 'Schedule DeleteKey', 'PendingDeletion→Disabled'],
    // Multi-Region
    ['replica', 'ReplicaCreated', 'Enabled'],
    ['replica without material', 'ReplicaCreated', 'PendingImport'],
    ['replica', 'EnableKey', 'Creating→Enabled'],
    ['replica', 'DisableKey', 'Creating→Enabled'],
    ['replica', 'Schedule CancelKeyDeletion', 'Disabled'],
    ['replica without material', 'Schedule CancelKeyDeletion', 'PendingImport'],
    ['replica', 'Schedule ReplicaCreated', 'PendingDeletion→Disabled'],
    ['ready', 'UpdatePrimaryRegion', 'Updating→Enabled'],
    ['ready', 'UpdatePrimaryRegion PrimaryRegionUpdated', 'Enabled'],
    ['ready', 'UpdatePrimaryRegion DisableKey', 'Updating→Enabled'],
    ['ready', 'UpdatePrimaryRegion Schedule', 'Updating→Enabled'],
    ['ready', 'UpdatePrimaryRegion DeleteExpiredKeyMaterial PrimaryRegionUpdated', 'PendingImport'],
    ['ready', 'UpdatePrimaryRegion DeleteExpiredKeyMaterial ImportKeyMaterial PrimaryRegionUpdated', 'Enabled'],
    ['ready', 'DisableKey UpdatePrimaryRegion', 'Disabled'],
    ['ready', 'ScheduleWithReplicas', 'PendingReplicaDeletion→Disabled'],
    ['ready', 'ScheduleWithReplicas LastReplicaDeleted', 'PendingDeletion→Disabled'],
    ['ready', 'ScheduleWithReplicas CancelKeyDeletion', 'Disabled'],
    ['ready', 'ScheduleWithReplicas DeleteKey', 'PendingReplicaDeletion→Disabled'],
    ['ready', 'ScheduleWithReplicas DeleteImportedKeyMaterial LastReplicaDeleted', 'PendingDeletion→PendingImport'],
    ['ready', 'LastReplicaDeleted', 'Enabled'],
    // Imported material
    ['without material', 'ImportKeyMaterial', 'Enabled'],
    ['without material', 'EnableKey', 'PendingImport'],
    ['without material', 'Schedule CancelKeyDeletion', 'PendingImport'],
    ['ready', 'DeleteImportedKeyMaterial', 'PendingImport'],
    ['ready', 'DeleteExpiredKeyMaterial', 'PendingImport'],
    ['ready', 'DisableKey DeleteImportedKeyMaterial ImportKeyMaterial', 'Enabled'],
    ['ready', 'DisableKey ImportKeyMaterial', 'Enabled'],
    ['ready', 'Schedule DeleteImportedKeyMaterial', 'PendingDeletion→PendingImport'],
    ['ready', 'Schedule DeleteExpiredKeyMaterial CancelKeyDeletion', 'PendingImport'],
    // Custom key stores
    ['ready', 'DisconnectCustomKeyStore', 'Unavailable→Enabled'],
    ['ready', 'DisconnectCustomKeyStore ConnectCustomKeyStore', 'Enabled'],
    ['ready', 'DisconnectCustomKeyStore DisableKey', 'Unavailable→Disabled'],
    ['ready', 'DisconnectCustomKeyStore DisableKey ConnectCustomKeyStore', 'Disabled'],
    ['ready', 'DisableKey DisconnectCustomKeyStore EnableKey ConnectCustomKeyStore', 'Enabled'],
    ['ready', 'DisconnectCustomKeyStore Schedule', 'PendingDeletion→Unavailable'],
    ['ready', 'DisconnectCustomKeyStore Schedule CancelKeyDeletion', 'Unavailable→Disabled'],
    ['ready', 'DisconnectCustomKeyStore Schedule ConnectCustomKeyStore CancelKeyDeletion', 'Disabled'],
    ['ready', 'Schedule DisconnectCustomKeyStore', 'PendingDeletion→Unavailable'],
    ['ready', 'Schedule DisconnectCustomKeyStore CancelKeyDeletion ConnectCustomKeyStore', 'Disabled'],
  ] as const)('%s, then %s: %s', (beginning, path, expected) => {
    expect(brief(follow(start(beginning), ...named(path)))).toBe(expected);
  });

  it('keeps the deletion date with the state, and drops it with the state', () => {
    const waiting = send(start('ready'), schedule());
    expect(waiting).toEqual({ state: 'PendingDeletion', then: 'Disabled', deletionAtMs: 700 });
    expect(send(waiting, { type: 'CancelKeyDeletion' })).toEqual({ state: 'Disabled' });
  });

  it('begins the waiting period of a primary key when its last replica is gone', () => {
    const waiting = send(start('ready'), schedule(true));
    expect(waiting).toEqual({ state: 'PendingReplicaDeletion', then: 'Disabled', pendingWindowInDays: 7 });
    const expected = { state: 'PendingDeletion', then: 'Disabled', deletionAtMs: 900 };
    expect(send(waiting, lastReplicaDeleted)).toEqual(expected);
  });

  it('gives the very same snapshot where an event changes nothing', () => {
    const enabled = start('ready');
    expect(can(enabled, { type: 'EnableKey' })).toBe(false);
    expect(send(enabled, { type: 'EnableKey' })).toBe(enabled);
  });

  it('reaches every state', () => {
    const reached = new Set<string>();
    const open = Object.values(beginnings);
    const seen = new Map<string, LifecycleSnapshot>();
    for (let snapshot = open.pop(); snapshot; snapshot = open.pop()) {
      if (seen.has(JSON.stringify(snapshot))) continue;
      seen.set(JSON.stringify(snapshot), snapshot);
      reached.add(keyStateOf(snapshot));
      for (const event of events) open.push(send(snapshot, event));
    }
    expect([...reached].sort()).toEqual(Object.keys(lifecycleMachine.states).sort());
    // Only a key that waits for its deletion can be deleted, and only by cancelling is the waiting ended.
    for (const snapshot of seen.values()) {
      expect(can(snapshot, { type: 'DeleteKey' }), brief(snapshot)).toBe(snapshot.state === 'PendingDeletion');
      const cancelled = send(snapshot, { type: 'CancelKeyDeletion' });
      expect(keyStateOf(cancelled) === 'Enabled', brief(snapshot)).toBe(snapshot.state === 'Enabled');
    }
  });

  it('has no state that nothing leads out of', () => {
    const paths = getShortestPaths(lifecycleMachine, { events });
    expect(paths.length).toBeGreaterThan(6);
    for (const { state } of paths)
      expect(
        events.some((event) => state.can(event)),
        state.value,
      ).toBe(true);
  });

  it('can be kept and taken up again after any event', () => {
    const walk = fc.array(fc.constantFrom(...events), { maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(beginnings)), walk, (beginning, path) => {
        let snapshot = beginning;
        for (const event of path) {
          const before = structuredClone(snapshot);
          const next = send(snapshot, event);
          expect(snapshot).toEqual(before);
          expect(JSON.parse(JSON.stringify(next))).toEqual(next);
          expect('deletionAtMs' in next).toBe(next.state === 'PendingDeletion');
          expect('pendingWindowInDays' in next).toBe(next.state === 'PendingReplicaDeletion');
          expect(next !== snapshot).toBe(can(snapshot, event));
          snapshot = next;
        }
      }),
    );
  });
});
