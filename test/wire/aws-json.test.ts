// AWS JSON 1.1 on the server's side: what is an operation, what is a body, and how answers are written.
import { describe, expect, it } from 'vitest';
import type { Region } from '../../src/base/brand.ts';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { answerCall, failure, responseOf, targetOf } from '../../src/wire/aws-json.ts';
import type { HttpRequest } from '../../src/wire/http.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import { ServiceError } from '../../src/world/errors.ts';

const opened = assembleMemoryWorld({ kind: { kind: 'seeded', seed: 'wire' } });

const request = (more: Partial<HttpRequest> & { readonly target?: string } = {}): HttpRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': more.target ?? 'TrentService.ListKeys' },
  body: new TextEncoder().encode('{}'),
  ...more,
});

async function ask(operation: string, body: string | Uint8Array) {
  const world = await opened;
  return answerCall({
    group: world.group(),
    target: targetOf(world.models, request({ target: `TrentService.${operation}` })),
    region: 'us-east-1' as Region,
    credentials: learnerCredentials,
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  });
}

describe('what a request asks for', () => {
  it('is an operation of a service of AWS', async () => {
    const { models } = await opened;
    expect(targetOf(models, request()).operation.name).toBe('ListKeys');
    const charset = {
      'content-type': 'Application/X-Amz-JSON-1.1; charset=utf-8',
      'x-amz-target': 'TrentService.Sign',
    };
    expect(targetOf(models, request({ headers: charset })).operation.name).toBe('Sign');
  });

  it.each<[string, HttpRequest]>([
    ['another method', request({ method: 'GET' })],
    ['another path', request({ path: '/keys' })],
    [
      'another content type',
      request({ headers: { 'content-type': 'application/json', 'x-amz-target': 'TrentService.ListKeys' } }),
    ],
    ['no content type', request({ headers: { 'x-amz-target': 'TrentService.ListKeys' } })],
    ['no target', request({ headers: { 'content-type': 'application/x-amz-json-1.1' } })],
    ...[
      '',
      'ListKeys',
      'TrentService',
      'TrentService.',
      'TrentService.listKeys',
      'TrentService.ListKeys.x',
      'DynamoDB.ListKeys',
      'TrentService.constructor',
      'constructor.ListKeys',
    ].map((target): [string, HttpRequest] => [`the target '${target}'`, request({ target })]),
  ])('is nothing with %s', async (_what, asked) => {
    const { models } = await opened;
    expect(() => targetOf(models, asked)).toThrow(
      expect.objectContaining({ code: 'UnknownOperationException', httpStatus: 404 }),
    );
  });

  it('is never one of our own doors into the simulation', async () => {
    const { models } = await opened;
    expect(Object.keys(models)).toEqual(['kms']);
  });
});

describe('an answer', () => {
  it('is JSON in the model’s order, with a request ID', async () => {
    const { status, text, requestId } = await ask('ListKeys', '{"Limit":1}');
    expect([status, text]).toEqual([200, '{"Keys":[],"Truncated":false}']);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of an operation without output has no body', async () => {
    const created = JSON.parse((await ask('CreateKey', '{}')).text) as { KeyMetadata: { KeyId: string } };
    const { status, text } = await ask('DisableKey', JSON.stringify({ KeyId: created.KeyMetadata.KeyId }));
    expect([status, text]).toEqual([200, '']);
  });

  it('that refuses says why, and leaves an empty message out', async () => {
    const missing = await ask('DescribeKey', '{"KeyId":"alias/none"}');
    expect([missing.status, JSON.parse(missing.text)]).toEqual([
      400,
      { __type: 'NotFoundException', message: 'Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.' },
    ]);
    const wrong = await ask('Decrypt', '{"CiphertextBlob":"AAAA"}');
    expect([wrong.status, wrong.text]).toEqual([400, '{"__type":"InvalidCiphertextException"}']);
  });

  it('of AWS’s authorization has its message with a capital', () => {
    expect(failure(new ServiceError('AccessDeniedException', 'no'), 'id').text).toBe(
      '{"__type":"AccessDeniedException","Message":"no"}',
    );
  });

  it.each<[string, string | Uint8Array]>([
    ['no body', ''],
    ['half a body', '{"Limit":'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['a text', '"x"'],
    ['another type', '{"Limit":"1"}'],
    ['a body that is no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['a body that nests without end', '['.repeat(200_000)],
    ['a member that nests without end', `{"Limit":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('to %s is a SerializationException', async (_what, body) => {
    const { status, text } = await ask('ListKeys', body);
    expect([status, text]).toEqual([400, '{"__type":"SerializationException"}']);
  });

  it('takes numbers in an encryption context for texts', async () => {
    const created = JSON.parse((await ask('CreateKey', '{}')).text) as { KeyMetadata: { KeyId: string } };
    const KeyId = created.KeyMetadata.KeyId;
    const encrypted = await ask('Encrypt', JSON.stringify({ KeyId, Plaintext: 'aGk=', EncryptionContext: { n: 1 } }));
    const { CiphertextBlob } = JSON.parse(encrypted.text) as { CiphertextBlob: string };
    const decrypted = await ask('Decrypt', JSON.stringify({ CiphertextBlob, EncryptionContext: { n: '1' } }));
    expect(JSON.parse(decrypted.text)).toMatchObject({ Plaintext: 'aGk=' });
  });

  it('has the headers of AWS', () => {
    const { status, headers, body } = responseOf(
      { status: 200, requestId: 'id', text: '"é"' },
      Date.UTC(2027, 0, 4, 9),
    );
    expect(status).toBe(200);
    expect(headers).toEqual({
      'content-type': 'application/x-amz-json-1.1',
      'content-length': '4',
      date: 'Mon, 04 Jan 2027 09:00:00 GMT',
      'x-amzn-requestid': 'id',
    });
    expect(body).toHaveLength(4);
  });
});
