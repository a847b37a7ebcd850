// What the endpoint is measured against: a bare HTTP server of Node's that verifies SigV4, makes the WebCrypto calls that
// the operation cannot do without, and sends an answer of the same size. It knows no rules and keeps nothing.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const { subtle } = crypto;
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

const signingKeys = new Map<string, Buffer>();
function signingKey(secret: string, scope: string): Buffer {
  const known = signingKeys.get(scope);
  if (known) return known;
  const [date = '', region = '', service = '', end = ''] = scope.split('/');
  const key = [region, service, end].reduce<Buffer>((before, part) => hmac(before, part), hmac(`AWS4${secret}`, date));
  signingKeys.set(scope, key);
  return key;
}

/** AWS Signature Version 4, for requests as the SDK signs them. */
function isSigned(request: IncomingMessage, body: Buffer, secret: string): boolean {
  const match = /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})/.exec(
    request.headers.authorization ?? '',
  );
  if (!match) return false;
  const [, scope = '', names = '', signature = ''] = match;
  const headers = names
    .split(';')
    .map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
    .join('');
  const canonical = `${request.method ?? ''}\n/\n\n${headers}\n${names}\n${sha256(body)}`;
  const date = String(request.headers['x-amz-date']);
  const wanted = hmac(signingKey(secret, scope), `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`);
  return timingSafeEqual(wanted, Buffer.from(signature, 'hex'));
}

async function work(): Promise<Readonly<Record<string, () => Promise<unknown>>>> {
  const prf = { name: 'HMAC', hash: 'SHA-256' };
  const material = await subtle.importKey('raw', new Uint8Array(32), prf, false, ['sign']);
  const domainKey = await subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt']);
  const additionalData = new Uint8Array(160);
  const iv = new Uint8Array(12);
  const messageKey = async (usage: KeyUsage) =>
    subtle.importKey('raw', await subtle.sign('HMAC', material, new Uint8Array(48)), 'AES-GCM', false, [usage]);
  const seal = async () =>
    subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await messageKey('encrypt'), new Uint8Array(32));
  const sealed = await seal();
  return {
    Encrypt: seal,
    GenerateDataKey: seal,
    Decrypt: async () => subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, await messageKey('decrypt'), sealed),
    CreateKey: () => subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, domainKey, new Uint8Array(32)),
    ListKeys: async () => {},
  };
}

/** `sizes` says how many bytes each operation's answer has. Prints its port. */
export async function serveBare(secret: string, sizes: Readonly<Record<string, number>>): Promise<void> {
  const works = await work();
  const answers = new Map(Object.entries(sizes).map(([name, size]) => [name, JSON.stringify('x'.repeat(size - 2))]));
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
      const signed = isSigned(request, Buffer.concat(pieces), secret);
      void (works[operation]?.() ?? Promise.resolve()).then(() => {
        response.writeHead(signed ? 200 : 403, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(answers.get(operation));
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
