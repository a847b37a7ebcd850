// The SDK's client on a world: who calls, where, in which group; what it retries, pages through and gives up.
import { KMS, NotFoundException, paginateListKeys } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { createSdkHandler } from '../../src/wire/sdk-handler.ts';
import type { World } from '../../src/world/world-api.ts';
import { sdkCredentials } from './sdk-stage.ts';

const seeded = (): Promise<World> => assembleMemoryWorld({ kind: { kind: 'seeded', seed: 'sdk' } });
const clientOf = (world: World, more: object = {}) =>
  new KMS({ region: 'us-east-1', credentials: sdkCredentials, requestHandler: createSdkHandler({ world }), ...more });
const groupsOf = (world: World) => world.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.group] : []));

describe('a client of the SDK', () => {
  it('calls in its Region, as whom its credentials say, and is told the request ID of the entry', async () => {
    const world = await seeded();
    const { KeyMetadata, $metadata } = await clientOf(world, { region: 'eu-west-1' }).createKey({});
    expect(KeyMetadata?.Arn).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\//);
    const call = world.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []))[0]!;
    expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: call.requestId });
    expect(call.caller.arn).toBe('arn:aws:sts::111122223333:assumed-role/Administrator/learner');
  });

  it.each<[string, object]>([
    ['another access key', { ...sdkCredentials, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }],
    ['no session token', { ...sdkCredentials, sessionToken: undefined }],
    ['another session token', { ...sdkCredentials, sessionToken: 'another' }],
  ])('is nobody with %s', async (_what, credentials) => {
    const refused = clientOf(await seeded(), { credentials }).listKeys({});
    await expect(refused).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it('throws the SDK’s own exceptions', async () => {
    const error = await clientOf(await seeded())
      .describeKey({ KeyId: 'alias/none' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFoundException);
    expect((error as NotFoundException).message).toMatch(/is not found\.$/);
  });

  it('pages through a list', async () => {
    const kms = clientOf(await seeded());
    const made = new Set<string>();
    for (let at = 0; at < 7; at += 1) made.add((await kms.createKey({})).KeyMetadata!.KeyId!);
    const pages = [];
    for await (const page of paginateListKeys({ client: kms, pageSize: 3 }, {})) pages.push(page.Keys ?? []);
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(new Set(pages.flat().map(({ KeyId }) => KeyId))).toEqual(made);
  });

  it('is one group for each request, or is of the group that it was given', async () => {
    const world = await seeded();
    const kms = clientOf(world);
    await kms.createKey({});
    await kms.createKey({});
    const group = world.group();
    const grouped = clientOf(world, { requestHandler: createSdkHandler({ world, group }) });
    await grouped.createKey({});
    await grouped.createKey({});
    const [first, second, third, fourth] = groupsOf(world);
    expect(first).not.toBe(second);
    expect(third).toBe(fourth);
    expect(third).not.toBe(second);
  });

  it('retries what was throttled', async () => {
    const world = await seeded();
    const handler = createSdkHandler({ world });
    let asked = 0;
    const throttledTwice = {
      ...handler,
      handle: async (...args: Parameters<typeof handler.handle>) => {
        asked += 1;
        if (asked > 2) return handler.handle(...args);
        const body = new TextEncoder().encode('{"__type":"ThrottlingException","message":"slow down"}');
        return { response: { statusCode: 400, headers: {}, body } };
      },
    };
    await clientOf(world, { requestHandler: throttledTwice }).listKeys({});
    expect(asked).toBe(3);
  });

  it('is throttled by the world’s own quotas, and gets through when they have filled up again', async () => {
    const world = await seeded();
    const call = { service: 'simulation', operation: 'UpdateRequestQuotas', input: { Enabled: true } };
    const { region } = { region: 'us-east-1' as never };
    await world.group().invoke({ ...call, region, credentials: sdkCredentials });
    const impatient = clientOf(world, {
      maxAttempts: 1,
      requestHandler: createSdkHandler({ world, group: world.group() }),
    });
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => impatient.createKey({})));
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.name).toBe('ThrottlingException');
    await expect(clientOf(world).createKey({})).resolves.toMatchObject({});
  });

  it('gives up what is aborted', async () => {
    const world = await seeded();
    const controller = new AbortController();
    controller.abort();
    await expect(clientOf(world).createKey({}, { abortSignal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(groupsOf(world)).toEqual([]);
  });

  it('leaves a seeded world as any other client does', async () => {
    const through = async (world: World): Promise<unknown> => {
      await clientOf(world).createKey({ Description: 'same' });
      await clientOf(world)
        .describeKey({ KeyId: 'alias/none' })
        .catch(() => undefined);
      return world.entries;
    };
    expect(await through(await seeded())).toEqual(await through(await seeded()));
  });
});

it('answers what is no request of a signed operation as AWS does', async () => {
  const handler = createSdkHandler({ world: await seeded() });
  const ask = async (headers: Record<string, string>) => {
    const { response } = await handler.handle({ method: 'POST', path: '/', headers, body: '{}' });
    return [response.statusCode, new TextDecoder().decode(response.body)];
  };
  expect(await ask({})).toEqual([404, '{"__type":"UnknownOperationException"}']);
  const target = { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'TrentService.ListKeys' };
  expect((await ask(target))[1]).toContain('MissingAuthenticationTokenException');
});
