// Every operation on a key in every key state, as AWS's table has it: test/services/kms/facts/key-states.json, the guide's
// "Key states of AWS KMS keys" with what live calls answer. No cell is left out.
import { beforeAll, describe, expect, it } from 'vitest';
import keyStates from '../../../src/services/kms/key-states.json';
import { can, keyStateOf } from '../../../src/services/kms/lifecycle/machine.ts';
import type { LifecycleEvent, LifecycleSnapshot } from '../../../src/services/kms/lifecycle/snapshot.ts';
import type { KeyRecord } from '../../../src/services/kms/records.ts';
import facts from './facts/key-states.json';
import { inputOf, kindOf, subjects, type Kind, type Subjects } from './key-state-subjects.ts';
import type { KmsWorld } from './world.ts';

interface Cell {
  readonly outcome: 'ok' | 'error' | 'conditional' | 'not-applicable';
  readonly footnotes?: readonly number[];
}
type Footnote = {
  readonly error?: string;
  readonly message?: string;
  readonly observedMessage?: string | null;
  readonly observedMessagePendingReplicaDeletion?: string;
};

const table = facts.operations as unknown as Readonly<
  Record<string, { readonly states: Readonly<Record<string, Cell>> }>
>;
const footnotes = facts.footnotes as unknown as Readonly<Record<string, Footnote>>;
const cells = Object.entries(table).flatMap(([operation, { states }]) =>
  Object.entries(states).map(([state, cell]) => ({ operation, state, cell })),
);

const snapshots: Readonly<Record<string, LifecycleSnapshot>> = {
  Enabled: { state: 'Enabled' },
  Disabled: { state: 'Disabled' },
  PendingDeletion: { state: 'PendingDeletion', then: 'Disabled', deletionAtMs: 9e12 },
  PendingReplicaDeletion: { state: 'PendingReplicaDeletion', then: 'Disabled', pendingWindowInDays: 7 },
  PendingImport: { state: 'PendingImport' },
  Unavailable: { state: 'Unavailable', then: 'Enabled' },
  Creating: { state: 'Creating', then: 'Enabled' },
  Updating: { state: 'Updating', then: 'Enabled' },
};

/** Which kinds of key a conditional footnote is about (the `when` and the notes of the facts). */
const about: Readonly<Record<number, (kind: Kind) => boolean>> = {
  6: (kind) => kind === 'imported material',
  7: (kind) => kind === 'custom key store',
  8: (kind) => kind === 'imported material',
  9: (kind) => kind !== 'imported material',
  /** About the new target, which is the key that is asked about here. */
  10: () => true,
};
/** 2 was never seen; 12 and 13 say what happens, not how it fails. */
const saysNothing = new Set([2, 12, 13]);

/** The footnote that the call fails with; undefined where it succeeds. */
function failure(
  operation: string,
  state: string,
  { outcome, footnotes: notes = [] }: Cell,
  kind: Kind,
): number | undefined {
  // Footnote 7's note: on imported material these two fail with footnote 6, in any state.
  const rotates = operation === 'EnableKeyRotation' || operation === 'DisableKeyRotation';
  if (rotates && kind === 'imported material' && state !== 'Creating') return 6;
  if (outcome === 'ok') return undefined;
  const conditional = notes.find((note) => about[note]?.(kind));
  if (conditional !== undefined || outcome === 'conditional') return conditional;
  return notes.find((note) => about[note] === undefined && !saysNothing.has(note));
}

function refusal(note: number, state: string, key: KeyRecord, arn: string): string {
  const {
    error = 'KMSInvalidStateException',
    message = '',
    observedMessage,
    observedMessagePendingReplicaDeletion,
  } = footnotes[note] ?? {};
  const words =
    state === 'PendingReplicaDeletion' ? (observedMessagePendingReplicaDeletion ?? observedMessage) : observedMessage;
  // What the guide writes in brackets is its shorthand for two texts (facts' meta.note); 8 has no words of its own.
  const text = (note === 8 ? '{keyArn} is pending deletion.' : (words ?? message))
    .replace(' (or pending replica deletion)', '')
    .replace('origin is EXTERNAL', `origin is ${key.origin}`);
  const told =
    state === 'PendingReplicaDeletion' && (note === 8 || note === 10)
      ? text.replace('pending deletion', 'pending replica deletion')
      : text;
  return `${error}: ${told.replace('{keyArn}', arn).replace('{origin}', key.origin)}`;
}

describe('key states', () => {
  let kms: KmsWorld;
  let make: Subjects;
  beforeAll(async () => {
    make = await subjects();
    kms = make.kms;
  });

  it('has a row for every operation of the facts, and a column for every state', () => {
    expect(Object.keys(keyStates.operations).sort()).toEqual(Object.keys(table).sort());
    for (const { states } of Object.values(table))
      expect(Object.keys(states).sort()).toEqual(Object.keys(snapshots).sort());
    expect(cells).toHaveLength(44 * 8);
  });

  const kinds: readonly Kind[] = ['KMS’s material', 'imported material', 'custom key store'];
  const cases = cells
    .filter(({ cell }) => cell.outcome !== 'not-applicable')
    .flatMap((cell) => kinds.map((kind) => ({ ...cell, kind })))
    .filter(
      (each) =>
        canBe(each.state, each.cell, each.kind) && isWorthAsking(each.operation, each.cell, each.kind, each.state),
    );

  it.each(cases)('$operation in $state, with a key of the kind: $kind', async ({ operation, state, cell, kind }) => {
    const it = await make.subject(operation, kind);
    await kms.place(it.key.id, snapshots[state]!);
    const input = inputOf(operation, it);
    const note = failure(operation, state, cell, kind);
    const isOpen = cell.outcome === 'error' && note === undefined;
    if (isOpen) {
      // The guide names only the error of the other kind of key: this one is refused for its state.
      expect(await kms.refusal(operation, input)).toMatch(/^KMSInvalidStateException: /);
    } else if (note === undefined) {
      await kms.call(operation, input);
    } else {
      expect(await kms.refusal(operation, input)).toBe(refusal(note, state, kms.key(it.key.id), it.key.arn));
    }
  });

  it.each(cells.filter(({ cell }) => cell.outcome === 'not-applicable'))(
    '$operation in $state: no key that it is about can be there',
    async ({ operation, state }) => {
      expect(state).toBe('Unavailable');
      expect(await make.inKeyStore(operation)).toMatch(/^(UnsupportedOperation|Validation)Exception: /);
    },
  );

  it.each(cells.filter(({ operation }) => operation === 'ReEncrypt'))(
    'ReEncrypt to a key in $state',
    async ({ operation, state, cell }) => {
      const it = await make.subject(operation, 'KMS’s material');
      const { id, arn } = it.other;
      await kms.place(id, snapshots[state]!);
      const note = failure(operation, state, cell, 'KMS’s material');
      if (note === undefined) await kms.call(operation, inputOf(operation, it));
      else expect(await kms.refusal(operation, inputOf(operation, it))).toBe(refusal(note, state, kms.key(id), arn));
    },
  );

  it.each(Object.keys(snapshots))('UpdateAlias takes an alias away from a key in %s', async (state) => {
    const { key, other, alias } = await make.subject('UpdateAlias', 'KMS’s material');
    await kms.place(key.id, snapshots[state]!);
    await kms.call('UpdateAlias', { AliasName: alias, TargetKeyId: other.id });
  });

  it('the lifecycle changes nothing where the table refuses', () => {
    const events: readonly LifecycleEvent[] = [
      { type: 'EnableKey' },
      { type: 'DisableKey' },
      { type: 'CancelKeyDeletion' },
      { type: 'ScheduleKeyDeletion', pendingWindowInDays: 7, deletionAtMs: 1, hasReplicas: false },
    ];
    for (const event of events) {
      for (const { state, cell } of cells.filter(({ operation }) => operation === event.type)) {
        const snapshot = snapshots[state]!;
        expect(keyStateOf(snapshot)).toBe(state);
        if (cell.outcome !== 'ok') expect(can(snapshot, event), `${event.type} in ${state}`).toBe(false);
      }
    }
  });
});

/** Only a key in a key store is ever unavailable; where its kind matters, only one of imported material waits for it. */
function canBe(state: string, { footnotes: notes = [] }: Cell, kind: Kind): boolean {
  if (state === 'Unavailable') return kind === 'custom key store';
  if (state !== 'PendingImport') return true;
  return kind === 'imported material' || (kind === 'KMS’s material' && !notes.some((note) => note in about));
}

/** The other kinds of key are asked about where a footnote tells them apart. */
function isWorthAsking(
  operation: string,
  { outcome, footnotes: notes = [] }: Cell,
  kind: Kind,
  state: string,
): boolean {
  const own = kindOf(operation);
  if (kind === own || state === 'Unavailable') return true;
  if (outcome === 'ok') return false;
  if (operation === 'EnableKeyRotation' || operation === 'DisableKeyRotation') return true;
  return notes.some((note) => about[note]?.(kind) !== about[note]?.(own));
}
