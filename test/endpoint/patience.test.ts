// Clients that are slow, half-open or silent lose their connection; all others are answered meanwhile.
import { createConnection } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEndpointServer } from '../../src/endpoint/server.ts';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { machine } from '../../src/host/machine.ts';

const patience = { headersMs: 300, requestMs: 600, keepAliveMs: 300 };
let server: Server;
let port = 0;
let reported: unknown[] = [];

beforeEach(async () => {
  reported = [];
  const world = await assembleMemoryWorld({ kind: { kind: 'sandbox' } });
  server = createEndpointServer({ world, machine, patience, report: (error) => reported.push(error) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  expect(reported).toEqual([]);
});

/** Writes the pieces one after another, and gives what came back until the connection was closed. */
function converse(pieces: readonly string[], everyMs = 100): Promise<{ answer: string; afterMs: number }> {
  const start = performance.now();
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    const waiting = [...pieces];
    const timer = setInterval(() => {
      const next = waiting.shift();
      if (next !== undefined && socket.writable) socket.write(next);
    }, everyMs);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => (answer += piece.toString()));
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ answer, afterMs: performance.now() - start });
    });
  });
}

const head = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n';

it.each<[string, readonly string[]]>([
  ['never says anything', []],
  ['stops in the middle of a header', ['POST / HTTP/1.1\r\nHo']],
  ['sends its headers a letter at a time', Array.from('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: yes\r\n')],
  ['stops in the middle of a body', [head, '{"a":']],
  ['sends its body a letter at a time', [head, ...Array.from('x'.repeat(60))]],
])('a client that %s is cut off', async (_what, pieces) => {
  const { answer, afterMs } = await converse(pieces);
  expect(afterMs).toBeGreaterThan(200);
  expect(afterMs).toBeLessThan(4000);
  expect(answer).toMatch(/^$|^HTTP\/1\.1 408 Request Timeout\r\n.*"__type":"RequestTimeoutException"/s);
});

it('a client that goes away in the middle of its body is forgotten', async () => {
  const socket = createConnection({ port, host: '127.0.0.1' });
  socket.write(`${head}{"a":`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const connections = await new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  expect(connections).toBe(0);
});

it('others are answered while a hundred are slow', async () => {
  const slow = Array.from({ length: 100 }, () => converse(['POST / HTTP/1.1\r\n']));
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(404);
  await Promise.all(slow);
});
