// The lifecycle of a KMS key, as a machine over exactly AWS's eight key states. It is the rule and, in the page, the
// drawing. Used purely: it runs nothing and waits for nothing; due dates are the world's.
// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".
import { assign, setup, transition } from 'xstate';
import { assert, InternalError } from '../../../base/assert.ts';
import type { KeyState, LifecycleEvent, LifecycleSnapshot } from './snapshot.ts';

/** What the states remember, flat, as the machine carries it. `restore` and `keep` bind each field to its states. */
interface Memory {
  readonly then: KeyState | null;
  readonly deletionAtMs: number | null;
  readonly pendingWindowInDays: number | null;
}

/** The one action that is for who sends the event: the key's record is to go. There is no state "deleted". */
export const REMOVE_KEY = 'removeKey';

const nothing: Memory = { then: null, deletionAtMs: null, pendingWindowInDays: null };

const lifecycle = setup({
  types: { context: {} as Memory, events: {} as LifecycleEvent },
  guards: {
    leadsBackTo: ({ context }, state: KeyState) => context.then === state,
    hasReplicas: ({ event }) => event.type === 'ScheduleKeyDeletion' && event.hasReplicas,
  },
  actions: {
    forget: assign(nothing),
    leadBackTo: assign((_, then: KeyState) => ({ then })),
    /** The waiting period begins. What it leads back to is what the state before it would have come to. */
    wait: assign(({ event, context }, then: KeyState | null) => ({
      then: then ?? context.then,
      deletionAtMs: 'deletionAtMs' in event ? event.deletionAtMs : null,
      pendingWindowInDays: null,
    })),
    waitForReplicas: assign(({ event }, then: KeyState) => ({
      then,
      deletionAtMs: null,
      pendingWindowInDays: event.type === 'ScheduleKeyDeletion' ? event.pendingWindowInDays : null,
    })),
    [REMOVE_KEY]: () => {},
  },
});

const leadsBackTo = (state: KeyState) => ({ type: 'leadsBackTo', params: state }) as const;
const leadBackTo = (state: KeyState) => ({ type: 'leadBackTo', params: state }) as const;
const wait = (then: KeyState | null) => ({ type: 'wait', params: then }) as const;
/** ScheduleKeyDeletion from a state: whoever cancels it finds the key in `then`. */
const scheduled = (then: 'Disabled' | 'PendingImport') =>
  [
    {
      target: 'PendingReplicaDeletion',
      guard: 'hasReplicas',
      actions: { type: 'waitForReplicas', params: then },
    },
    { target: 'PendingDeletion', actions: wait(then) },
  ] as const;

export const lifecycleMachine = lifecycle.createMachine({
  id: 'KMS key',
  context: nothing,
  initial: 'Enabled',
  states: {
    Creating: {
      on: {
        ReplicaCreated: [
          { target: 'Enabled', guard: leadsBackTo('Enabled') },
          { target: 'PendingImport', guard: leadsBackTo('PendingImport') },
        ],
        DeleteExpiredKeyMaterial: { actions: leadBackTo('PendingImport') },
        ScheduleKeyDeletion: [
          { target: 'PendingDeletion', guard: leadsBackTo('PendingImport'), actions: wait('PendingImport') },
          { target: 'PendingDeletion', actions: wait('Disabled') },
        ],
      },
    },
    Enabled: {
      entry: 'forget',
      on: {
        DisableKey: 'Disabled',
        ScheduleKeyDeletion: scheduled('Disabled'),
        DeleteImportedKeyMaterial: 'PendingImport',
        DeleteExpiredKeyMaterial: 'PendingImport',
        DisconnectCustomKeyStore: { target: 'Unavailable', actions: leadBackTo('Enabled') },
        UpdatePrimaryRegion: { target: 'Updating', actions: leadBackTo('Enabled') },
      },
    },
    Disabled: {
      entry: 'forget',
      on: {
        EnableKey: 'Enabled',
        ScheduleKeyDeletion: scheduled('Disabled'),
        // Material that comes back enables even a key that was disabled before.
        ImportKeyMaterial: 'Enabled',
        DeleteImportedKeyMaterial: 'PendingImport',
        DeleteExpiredKeyMaterial: 'PendingImport',
        DisconnectCustomKeyStore: { target: 'Unavailable', actions: leadBackTo('Disabled') },
      },
    },
    PendingImport: {
      entry: 'forget',
      on: {
        ImportKeyMaterial: 'Enabled',
        ScheduleKeyDeletion: scheduled('PendingImport'),
      },
    },
    Unavailable: {
      on: {
        ConnectCustomKeyStore: [
          { target: 'Enabled', guard: leadsBackTo('Enabled') },
          { target: 'Disabled', guard: leadsBackTo('Disabled') },
        ],
        EnableKey: { actions: leadBackTo('Enabled') },
        DisableKey: { actions: leadBackTo('Disabled') },
        ScheduleKeyDeletion: { target: 'PendingDeletion', actions: wait('Unavailable') },
      },
    },
    Updating: {
      on: {
        PrimaryRegionUpdated: [
          { target: 'Enabled', guard: leadsBackTo('Enabled') },
          { target: 'PendingImport', guard: leadsBackTo('PendingImport') },
        ],
        ImportKeyMaterial: { actions: leadBackTo('Enabled') },
        DeleteExpiredKeyMaterial: { actions: leadBackTo('PendingImport') },
      },
    },
    PendingReplicaDeletion: {
      on: {
        CancelKeyDeletion: [
          { target: 'Disabled', guard: leadsBackTo('Disabled') },
          { target: 'PendingImport', guard: leadsBackTo('PendingImport') },
        ],
        LastReplicaDeleted: { target: 'PendingDeletion', actions: wait(null) },
        DeleteImportedKeyMaterial: { actions: leadBackTo('PendingImport') },
        DeleteExpiredKeyMaterial: { actions: leadBackTo('PendingImport') },
      },
    },
    PendingDeletion: {
      on: {
        CancelKeyDeletion: [
          { target: 'Disabled', guard: leadsBackTo('Disabled') },
          { target: 'PendingImport', guard: leadsBackTo('PendingImport') },
          { target: 'Unavailable', guard: leadsBackTo('Unavailable'), actions: leadBackTo('Disabled') },
        ],
        DeleteKey: { actions: REMOVE_KEY },
        // The key state stays, so that the deletion can still be cancelled.
        DeleteImportedKeyMaterial: { actions: leadBackTo('PendingImport') },
        DeleteExpiredKeyMaterial: { actions: leadBackTo('PendingImport') },
        DisconnectCustomKeyStore: { actions: leadBackTo('Unavailable') },
        ConnectCustomKeyStore: { actions: leadBackTo('Disabled') },
      },
    },
  },
});

/** How a KMS key can begin. */
export type Beginning = 'ready' | 'without material' | 'replica' | 'replica without material';

export const beginnings: Readonly<Record<Beginning, LifecycleSnapshot>> = {
  ready: { state: 'Enabled' },
  'without material': { state: 'PendingImport' },
  replica: { state: 'Creating', then: 'Enabled' },
  'replica without material': { state: 'Creating', then: 'PendingImport' },
};

export const start = (beginning: Beginning): LifecycleSnapshot => beginnings[beginning];

export const keyStateOf = (snapshot: LifecycleSnapshot): KeyState => snapshot.state;

/** Whether the event changes anything about a key in this state. */
export const can = (snapshot: LifecycleSnapshot, event: LifecycleEvent): boolean => restore(snapshot).can(event);

/** The state after the event: the very same where the event changes nothing, as enabling an enabled key does. */
export function send(snapshot: LifecycleSnapshot, event: LifecycleEvent): LifecycleSnapshot {
  if (!can(snapshot, event)) return snapshot;
  const [next] = transition(lifecycleMachine, restore(snapshot), event);
  return keep(next.value, next.context);
}

function restore({ state, ...memory }: LifecycleSnapshot) {
  return lifecycleMachine.resolveState({ value: state, context: { ...nothing, ...memory } });
}

function keep(state: KeyState, { then, deletionAtMs, pendingWindowInDays }: Memory): LifecycleSnapshot {
  switch (state) {
    case 'Enabled':
    case 'Disabled':
    case 'PendingImport':
      return { state };
    case 'Creating':
    case 'Updating':
      assert(then === 'Enabled' || then === 'PendingImport', `${state} leads to Enabled or PendingImport`);
      return { state, then };
    case 'Unavailable':
      assert(then === 'Enabled' || then === 'Disabled', 'Unavailable leads back to Enabled or Disabled');
      return { state, then };
    case 'PendingDeletion':
      assert(then === 'Disabled' || then === 'PendingImport' || then === 'Unavailable', 'a deletion can be cancelled');
      assert(deletionAtMs !== null, 'a deletion has a date');
      return { state, then, deletionAtMs };
    case 'PendingReplicaDeletion':
      assert(then === 'Disabled' || then === 'PendingImport', 'a deletion can be cancelled');
      assert(pendingWindowInDays !== null, 'a waiting period that has not begun has a length');
      return { state, then, pendingWindowInDays };
    default:
      throw new InternalError(`${String(state)} is no key state`);
  }
}
