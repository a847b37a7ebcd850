// The connection of a custom key store to what stands behind it, as a machine over exactly AWS's five connection states.
// Used purely, as the lifecycle of keys is: how long connecting takes is the world's affair.
// Source: AWS KMS Developer Guide, "Connect and disconnect" of both kinds of custom key store.
import { assign, setup, transition } from 'xstate';
import { assert, InternalError } from '../../../base/assert.ts';
import type {
  ConnectionErrorCode,
  ConnectionEvent,
  ConnectionSnapshot,
  ConnectionState,
} from './connection-snapshot.ts';

interface Memory {
  readonly errorCode: ConnectionErrorCode | null;
}

const nothing: Memory = { errorCode: null };

const connection = setup({
  types: { context: {} as Memory, events: {} as ConnectionEvent },
  actions: {
    forget: assign(nothing),
    rememberWhy: assign(({ event }) => ({ errorCode: event.type === 'ConnectionFailed' ? event.errorCode : null })),
  },
});

export const connectionMachine = connection.createMachine({
  id: 'custom key store',
  context: nothing,
  initial: 'DISCONNECTED',
  states: {
    DISCONNECTED: { entry: 'forget', on: { ConnectCustomKeyStore: 'CONNECTING' } },
    CONNECTING: {
      on: {
        Connected: 'CONNECTED',
        ConnectionFailed: { target: 'FAILED', actions: 'rememberWhy' },
        DisconnectCustomKeyStore: 'DISCONNECTING',
      },
    },
    CONNECTED: { on: { DisconnectCustomKeyStore: 'DISCONNECTING' } },
    // A failure has to be acknowledged: only after disconnecting can the key store be connected again.
    FAILED: { on: { DisconnectCustomKeyStore: 'DISCONNECTING' } },
    DISCONNECTING: { entry: 'forget', on: { Disconnected: 'DISCONNECTED' } },
  },
});

export const newConnection: ConnectionSnapshot = { state: 'DISCONNECTED' };

/** The state after the event: the very same where the event changes nothing. */
export function sendToConnection(snapshot: ConnectionSnapshot, event: ConnectionEvent): ConnectionSnapshot {
  const there = restore(snapshot);
  if (!there.can(event)) return snapshot;
  const [next] = transition(connectionMachine, there, event);
  return keep(next.value, next.context);
}

function restore(snapshot: ConnectionSnapshot) {
  const context = snapshot.state === 'FAILED' ? { errorCode: snapshot.errorCode } : nothing;
  return connectionMachine.resolveState({ value: snapshot.state, context });
}

function keep(state: ConnectionState, { errorCode }: Memory): ConnectionSnapshot {
  switch (state) {
    case 'DISCONNECTED':
    case 'CONNECTING':
    case 'CONNECTED':
    case 'DISCONNECTING':
      return { state };
    case 'FAILED':
      assert(errorCode !== null, 'a failure has a code');
      return { state, errorCode };
    default:
      throw new InternalError(`${String(state)} is no connection state`);
  }
}
