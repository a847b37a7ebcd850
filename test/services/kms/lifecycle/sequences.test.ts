// Laws over any sequence of operations on keys of every kind: each key stays in a state of the machine, moves only as the
// machine says, and each answer is the one that the table of key states has for the state that the key was in.
import { beforeAll, expect, it } from 'vitest';
import { lifecycleMachine, keyStateOf } from '../../../../src/services/kms/lifecycle/machine.ts';
import { keysTable, type KeyRecord } from '../../../../src/services/kms/records.ts';
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import type { World } from '../../../../src/world/world-api.ts';
import { fixtureRsa } from '../../../hsm/rsa-fixtures.ts';
import facts from '../facts/key-states.json';
import { assembleCountedWorld } from '../fuzz/counted-world.ts';
import { fillPool, type Pool } from '../fuzz/pool.ts';
import { Chance } from '../fuzz/random.ts';
import { requests } from '../fuzz/requests.ts';
import { simulatedStores } from '../fuzz/stores.ts';
import { account, KmsWorld, region } from '../world.ts';

const SEQUENCES = 40;
const LENGTH = 80;

interface Cell {
  readonly outcome: 'ok' | 'error' | 'conditional' | 'not-applicable';
  readonly footnotes?: readonly number[];
}
const table = facts.operations as unknown as Readonly<
  Record<string, { readonly states: Readonly<Record<string, Cell>> }>
>;
const states = Object.keys(lifecycleMachine.states);
/** What a key's state is refused with, besides the operations' own reasons for KMSInvalidStateException. */
const OF_THE_STATE =
  /(is disabled|is pending (replica )?deletion|is pending import|is unavailable|is creating|is updating|is not pending deletion)\.$/;

const keysOf = (world: World): readonly KeyRecord[] =>
  world.view
    .partitions({ name: keysTable.name })
    .flatMap((partition) => world.view.scan(keysTable, partition).map(({ row }) => row));

let world: World;
let pool: Pool;
beforeAll(async () => {
  ({ world } = await assembleCountedWorld(fixtureRsa()));
  pool = await fillPool(new KmsWorld(world), simulatedStores);
}, 120_000);

/** Operations whose request names one key, by `KeyId`, that the table is about. */
const operations = Object.keys(table).filter(
  (name) =>
    !['Decrypt', 'ReEncrypt', 'CreateAlias', 'UpdateAlias', 'DeleteAlias', 'ListAliases', 'RetireGrant'].includes(name),
);

const kinds = (key: KeyRecord) => ({
  6: key.origin === 'EXTERNAL',
  7: key.customKeyStoreId !== null,
  8: key.origin === 'EXTERNAL',
  9: key.origin !== 'EXTERNAL',
});

/** Whether the table refuses it, whatever else is true of the request. */
function isRefused(operation: string, key: KeyRecord): boolean {
  const cell = table[operation]?.states[keyStateOf(key.lifecycle)];
  if (!cell || cell.outcome === 'ok' || cell.outcome === 'not-applicable') return false;
  if (cell.outcome === 'error') return true;
  const about = kinds(key);
  return (cell.footnotes ?? []).some((note) => about[note as keyof typeof about]);
}

it('each answer is the table’s, and each key is in a state of the machine', async () => {
  const chance = new Chance(11);
  const seen = new Set<string>();
  for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
    const fork = world.fork();
    for (let step = 0; step < LENGTH; step += 1) {
      if (chance.happens(0.08)) {
        await fork.group().advance(1 + chance.below(20 * 86_400_000));
        continue;
      }
      const operation = chance.pick(chance.happens(0.5) ? LIFECYCLE : operations);
      const made = requests[operation]!(pool, chance);
      // Any of the keys, so that each operation meets each state; where nothing else in the request is about another key.
      const others = [
        ...pool.symmetric.slice(0, 2),
        ...pool.replicated.slice(0, 2),
        ...pool.imported.slice(0, 2).map(({ keyId }) => keyId),
      ];
      const input = LIFECYCLE.includes(operation) ? { ...made, KeyId: chance.pick(others) } : made;
      const keyId = String(input['KeyId']);
      // Nothing may fall due between the look and the call.
      await fork.settle();
      const before = fork.view.get(keysTable, `${account}/${region}`, keyId);
      const group = fork.group();
      const answer = await group.invoke({ service: 'kms', operation, input, region, credentials: learnerCredentials });
      if (before) {
        const what = `${operation} on ${before.keySpec} ${before.origin} in ${keyStateOf(before.lifecycle)}`;
        const after = fork.entries
          .at(-1)
          ?.changes.find(({ table: name, id }) => name === keysTable.name && id === keyId);
        const wasAsSeen = !after?.before || JSON.stringify(after.before) === JSON.stringify(before);
        if (wasAsSeen && !fork.entries.slice(-2, -1).some(({ kind }) => kind === 'due')) {
          if (isRefused(operation, before)) expect(answer.ok, what).toBe(false);
          else if (!answer.ok) expect(answer.error.message, what).not.toMatch(OF_THE_STATE);
          seen.add(`${operation} ${keyStateOf(before.lifecycle)}`);
        }
      }
      for (const key of keysOf(fork)) expect(states).toContain(keyStateOf(key.lifecycle));
    }
    await fork.close();
  }
  // The sequences came about: most pairs of these operations and the states that they can meet.
  expect(seen.size).toBeGreaterThan(120);
}, 600_000);

const LIFECYCLE = [
  'EnableKey',
  'DisableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'DescribeKey',
  'GenerateDataKey',
  'Encrypt',
  'DeleteImportedKeyMaterial',
  'RotateKeyOnDemand',
  'EnableKeyRotation',
  'DisableKeyRotation',
  'GetKeyRotationStatus',
  'CreateGrant',
  'TagResource',
  'UpdateKeyDescription',
  'UpdatePrimaryRegion',
  'PutKeyPolicy',
];
