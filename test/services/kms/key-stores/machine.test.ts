// The connection of a custom key store as a machine: every event in every state. A dot: the event changes nothing there.
import { expect, it } from 'vitest';
import { newConnection, sendToConnection } from '../../../../src/services/kms/key-stores/connection.ts';
import type {
  ConnectionEvent,
  ConnectionSnapshot,
} from '../../../../src/services/kms/key-stores/connection-snapshot.ts';

const table = `
                          DISCONNECTED  CONNECTING     CONNECTED      DISCONNECTING  FAILED
ConnectCustomKeyStore     CONNECTING    .              .              .              .
DisconnectCustomKeyStore  .             DISCONNECTING  DISCONNECTING  .              DISCONNECTING
Connected                 .             CONNECTED      .              .              .
ConnectionFailed          .             FAILED         .              .              .
Disconnected              .             .              .              DISCONNECTED   .
`;
const [states = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([type = '', ...outcomes]) =>
  outcomes.map((outcome, at) => ({ type, state: states[at] ?? '', outcome })),
);

const errorCode = 'NETWORK_ERRORS';
const snapshot = (state: string): ConnectionSnapshot =>
  state === 'FAILED' ? { state, errorCode } : ({ state } as ConnectionSnapshot);

it.each(cells)('$type in $state: $outcome', ({ type, state, outcome }) => {
  const before = snapshot(state);
  const event = (type === 'ConnectionFailed' ? { type, errorCode } : { type }) as ConnectionEvent;
  const after = sendToConnection(before, event);
  if (outcome === '.') expect(after).toBe(before);
  else expect(after).toEqual(snapshot(outcome));
});

it('begins disconnected', () => expect(newConnection).toEqual({ state: 'DISCONNECTED' }));
