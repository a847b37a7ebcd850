// The endpoint as its own process: calls a second for one connection and for eight, beside a bare HTTP server that verifies
// SigV4, makes the same WebCrypto calls and sends as many bytes (aim: within 1.3 times), and with --data.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignatureV4 } from '@smithy/signature-v4';
import { serveBare } from './bare-endpoint.ts';
import { perSecond } from './measure.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const KEYS = 1000;

/** Node's digests for the signer. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {}
}

const signer = new SignatureV4({
  credentials: { accessKeyId, secretAccessKey },
  region: 'us-east-1',
  service: 'kms',
  sha256: Sha256,
});

interface Prepared {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** Signed once and sent often: a signature holds for some minutes. */
async function prepare(port: number, operation: string, input: object): Promise<Prepared> {
  const body = JSON.stringify(input);
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path: '/',
    query: {},
    headers: {
      host: `127.0.0.1:${port}`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${operation}`,
    },
    body,
  });
  return { body, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } };
}

const ask = (agent: Agent, port: number, { body, headers }: Prepared): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const request = send({ agent, port, host: '127.0.0.1', method: 'POST', path: '/', headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const answer = Buffer.concat(pieces);
        if (response.statusCode === 200) resolve(answer);
        else reject(new Error(`${response.statusCode}: ${answer.toString()}`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString();
      const port = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (port) resolve(Number(port));
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
}

interface Server {
  readonly port: number;
  readonly inputs: Readonly<Record<string, object>>;
  stop(): void;
}

async function startEndpoint(more: readonly string[]): Promise<Server> {
  const root = process.env['KEYROOM_ROOT'] ?? '.';
  const args = [join(root, 'tools', 'endpoint.mjs'), '--port', '0', ...more];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await listening(child);
  const agent = new Agent({ keepAlive: true });
  const call = async (operation: string, input: object) =>
    JSON.parse((await ask(agent, port, await prepare(port, operation, input))).toString()) as Record<string, never>;
  const { KeyMetadata } = await call('CreateKey', {});
  const { KeyId } = KeyMetadata as unknown as { KeyId: string };
  for (let made = 1; made < KEYS; made += 1) await call('CreateKey', {});
  const pairs = { EncryptionContext: { tenant: 'acme', purpose: 'invoices' } };
  const Plaintext = Buffer.alloc(32, 7).toString('base64');
  const { CiphertextBlob } = await call('Encrypt', { KeyId, Plaintext, ...pairs });
  agent.destroy();
  const inputs = {
    Encrypt: { KeyId, Plaintext, ...pairs },
    Decrypt: { CiphertextBlob, ...pairs },
    GenerateDataKey: { KeyId, KeySpec: 'AES_256', ...pairs },
    CreateKey: {},
    ListKeys: { Limit: KEYS },
  };
  return { port, inputs, stop: () => child.kill('SIGKILL') };
}

async function startBare(sizes: Readonly<Record<string, number>>, inputs: Server['inputs']): Promise<Server> {
  const env = { ...process.env, KEYROOM_BARE_ENDPOINT: JSON.stringify(sizes) };
  const child = spawn(process.execPath, [process.argv[1] ?? ''], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return { port: await listening(child), inputs, stop: () => child.kill('SIGKILL') };
}

async function rate(server: Server, operation: string, connections: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const prepared = await prepare(server.port, operation, server.inputs[operation] ?? {});
  const total = operation === 'ListKeys' ? 200 : operation === 'CreateKey' ? 500 : 2000;
  await perSecond(() => ask(agent, server.port, prepared), connections, total / 4);
  const calls = await perSecond(() => ask(agent, server.port, prepared), connections, total);
  agent.destroy();
  return calls;
}

async function measure(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'keyroom-bench-'));
  const servers: Server[] = [];
  try {
    const endpoint = await startEndpoint([]);
    servers.push(endpoint);
    const sizes: Record<string, number> = {};
    const agent = new Agent();
    for (const [operation, input] of Object.entries(endpoint.inputs)) {
      sizes[operation] = (await ask(agent, endpoint.port, await prepare(endpoint.port, operation, input))).length;
    }
    const bare = await startBare(sizes, endpoint.inputs);
    const durable = await startEndpoint(['--data', join(directory, 'data')]);
    servers.push(bare, durable);
    console.log(`Node ${process.versions.node}; client and server share the machine; calls a second`);
    for (const connections of [1, 8]) {
      for (const operation of Object.keys(endpoint.inputs)) {
        // Rounds alternate between the servers, so that a slow moment of the machine hits them all.
        const rates = { ours: [] as number[], bare: [] as number[], durable: [] as number[] };
        for (let round = 0; round < 5; round += 1) {
          rates.bare.push(await rate(bare, operation, connections));
          rates.ours.push(await rate(endpoint, operation, connections));
          rates.durable.push(await rate(durable, operation, connections));
        }
        const [ours, theirs, kept] = [rates.ours, rates.bare, rates.durable].map(
          (each) => each.sort((a, b) => a - b)[2] ?? NaN,
        ) as [number, number, number];
        console.log(
          `${operation.padEnd(16)} ${connections} connection${connections === 1 ? ' ' : 's'} ${ours.toFixed(0).padStart(6)}/s, bare ${theirs.toFixed(0).padStart(6)}/s: ${(theirs / ours).toFixed(2)} times; --data ${kept.toFixed(0).padStart(6)}/s: ${(theirs / kept).toFixed(2)} times`,
        );
      }
    }
  } finally {
    for (const server of servers) server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const bareSizes = process.env['KEYROOM_BARE_ENDPOINT'];
if (bareSizes === undefined) await measure();
else await serveBare(secretAccessKey, JSON.parse(bareSizes) as Record<string, number>);
