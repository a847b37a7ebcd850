// Laws over any commands: an undo gives the exact world before (records, counts, clock), a redo the one after; and a seeded
// world that is played again is the same world, key IDs, material and all.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../src/world/journal.ts';
import type { View } from '../../../../src/world/records.ts';
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import type { World } from '../../../../src/world/world-api.ts';
import { fixtureRsa } from '../../../hsm/rsa-fixtures.ts';
import { KmsWorld, region } from '../world.ts';
import { assembleCountedWorld } from './counted-world.ts';
import { mutated } from './mutate.ts';
import { fillPool, type Pool } from './pool.ts';
import { Chance } from './random.ts';
import { requests } from './requests.ts';
import { simulatedStores } from './stores.ts';

const COMMANDS = 1500;

const operations = Object.keys(requests);
/** All records of all tables, in an order of their own. The view is the tables themselves, which can be read whole. */
const recordsOf = (view: View) =>
  (view as View & { toSnapshot(number: number): Snapshot })
    .toSnapshot(0)
    .tables.flatMap(({ name, partitions }) =>
      partitions.flatMap(({ partition, records }) =>
        records.map(([id, row]) => ({ table: name, at: `${name} ${partition} ${id}`, row })),
      ),
    )
    .sort((one, other) => (one.at < other.at ? -1 : 1));
const everything = (world: World) => ({
  records: recordsOf(world.view),
  files: world.files(),
  nowMs: world.nowMs(),
  nextDueMs: world.nextDueMs,
});
const withoutCounts = ({ records, ...rest }: ReturnType<typeof everything>) => ({
  ...rest,
  records: records.filter(({ table }) => !/^(usage|bill)\//.test(table)),
});

async function command(world: World, pool: Pool, chance: Chance): Promise<string> {
  const group = world.group();
  if (chance.happens(0.05)) {
    await group.advance(1 + chance.below(40 * 86_400_000));
    return 'clock';
  }
  const operation = chance.pick(operations);
  const whole = requests[operation]!(pool, chance);
  const input = chance.happens(0.15) ? mutated(operation, whole, [], chance) : whole;
  await group.invoke({ service: 'kms', operation, input, region, credentials: learnerCredentials });
  return operation;
}

describe('any commands', () => {
  let world: World;
  let pool: Pool;
  beforeAll(async () => {
    ({ world } = await assembleCountedWorld(fixtureRsa()));
    pool = await fillPool(new KmsWorld(world), simulatedStores);
  }, 120_000);

  it('are undone to the exact world before, and redone to the one after', async () => {
    const chance = new Chance(2);
    let undone = 0;
    let fork = world.fork();
    for (let number = 0; number < COMMANDS; number += 1) {
      if (number % 60 === 0) fork = world.fork();
      const before = everything(fork);
      const last = fork.entries.at(-1)?.number ?? 0;
      const what = await command(fork, pool, chance);
      const after = everything(fork);
      const changes = fork.entries.filter(({ number: at }) => at > last).flatMap((entry) => entry.changes);
      const changed = what === 'clock' || changes.some(({ table }) => !/^(usage|bill)\//.test(table));
      if (!changed) continue;
      // What fell due at the beginning of the command belongs to the group before it.
      const news = fork.entries.filter(({ number: at }) => at > last);
      const late = news.some(({ kind, group }) => kind === 'due' && group !== news.at(-1)?.group);
      if (late) continue;
      undone += 1;
      expect(await fork.group().undo(), `${number} ${what}`).toBeDefined();
      expect(everything(fork), `${number} ${what}`).toEqual(before);
      await fork.group().redo();
      expect(withoutCounts(everything(fork)), `${number} ${what}`).toEqual(withoutCounts(after));
      expect(everything(fork), `${number} ${what}`).toEqual(after);
    }
    expect(undone).toBeGreaterThan(COMMANDS / 4);
  }, 600_000);
});

it('a seeded world that is played again is the same world', async () => {
  const played = async () => {
    const { world } = await assembleCountedWorld(fixtureRsa());
    const pool = await fillPool(new KmsWorld(world), simulatedStores);
    const chance = new Chance(3);
    for (let number = 0; number < 400; number += 1) await command(world, pool, chance);
    return everything(world);
  };
  const [first, second] = [await played(), await played()];
  expect(second.records.map(({ table }) => table)).toContain('kms/grants');
  // An imported material is the importer’s, who draws it anew each time: what was imported is compared by what it is.
  expect(second).toEqual(first);
}, 600_000);
