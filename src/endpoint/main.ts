// The endpoint, put together: arguments, FILE, DIR, world, server. tools/endpoint.mjs builds it and calls `main`.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { utf8 } from '../base/bytes.ts';
import { toHex } from '../base/encodings.ts';
import { sha256 } from '../crypto/digest.ts';
import { assembleMemoryWorld, assembleWorld } from '../host/assemble.ts';
import { machine } from '../host/machine.ts';
import type { World } from '../world/world-api.ts';
import { readArguments, usage, type EndpointArguments } from './arguments.ts';
import { EndpointError, errorCode } from './endpoint-error.ts';
import { createEndpointServer } from './server.ts';
import { openDataDirectory } from './storage/data-directory.ts';
import { canonicalWorldFile, defaultWorldFile, parseWorldFile, recordsOf } from './world-file.ts';

const HOST = '127.0.0.1';
/** How long requests that are under way may take when the endpoint is asked to end. */
const LAST_REQUESTS_MS = 5000;

/** Serves until SIGTERM or SIGINT. Sets the process's exit code, and says why on stderr. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const given = readArguments(args);
    if (given.help) {
      process.stdout.write(usage);
      return;
    }
    await serve(given);
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    complain(error.message);
    process.exitCode = error.exitCode;
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'unknown');

const complain = (message: string) => process.stderr.write(`keyroom endpoint: ${message.trimEnd()}\n`);

async function serve(given: EndpointArguments): Promise<void> {
  const opened = await open(given);
  const server = createEndpointServer({ world: opened.world, machine, report: (error) => console.error(error) });
  try {
    const port = await listen(server, given.port);
    process.stdout.write(`Listening on http://${HOST}:${port}\n`);
    await asked();
  } finally {
    await end(server);
    await opened.close();
  }
}

interface Opened {
  readonly world: World;
  close(): Promise<void>;
}

async function open({ world: path, data }: EndpointArguments): Promise<Opened> {
  const file = path === undefined ? defaultWorldFile : parseWorldFile(await readWorldFile(path), path);
  const kind = { kind: 'sandbox' } as const;
  const beginsWith = recordsOf(file);
  if (data === undefined) {
    const world = await assembleMemoryWorld({ kind, beginsWith });
    return { world, close: () => world.close() };
  }
  try {
    const directory = await openDataDirectory({
      directory: data,
      madeOf: toHex(sha256(utf8(canonicalWorldFile(file)))),
      insists: path !== undefined,
      machine,
      failed: (error) => {
        // What was decided last is in no journal: nobody must hear of it.
        complain(`the journal in ${data} could not be written (${error.reason}): ${messageOf(error.cause)}`);
        process.exit(1);
      },
    });
    try {
      const world = await assembleWorld({ ...directory, kind, machine, beginsWith });
      const close = async (): Promise<void> => {
        await world.close();
        await directory.close();
      };
      return { world, close };
    } catch (error) {
      await directory.close();
      throw error;
    }
  } catch (error) {
    throw refusal(error, data);
  }
}

async function readWorldFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw refusal(error, path);
  }
}

/** What the operating system refuses is for the user; all else is a bug of ours. */
function refusal(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (error instanceof EndpointError || code === '' || !(error instanceof Error) || !('syscall' in error)) return error;
  return new EndpointError(`${path}: ${error.message}`, 1, { cause: error });
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen({ port, host: HOST });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw errorCode(error) === 'EADDRINUSE' ? new EndpointError(`port ${port} is taken`) : refusal(error, HOST);
  }
  return (server.address() as AddressInfo).port;
}

/** Resolves at the first SIGTERM or SIGINT; the second ends the process as it always does. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** Takes no more connections; requests that are under way are answered. */
async function end(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
  await closed;
  clearTimeout(impatience);
}
