// Starts the endpoint as anybody does, and stops it in every way.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KMS, type KMSClientConfig } from '@aws-sdk/client-kms';
import { afterAll, afterEach } from 'vitest';

const program = fileURLToPath(new URL('../../tools/endpoint.mjs', import.meta.url));

export const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

export interface Endpoint {
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  /** All that it has printed. */
  readonly output: () => string;
  client(more?: KMSClientConfig): KMS;
  kill(signal?: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

const running = new Set<Endpoint>();

afterEach(async () => {
  for (const endpoint of running) endpoint.kill();
  await Promise.all([...running].map(({ ended }) => ended));
});

/** Its exit code and what it printed, for one that does not come to serve. */
export async function runEndpoint(args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

export async function startEndpoint(args: readonly string[] = []): Promise<Endpoint> {
  const child = spawn(process.execPath, [program, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const port = await new Promise<number>((resolve, reject) => {
    const read = (piece: Buffer) => {
      output += piece.toString();
      const match = /^Listening on http:\/\/127\.0\.0\.1:(\d+)\n/.exec(output);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`the endpoint ended with ${code}: ${output}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const endpoint: Endpoint = {
    port,
    url,
    pid: child.pid ?? 0,
    output: () => output,
    client: (more = {}) => new KMS({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1, ...more }),
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    ended,
  };
  running.add(endpoint);
  void ended.then(() => running.delete(endpoint));
  return endpoint;
}

/** A directory that is gone when this file's tests are over. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'keyroom-endpoint-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
