// Real clients on the endpoint: what they are answered, and what is refused before any operation hears of it.
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { paginateListKeys } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { signed, type Signing } from '../wire/signed.ts';
import { runEndpoint, startEndpoint, type Endpoint } from './start.ts';

const text = (value: string) => new TextEncoder().encode(value);

/** A request as it is signed, changed on its way. */
async function send(
  { url }: Endpoint,
  signing: Signing = {},
  change: (headers: Record<string, string>) => void = () => {},
) {
  const request = await signed({ atMs: Date.now(), ...signing });
  const headers = { ...request.headers };
  change(headers);
  const response = await raw(url, request.method, headers, Buffer.from(request.body));
  const [head = '', body = ''] = response.split('\r\n\r\n');
  return {
    status: Number(head.slice(9, 12)),
    head,
    json: JSON.parse(body) as { __type: string; message?: string; Message?: string },
  };
}

/** Over a socket, because fetch writes its own Host header. */
function raw(url: string, method: string, headers: Record<string, string>, body: Buffer): Promise<string> {
  const lines = Object.entries({ ...headers, 'content-length': String(body.length), connection: 'close' });
  const head = `${method} / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return exchange(Number(new URL(url).port), Buffer.concat([Buffer.from(head), body]));
}

function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (piece) => (answer += piece.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.end(bytes);
  });
}

describe('a client of the SDK', () => {
  it('is answered: keys, ciphertexts, typed errors, request IDs', async () => {
    const kms = (await startEndpoint()).client({ region: 'eu-central-1' });
    const { KeyMetadata, $metadata } = await kms.createKey({ Description: 'ünïcode ✓' });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(KeyMetadata).toMatchObject({ AWSAccountId: '111122223333', Description: 'ünïcode ✓' });
    expect(KeyMetadata!.Arn).toMatch(/^arn:aws:kms:eu-central-1:/);
    const KeyId = KeyMetadata!.KeyId!;
    const context = { EncryptionContext: { tenant: 'acme' } };
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: text('hello'), ...context });
    const { Plaintext } = await kms.decrypt({ CiphertextBlob, ...context });
    expect(new TextDecoder().decode(Plaintext)).toBe('hello');
    await expect(kms.decrypt({ CiphertextBlob })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    expect((await kms.disableKey({ KeyId })).$metadata.httpStatusCode).toBe(200);
    await expect(kms.encrypt({ KeyId, Plaintext: text('x') })).rejects.toMatchObject({
      name: 'DisabledException',
      message: `${KeyMetadata!.Arn} is disabled.`,
    });
    const made = await Promise.all(Array.from({ length: 6 }, () => kms.createKey({})));
    const pages = [];
    for await (const page of paginateListKeys({ client: kms, pageSize: 4 }, {})) pages.push(page.Keys?.length);
    expect(made).toHaveLength(6);
    expect(pages).toEqual([4, 3]);
  });

  it('is one of many', async () => {
    const endpoint = await startEndpoint();
    const clients = Array.from({ length: 60 }, () => endpoint.client());
    const answers = await Promise.all(clients.map((kms) => kms.generateRandom({ NumberOfBytes: 32 })));
    expect(new Set(answers.map(({ Plaintext }) => String(Plaintext))).size).toBe(60);
  });

  it.each([
    [
      'another secret',
      { ...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, secretAccessKey: 'x' },
      'InvalidSignatureException',
    ],
    [
      'an unknown access key',
      { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'x' },
      'UnrecognizedClientException',
    ],
    [
      'a session token that it has not',
      {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        sessionToken: 'x',
      },
      'UnrecognizedClientException',
    ],
  ])('is refused with %s', async (_what, credentials, name) => {
    const kms = (await startEndpoint()).client({ credentials });
    await expect(kms.listKeys({})).rejects.toMatchObject({ name });
  });
});

describe('a request', () => {
  it('that is signed is answered; unsigned, late, changed or for another service it is not', async () => {
    const endpoint = await startEndpoint();
    expect(await send(endpoint)).toMatchObject({ status: 200 });
    const type = async (...args: [Signing?, ((headers: Record<string, string>) => void)?]) => {
      const { status, json } = await send(endpoint, ...args);
      return `${status} ${json.__type}`;
    };
    expect(await type({}, (headers) => delete headers['authorization'])).toBe(
      '400 MissingAuthenticationTokenException',
    );
    expect(await type({}, (headers) => (headers['authorization'] = 'AWS4-HMAC-SHA256 x=y'))).toBe(
      '403 IncompleteSignatureException',
    );
    expect(await type({ atMs: Date.now() - 301_000 })).toBe('400 InvalidSignatureException');
    expect(await type({ atMs: Date.now() + 302_000 })).toBe('400 InvalidSignatureException');
    expect(await type({}, (headers) => (headers['x-amz-target'] = 'TrentService.CreateKey'))).toBe(
      '400 InvalidSignatureException',
    );
    expect(await type({ service: 's3' })).toBe('400 InvalidSignatureException');
    expect(await type({ region: 'moon-1' })).toBe('400 InvalidSignatureException');
    expect(await type({ headers: { 'x-amz-target': 'TrentService.Nothing' } })).toBe('404 UnknownOperationException');
    expect(await type({ headers: { 'x-amz-target': 'simulation.CreateCluster' } })).toBe(
      '404 UnknownOperationException',
    );
    expect(await type({ method: 'GET', body: '' })).toBe('404 UnknownOperationException');
    expect(await type({ body: '{' })).toBe('400 SerializationException');
  });

  it('to another host is refused, whoever signed it', async () => {
    const endpoint = await startEndpoint();
    const hosts = [
      '127.0.0.1',
      'localhost',
      'LOCALHOST:9',
      'evil.example',
      'evil.example:8423',
      '127.0.0.1.evil.example',
      '0.0.0.0',
      '',
    ];
    const statuses = [];
    for (const host of hosts) statuses.push((await send(endpoint, { headers: { host } })).status);
    expect(statuses).toEqual([200, 200, 200, 403, 403, 403, 403, 403]);
  });

  it.each([1 << 20, (1 << 20) + 1, 20 << 20])('with a body of %i bytes', async (length) => {
    const endpoint = await startEndpoint();
    const { status, json } = await send(endpoint, { body: `{"Marker":"${'x'.repeat(length - 13)}"}` });
    if (length <= 1 << 20) expect([status, json.__type]).toEqual([400, 'ValidationException']);
    else expect([status, json.__type]).toEqual([413, 'RequestEntityTooLargeException']);
    // And it goes on answering.
    expect((await send(endpoint)).status).toBe(200);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 .*BadRequestException/s],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 .*RequestEntityTooLarge/s,
    ],
    ['nothing', '', /^$/],
  ])('that is %s', async (_what, bytes, expected) => {
    const endpoint = await startEndpoint();
    expect(await exchange(endpoint.port, Buffer.from(bytes))).toMatch(expected);
    expect((await send(endpoint)).status).toBe(200);
  });

  it('reaches it on loopback alone', async () => {
    const { port } = await startEndpoint();
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal }) => !internal);
    for (const { address } of others) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = createConnection({ port, host: address, timeout: 2000 });
        socket
          .on('connect', () => resolve(true))
          .on('error', () => resolve(false))
          .on('timeout', () => resolve(false));
      });
      expect(reached, address).toBe(false);
    }
  });
});

describe('the program', () => {
  it.each([
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', 'x']],
    [['--port']],
    [['--port', '']],
    [['--wrold', 'x']],
    [['x']],
  ])('says how it is used when it is asked for %j', async (args) => {
    const { code, stdout, stderr } = await runEndpoint(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^keyroom endpoint: .+\n\nusage: /s);
  });

  it('prints its usage when it is asked for help', async () => {
    const { code, stdout, stderr } = await runEndpoint(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^usage: /);
  });

  it('says that its port is taken', async () => {
    const { port } = await startEndpoint();
    const { code, stderr } = await runEndpoint(['--port', String(port)]);
    expect([code, stderr]).toEqual([1, `keyroom endpoint: port ${port} is taken\n`]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at %s when what is under way is answered', async (signal) => {
    const endpoint = await startEndpoint();
    const kms = endpoint.client();
    const { KeyMetadata } = await kms.createKey({});
    const underWay = kms.generateDataKeyPair({ KeyId: KeyMetadata!.KeyId!, KeyPairSpec: 'RSA_2048' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    endpoint.kill(signal);
    expect((await underWay).PublicKey?.length).toBeGreaterThan(0);
    expect(await endpoint.ended).toBe(0);
    expect(endpoint.output()).toBe(`Listening on ${endpoint.url}\n`);
  });
});
