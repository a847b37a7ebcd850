// A wrong input never gives an error of ours: random and mutated requests against every operation are answered with
// success or with one of AWS's errors, and enough of them get as far as a decision. The figures are printed.
// KEYROOM_FUZZ says how many requests; KEYROOM_FUZZ_SEED makes another run of it.
import { beforeAll, describe, expect, it } from 'vitest';
import { kmsModel } from '../../../../src/services/kms/model.ts';
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import type { World } from '../../../../src/world/world-api.ts';
import { fixtureRsa } from '../../../hsm/rsa-fixtures.ts';
import { KmsWorld, region } from '../world.ts';
import { assembleCountedWorld, type Decisions } from './counted-world.ts';
import { mutated } from './mutate.ts';
import { fillPool, type Pool } from './pool.ts';
import { Chance } from './random.ts';
import { requests } from './requests.ts';
import { simulatedStores } from './stores.ts';

const REQUESTS = Number(process.env['KEYROOM_FUZZ'] ?? 100_000);
const SEED = Number(process.env['KEYROOM_FUZZ_SEED'] ?? 1);
const MUTATED = 0.5;
/** A world is thrown away after so many, before its keys are all disabled, deleted and given away. */
const REQUESTS_A_WORLD = 25;
const LEAST_DECIDED = 0.2;

/** What every operation can answer besides the errors of its model (AWS KMS API Reference, "Common Errors"). */
const common = new Set([
  'ValidationException',
  'AccessDeniedException',
  'NotAuthorizedException',
  // The protocol's, for what is of another type than the model says.
  'SerializationException',
]);
/** Errors of KMS that the model does not list for the operation, and that there is no other for. */
const besides: Readonly<Record<string, readonly string[]>> = {
  ListKeyPolicies: ['InvalidMarkerException'],
  DescribeKey: ['InvalidGrantTokenException'],
};
/** Ours to blame, although the model has them. */
const never = new Set(['KMSInternalException', 'DependencyTimeoutException', 'InternalFailure']);

const operations = Object.keys(kmsModel.operations).sort();
const share = Math.ceil(REQUESTS / operations.length);

interface Tally {
  asked: number;
  decided: number;
  answered: number;
}
const tallies = new Map<string, Tally>(operations.map((name) => [name, { asked: 0, decided: 0, answered: 0 }]));
const strange: string[] = [];

let world: World;
let decisions: Decisions;
let pool: Pool;

beforeAll(async () => {
  ({ world, decisions } = await assembleCountedWorld(fixtureRsa()));
  pool = await fillPool(new KmsWorld(world), simulatedStores);
  const chance = new Chance(SEED);
  const recent: Record<string, unknown>[] = [];
  let fork = world.fork();
  for (let number = 0; number < share * operations.length; number += 1) {
    if (number % REQUESTS_A_WORLD === 0) {
      await fork.close();
      fork = world.fork();
    }
    // Each operation as often as every other, in no order that would matter.
    const operation = operations[number % operations.length] ?? '';
    const make = requests[operation];
    if (!make) throw new Error(`the fuzzer has no requests for ${operation}`);
    const whole = make(pool, chance);
    const input = chance.happens(MUTATED) ? mutated(operation, whole, recent, chance) : whole;
    recent[number % 50] = whole;
    await ask(fork, operation, input, number);
  }
  await fork.close();
}, 3_600_000);

async function ask(on: World, operation: string, input: unknown, number: number): Promise<void> {
  const tally = tallies.get(operation);
  if (!tally) throw new Error(`${operation} is no operation`);
  tally.asked += 1;
  const before = decisions.count;
  const complain = (what: string) => {
    if (strange.length < 20) strange.push(`#${number} ${operation}: ${what} for ${described(input)}`);
  };
  try {
    const answer = await on
      .group()
      .invoke({ service: 'kms', operation, input, region, credentials: learnerCredentials });
    if (decisions.count > before || (!answer.ok && answer.error.code === 'DryRunOperationException'))
      tally.decided += 1;
    if (answer.ok) {
      tally.answered += 1;
      return;
    }
    const { code, message } = answer.error;
    const modelled = [...(kmsModel.operations[operation]?.errors ?? []), ...(besides[operation] ?? [])].includes(code);
    if (never.has(code) || !(modelled || common.has(code))) complain(`${code}: ${message}`);
  } catch (error) {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

const described = (input: unknown): string => {
  const json = JSON.stringify({ input }, (_key, value: unknown) =>
    value instanceof Uint8Array ? `<${value.length} bytes>` : typeof value === 'bigint' ? `${value}n` : value,
  );
  return json.slice(0, 400);
};

describe(`${share * operations.length} requests`, () => {
  it('are all answered with success or an error that AWS has for the operation', () => {
    expect(strange).toEqual([]);
  });

  it('get as far as a decision, enough of them for each operation', () => {
    const rows = [...tallies].map(([name, { asked, decided, answered }]) => {
      const percent = ((100 * decided) / asked).toFixed(0);
      return `${name.padEnd(36)} ${String(asked).padStart(6)} asked ${String(decided).padStart(6)} decided (${percent.padStart(3)} %) ${String(answered).padStart(6)} answered`;
    });
    console.info(['fuzz:', ...rows].join('\n'));
    const few = [...tallies].filter(([, { asked, decided }]) => decided < LEAST_DECIDED * asked).map(([name]) => name);
    expect(few).toEqual([]);
  });
});
