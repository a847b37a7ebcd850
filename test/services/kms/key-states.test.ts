// Every operation on a key in every key state, as the AWS KMS Developer Guide's table "Key states of AWS KMS keys" has it.
import { beforeAll, describe, expect, it } from 'vitest';
import keyStates from '../../../src/services/kms/key-states.json';
import { can, keyStateOf } from '../../../src/services/kms/lifecycle/machine.ts';
import type { LifecycleEvent, LifecycleSnapshot } from '../../../src/services/kms/lifecycle/snapshot.ts';
import { bytes, openKmsWorld, type KmsWorld, type TestKey } from './world.ts';

const table = `
                                Enabled  Disabled PendingDeletion PendingReplicaDeletion PendingImport Unavailable Creating Updating
DescribeKey                     ok       ok       ok       ok       ok        ok          ok       ok
UpdateKeyDescription            ok       ok       deleting deleting ok        ok          ok       ok
EnableKey                       ok       ok       deleting deleting importing ok          creating updating
DisableKey                      ok       ok       deleting deleting importing ok          creating updating
ScheduleKeyDeletion             ok       ok       deleting deleting ok        ok          ok       updating
CancelKeyDeletion               not      not      ok       ok       not       not         not      not
Encrypt                         ok       disabled deleting deleting importing unavailable creating ok
Decrypt                         ok       disabled deleting deleting importing unavailable creating ok
ReEncrypt                       ok       disabled deleting deleting importing unavailable creating ok
GenerateDataKey                 ok       disabled deleting deleting importing unavailable creating ok
GenerateDataKeyWithoutPlaintext ok       disabled deleting deleting importing unavailable creating ok
CreateAlias                     ok       ok       deleting deleting ok        ok          ok       ok
UpdateAlias                     ok       ok       deleting deleting ok        ok          ok       ok
DeleteAlias                     ok       ok       ok       ok       ok        ok          ok       ok
ListAliases                     ok       ok       ok       ok       ok        ok          ok       ok
TagResource                     ok       ok       deleting deleting ok        ok          ok       ok
UntagResource                   ok       ok       deleting deleting ok        ok          ok       ok
ListResourceTags                ok       ok       ok       ok       ok        ok          ok       ok
GetKeyPolicy                    ok       ok       ok       ok       ok        ok          ok       ok
PutKeyPolicy                    ok       ok       ok       ok       ok        ok          ok       ok
ListKeyPolicies                 ok       ok       ok       ok       ok        ok          ok       ok
`;

const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([operation = '', ...outcomes]) =>
  outcomes.map((outcome, at) => ({ operation, state: header[at] ?? '', outcome })),
);

const refusals: Readonly<Record<string, (arn: string, state: string) => string>> = {
  disabled: (arn) => `DisabledException: ${arn} is disabled.`,
  deleting: (arn, state) =>
    `KMSInvalidStateException: ${arn} is pending ${state === 'PendingReplicaDeletion' ? 'replica ' : ''}deletion.`,
  not: (arn) => `KMSInvalidStateException: ${arn} is not pending deletion.`,
  importing: (arn) => `KMSInvalidStateException: ${arn} is pending import.`,
  unavailable: (arn) => `KMSInvalidStateException: ${arn} is unavailable.`,
  creating: (arn) => `KMSInvalidStateException: ${arn} is creating.`,
  updating: (arn) => `KMSInvalidStateException: ${arn} is updating.`,
};

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

interface Subject {
  readonly key: TestKey;
  readonly other: TestKey;
  readonly alias: string;
  readonly otherAlias: string;
  /** Under `key`. */
  readonly blob: Uint8Array;
}

const inputs: Readonly<Record<string, (subject: Subject) => object>> = {
  UpdateKeyDescription: ({ key }) => ({ KeyId: key.id, Description: 'new' }),
  Encrypt: ({ key }) => ({ KeyId: key.id, Plaintext: bytes('text') }),
  Decrypt: ({ blob }) => ({ CiphertextBlob: blob }),
  ReEncrypt: ({ blob, other }) => ({ CiphertextBlob: blob, DestinationKeyId: other.id }),
  GenerateDataKey: ({ key }) => ({ KeyId: key.id, KeySpec: 'AES_256' }),
  GenerateDataKeyWithoutPlaintext: ({ key }) => ({ KeyId: key.id, KeySpec: 'AES_256' }),
  CreateAlias: ({ key, alias }) => ({ TargetKeyId: key.id, AliasName: `${alias}-second` }),
  UpdateAlias: ({ key, otherAlias }) => ({ TargetKeyId: key.id, AliasName: otherAlias }),
  DeleteAlias: ({ alias }) => ({ AliasName: alias }),
  TagResource: ({ key }) => ({ KeyId: key.id, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  UntagResource: ({ key }) => ({ KeyId: key.id, TagKeys: ['a'] }),
  PutKeyPolicy: ({ key }) => ({
    KeyId: key.id,
    Policy: JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } }),
  }),
};

describe('key states', () => {
  let kms: KmsWorld;
  let aliases = 0;
  beforeAll(async () => {
    kms = await openKmsWorld();
  });

  async function subject(): Promise<Subject> {
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    const alias = `alias/of-key-${(aliases += 1)}`;
    const otherAlias = `${alias}-other`;
    await kms.call('CreateAlias', { AliasName: alias, TargetKeyId: key.id });
    await kms.call('CreateAlias', { AliasName: otherAlias, TargetKeyId: other.id });
    return { key, other, alias, otherAlias, blob: await kms.encrypt(key.id, 'text') };
  }

  it('has a row for every operation on a key, and a column for every state', () => {
    expect(rows.map(([operation]) => operation)).toEqual(Object.keys(keyStates.operations));
    expect([...header].sort()).toEqual(Object.keys(snapshots).sort());
    expect(cells).toHaveLength(21 * 8);
  });

  it.each(cells)('$operation in $state: $outcome', async ({ operation, state, outcome }) => {
    const it = await subject();
    await kms.place(it.key.id, snapshots[state]!);
    const input = inputs[operation]?.(it) ?? { KeyId: it.key.id };
    if (outcome === 'ok') await kms.call(operation, input);
    else expect(await kms.refusal(operation, input)).toBe(refusals[outcome]!(it.key.arn, state));
  });

  it.each(cells.filter(({ operation }) => operation === 'ReEncrypt'))(
    'ReEncrypt to a key in $state: $outcome',
    async ({ state, outcome }) => {
      const { blob, other } = await subject();
      await kms.place(other.id, snapshots[state]!);
      const input = { CiphertextBlob: blob, DestinationKeyId: other.id };
      if (outcome === 'ok') await kms.call('ReEncrypt', input);
      else expect(await kms.refusal('ReEncrypt', input)).toBe(refusals[outcome]!(other.arn, state));
    },
  );

  it.each(Object.keys(snapshots))('UpdateAlias takes an alias away from a key in %s', async (state) => {
    const { key, other, alias } = await subject();
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
      for (const { state, outcome } of cells.filter(({ operation }) => operation === event.type)) {
        const snapshot = snapshots[state]!;
        expect(keyStateOf(snapshot)).toBe(state);
        if (outcome !== 'ok') expect(can(snapshot, event), `${event.type} in ${state}`).toBe(false);
      }
    }
  });
});
