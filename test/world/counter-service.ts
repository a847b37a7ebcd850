// A service that only the world's tests know: counters that are made, raised, and fall due.
import { defineTable } from '../../src/world/records.ts';
import type { Shape } from '../../src/world/model.ts';
import { ServiceError } from '../../src/world/errors.ts';
import { dueHandler, operation, type Service } from '../../src/world/service.ts';
import type { AccountId } from '../../src/base/brand.ts';
import { toHex } from '../../src/base/encodings.ts';

export interface Counter {
  readonly name: string;
  readonly value: number;
  readonly token: string;
}
export const counters = defineTable<Counter>('counter/counters');
/** How often each operation was called, whatever came of it. Under '', by operation. */
export const callsTable = defineTable<{ readonly count: number; readonly refused: number }>('usage/counter-calls');
/** At most so many calls an operation, where a test says so. */
export const limit = { calls: Infinity };

const string: Shape = { type: 'string', min: 1, max: 20, pattern: '[a-z0-9]+' };
const member = (shape: string, required = true, sensitive = false) => ({
  shape,
  required,
  sensitive,
  deprecated: false,
});
const operationModel = (name: string, input: string, output: string | null) => ({
  name,
  input,
  output,
  errors: [],
  pagination: null,
  limits: {},
});

/** How often `prepare` ran, and what it waits for. */
export const probe = { prepared: 0, wait: async (): Promise<void> => {} };

const account = '111122223333' as AccountId;

export const counterService: Service = {
  name: 'counter',
  ofAws: true,
  model: {
    service: 'counter',
    title: 'Counters',
    apiVersion: '1',
    targetPrefix: 'Counter',
    operations: {
      Create: operationModel('Create', 'NameInput', 'CounterOutput'),
      Raise: operationModel('Raise', 'NameInput', 'CounterOutput'),
      Expire: operationModel('Expire', 'ExpireInput', null),
      Careless: operationModel('Careless', 'NameInput', null),
      Foreign: operationModel('Foreign', 'NameInput', null),
    },
    shapes: {
      Name: string,
      Secret: { type: 'blob', max: 4 },
      Seconds: { type: 'integer', min: 1 },
      NameInput: { type: 'structure', members: { Name: member('Name'), Secret: member('Secret', false, true) } },
      ExpireInput: { type: 'structure', members: { Name: member('Name'), Seconds: member('Seconds') } },
      CounterOutput: { type: 'structure', members: { Value: member('Seconds'), Token: member('Name') } },
    },
  },
  tables: [counters, callsTable],
  admit: ({ operation: name }, transaction) => {
    const { count = 0 } = transaction.view.get(callsTable, '', name) ?? {};
    if (count >= limit.calls) throw new ServiceError('ThrottlingException', 'Rate exceeded');
  },
  count: ({ operation: name }, error, transaction) => {
    const { count = 0, refused = 0 } = transaction.view.get(callsTable, '', name) ?? {};
    transaction.put(callsTable, '', name, { count: count + 1, refused: refused + (error ? 1 : 0) });
  },
  due: {
    End: dueHandler({
      happen: (subject, transaction) => {
        if (subject === 'broken') throw new Error('it cannot end');
        transaction.remove(counters, '', subject);
      },
    }),
  },
  operations: {
    Create: operation<{ name: string }, { token: string }>({
      name: 'Create',
      check: (input, context) => {
        const name = input['Name'] as string;
        context.authorize({ action: 'counter:Create', resource: '*', resourceAccount: account });
        context.touches(`counter/${name}`);
        if (context.view.get(counters, '', name)) throw new ServiceError('AlreadyExistsException', `${name} exists`);
        return { name };
      },
      prepare: async (_plan, { entropy }) => {
        probe.prepared += 1;
        await probe.wait();
        return { token: toHex(entropy.bytes(8)) };
      },
      decide: ({ name }, { token }, transaction) => {
        transaction.put(counters, '', name, { name, value: 0, token });
        return { Value: 0, Token: token };
      },
    }),
    Raise: operation<{ counter: Counter }>({
      name: 'Raise',
      check: (input, context) => {
        const name = input['Name'] as string;
        context.authorize({ action: 'counter:Raise', resource: name, resourceAccount: account });
        const counter = context.view.get(counters, '', name);
        if (!counter) throw new ServiceError('NotFoundException', `${name} does not exist`);
        return { counter };
      },
      decide: ({ counter }, _prepared, transaction) => {
        transaction.put(counters, '', counter.name, { ...counter, value: counter.value + 1 });
        return { Value: counter.value + 1 };
      },
    }),
    Expire: operation<{ name: string; seconds: number }>({
      name: 'Expire',
      check: (input, context) => {
        context.authorize({ action: 'counter:Expire', resource: '*', resourceAccount: account });
        return { name: input['Name'] as string, seconds: input['Seconds'] as number };
      },
      decide: ({ name, seconds }, _prepared, transaction) => {
        const atMs = transaction.nowMs + seconds * 1000;
        transaction.schedule({ service: 'counter', handler: 'End', subject: name, atMs });
        return null;
      },
    }),
    Careless: operation<null>({ name: 'Careless', check: () => null, decide: () => null }),
    Foreign: operation<null>({
      name: 'Foreign',
      check: (_input, context) => {
        const resourceAccount = '444455556666' as AccountId;
        context.authorize({ action: 'counter:Foreign', resource: 'arn:x', resourceAccount });
        return null;
      },
      decide: () => null,
    }),
  },
};
