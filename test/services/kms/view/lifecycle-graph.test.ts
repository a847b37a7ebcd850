// The lifecycle as it is drawn: all of the machine, and nothing that is not in it.
import { describe, expect, it } from 'vitest';
import { lifecycleMachine, send } from '../../../../src/services/kms/lifecycle/machine.ts';
import type { LifecycleSnapshot } from '../../../../src/services/kms/lifecycle/snapshot.ts';
import { lifecycleGraph, type LifecycleTransition } from '../../../../src/services/kms/view.ts';

const arrow = ({ from, to, label }: LifecycleTransition) => `${from} -${label}-> ${to ?? 'gone'}`;

describe('lifecycleGraph', () => {
  it('has every state of the machine, and says where a key begins and ends', () => {
    const { states } = lifecycleGraph();
    expect(states.map(({ name }) => name)).toEqual(Object.keys(lifecycleMachine.states));
    const named = (which: 'initial' | 'final') => states.filter((state) => state[which]).map(({ name }) => name);
    expect(named('initial').sort()).toEqual(['Creating', 'Enabled', 'PendingImport']);
    expect(named('final')).toEqual(['PendingDeletion']);
  });

  it('of a key like every other has these transitions', () => {
    const { states, transitions } = lifecycleGraph([]);
    expect(transitions.map(arrow).sort()).toEqual([
      'Disabled -enable-key-> Enabled',
      'Disabled -schedule-key-deletion-> PendingDeletion',
      'Enabled -disable-key-> Disabled',
      'Enabled -schedule-key-deletion-> PendingDeletion',
      'PendingDeletion -DeleteKey-> gone',
      'PendingDeletion -cancel-key-deletion-> Disabled',
    ]);
    expect(states).toHaveLength(8);
    const waits = transitions.filter((transition) => transition.waits);
    expect(waits.map(arrow)).toEqual(['PendingDeletion -DeleteKey-> gone']);
  });

  it('of other kinds of keys has theirs besides', () => {
    const imported = lifecycleGraph(['imported material']).transitions.map(arrow);
    expect(imported).toContain('PendingImport -import-key-material-> Enabled');
    expect(imported).toContain('Enabled -DeleteExpiredKeyMaterial-> PendingImport');
    expect(imported).not.toContain('Enabled -update-primary-region-> Updating');
    expect(lifecycleGraph(['custom key store']).transitions.map(arrow)).toContain(
      'Unavailable -connect-custom-key-store-> Disabled',
    );
    expect(lifecycleGraph(['multi-Region']).transitions.map(arrow)).toContain(
      'PendingReplicaDeletion -LastReplicaDeleted-> PendingDeletion',
    );
  });

  it('has an arrow for every step that the machine takes', () => {
    const arrows = new Set(lifecycleGraph().transitions.map(({ from, to, event }) => `${from} ${event} ${String(to)}`));
    const seen = new Set<string>();
    const open: LifecycleSnapshot[] = [{ state: 'Enabled' }, { state: 'Creating', then: 'Enabled' }];
    for (let snapshot = open.pop(); snapshot; snapshot = open.pop()) {
      if (seen.has(JSON.stringify(snapshot))) continue;
      seen.add(JSON.stringify(snapshot));
      for (const type of ['EnableKey', 'DisableKey', 'CancelKeyDeletion', 'UpdatePrimaryRegion'] as const) {
        const next = send(snapshot, { type });
        if (next.state !== snapshot.state) expect(arrows).toContain(`${snapshot.state} ${type} ${next.state}`);
        open.push(next);
      }
      for (const hasReplicas of [true, false]) {
        const type = 'ScheduleKeyDeletion';
        const next = send(snapshot, { type, pendingWindowInDays: 7, deletionAtMs: 1, hasReplicas });
        if (next.state !== snapshot.state) expect(arrows).toContain(`${snapshot.state} ${type} ${next.state}`);
        open.push(next);
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });
});
