// CreateGrant, ListGrants, ListRetirableGrants, RetireGrant, RevokeGrant: the records of grants and their rules.
// Source: AWS KMS Developer Guide, "Grants in AWS KMS"; messages as live calls give them.
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Region } from '../../../../src/base/brand.ts';
import { grantsTable, grantTables } from '../../../../src/services/kms/grant-records.ts';
import {
  account,
  bytes,
  DAY_IN_MS,
  openKmsWorld,
  otherAccount,
  otherRegion,
  type KmsWorld,
  type TestKey,
} from '../world.ts';

const role = `arn:aws:iam::${account}:role/path/Reader`;
const user = `arn:aws:iam::${account}:user/alice`;
const queue = `arn:aws:sqs:us-east-1:${account}:queue`;
const basic = { GranteePrincipal: role, Operations: ['Decrypt'] };

let kms: KmsWorld;
let key: TestKey;
beforeEach(async () => {
  kms = await openKmsWorld();
  key = await kms.createKey();
});

interface Given {
  readonly GrantId: string;
  readonly GrantToken: string;
}
const create = async (input: object = {}): Promise<Given> =>
  (await kms.call('CreateGrant', { KeyId: key.id, ...basic, ...input })) as unknown as Given;
const refused = (input: object): Promise<string> => kms.refusal('CreateGrant', { KeyId: key.id, ...basic, ...input });
const list = async (input: object = {}, where: { region?: Region } = {}): Promise<readonly Record<string, unknown>[]> =>
  (await kms.call('ListGrants', { KeyId: key.id, ...input }, where))['Grants'] as readonly Record<string, unknown>[];
const rows = (): number =>
  grantTables.reduce(
    (sum, table) =>
      sum +
      kms.world.view
        .partitions({ name: table.name })
        .reduce((n, p) => n + kms.world.view.count({ name: table.name }, p), 0),
    0,
  );

describe('CreateGrant', () => {
  it('answers with a grant ID and a token, and ListGrants tells all of the grant but the token', async () => {
    const Constraints = { EncryptionContextSubset: { a: 'b' } };
    const Operations = ['Decrypt', 'Encrypt', 'Decrypt'];
    const { GrantId, GrantToken } = await create({ RetiringPrincipal: user, Operations, Constraints, Name: 'n' });
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/);
    expect(GrantToken).toMatch(/^AQpA/);
    expect(await list()).toEqual([
      {
        KeyId: key.arn,
        GrantId,
        Name: 'n',
        CreationDate: kms.world.view.get(grantsTable, key.arn, GrantId)!.createdAtMs / 1000,
        GranteePrincipal: role,
        RetiringPrincipal: user,
        IssuingAccount: `arn:aws:iam::${account}:root`,
        Operations: ['Decrypt', 'Encrypt'],
        Constraints,
      },
    ]);
    expect(JSON.stringify(kms.world.entries)).not.toContain(GrantToken);
  });

  it('is known everywhere some minutes later, by the world’s clock', async () => {
    const { GrantId } = await create();
    const grant = kms.world.view.get(grantsTable, key.arn, GrantId)!;
    expect(grant.effectiveAtMs - grant.createdAtMs).toBe(180_000);
    await kms.world.group().advance(200_000);
    expect(kms.world.entries).toContainEqual(
      expect.objectContaining({
        kind: 'due',
        what: 'GrantEffective',
        subject: `${key.arn} ${GrantId}`,
        atMs: grant.effectiveAtMs,
      }),
    );
  });

  it('makes a new grant of each request, unless a name says that it is the same', async () => {
    const [first, second] = [await create(), await create()];
    expect(second.GrantId).not.toBe(first.GrantId);
    const [named, again] = [await create({ Name: 'n' }), await create({ Name: 'n' })];
    expect(again.GrantId).toBe(named.GrantId);
    expect(again.GrantToken).not.toBe(named.GrantToken);
    expect((await list()).map(({ Name }) => Name).sort()).toEqual(['', '', 'n']);
    for (const other of [
      { GranteePrincipal: user },
      { Operations: ['Encrypt'] },
      { RetiringPrincipal: user },
      { Constraints: { EncryptionContextEquals: { a: 'b' } } },
      { Name: 'm' },
    ]) {
      expect((await create({ Name: 'n', ...other })).GrantId).not.toBe(named.GrantId);
    }
    // Each token is good for the same grant.
    for (const { GrantToken } of [named, again]) {
      await kms.call('Encrypt', { KeyId: key.id, Plaintext: bytes('a'), GrantTokens: [GrantToken] });
    }
  });

  it('takes a service principal that acts for a resource, and somebody to retire the grant', async () => {
    const service = { GranteePrincipal: undefined, GranteeServicePrincipal: 'backup.us-east-1.amazonaws.com' };
    const Constraints = { SourceArn: queue };
    expect(await refused({ ...service, Constraints })).toContain("Value null at 'retiringPrincipal'");
    expect(await refused({ ...service, RetiringPrincipal: user })).toContain("Value null at 'constraints.sourceArn'");
    const RetiringServicePrincipal = 'retire.amazonaws.com';
    await create({ ...service, Constraints, RetiringServicePrincipal });
    expect(await list()).toMatchObject([
      { GranteeServicePrincipal: service.GranteeServicePrincipal, RetiringServicePrincipal, Constraints },
    ]);
    expect(await list({ GranteeServicePrincipal: service.GranteeServicePrincipal })).toHaveLength(1);
    expect(await kms.call('ListRetirableGrants', { RetiringServicePrincipal })).toMatchObject({
      Grants: [{ RetiringServicePrincipal }],
    });
  });

  const principals: readonly [string, string][] = [
    ['alice', 'ARN is not valid: alice'],
    ['ec2.amazonaws.com', 'ARN is not valid: ec2.amazonaws.com'],
    [account, `ARN is not valid: ${account}`],
    ['arn:aws:iam::12:user/alice', 'ARN is not valid: arn:aws:iam::12:user/alice'],
    [
      `arn:aws:sts::${account}:assumed-role/path/Reader/session`,
      `ARN is not valid: arn:aws:sts::${account}:assumed-role/path/Reader/session`,
    ],
    ['arn:aws:s3:::bucket', 'ARN is not valid: arn:aws:s3:::bucket'],
    [
      `arn:aws:iam::${account}:group/readers`,
      `ARN does not refer to a valid principal: arn:aws:iam::${account}:group/readers`,
    ],
    [
      `arn:aws-cn:iam::${account}:user/alice`,
      `ARN does not refer to a valid principal: arn:aws-cn:iam::${account}:user/alice`,
    ],
  ];
  it.each(principals)('refuses the principal %s', async (arn, message) => {
    expect(await refused({ GranteePrincipal: arn })).toBe(`InvalidArnException: ${message}`);
    expect(await refused({ RetiringPrincipal: arn })).toBe(`InvalidArnException: ${message}`);
  });

  it.each([
    `arn:aws:iam::${otherAccount}:root`,
    user,
    role,
    `arn:aws:sts::${account}:assumed-role/Reader/session`,
    `arn:aws:sts::${account}:federated-user/bob`,
  ])('takes the principal %s', async (GranteePrincipal) => {
    await create({ GranteePrincipal });
  });

  const specs: readonly [object, readonly string[], string, readonly string[]][] = [
    [{}, ['Sign', 'GetPublicKey'], 'a symmetric', ['GenerateDataKeyPairWithoutPlaintext', 'ReEncryptTo']],
    [
      { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      ['Encrypt'],
      'a symmetric',
      ['GenerateMac', 'VerifyMac'],
    ],
    [
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      ['Decrypt'],
      'an asymmetric',
      ['Sign', 'Verify', 'GetPublicKey'],
    ],
    [{ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }, ['Sign'], 'an asymmetric', ['DeriveSharedSecret']],
    [
      { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
      ['GenerateDataKey'],
      'an asymmetric',
      ['Encrypt', 'ReEncryptFrom', 'GetPublicKey'],
    ],
  ];
  it.each(specs)('allows on a key %j what such a key can do, and not %j', async (spec, unfit, type, fit) => {
    key = await kms.createKey(spec);
    const usage = kms.key(key.id).keyUsage;
    const refusal = await refused({ Operations: [...fit, ...unfit] });
    expect(refusal).toContain(
      `ValidationException: Operations [${unfit.join(', ')}] are not supported when creating a grant for ${type} KMS key with key usage ${usage}. Valid operations are [CreateGrant, RetireGrant, DescribeKey, `,
    );
    await create({ Operations: [...fit, 'DescribeKey', 'CreateGrant', 'RetireGrant'] });
    const Constraints = { EncryptionContextEquals: { a: 'b' } };
    if (kms.key(key.id).keySpec === 'SYMMETRIC_DEFAULT') await create({ Constraints });
    else {
      expect(await refused({ Operations: fit, Constraints })).toBe(
        'ValidationException: EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.',
      );
      await create({ Operations: fit, Constraints: { SourceArn: queue } });
    }
  });

  it('names the valid operations as live calls do', async () => {
    key = await kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    expect(await refused({ Operations: ['Encrypt'] })).toBe(
      'ValidationException: Operations [Encrypt] are not supported when creating a grant for a symmetric KMS key with key usage GENERATE_VERIFY_MAC. Valid operations are [CreateGrant, RetireGrant, DescribeKey, GenerateMac, VerifyMac]',
    );
  });

  it.each([
    [{ GranteePrincipal: undefined }, "Value null at 'granteePrincipal'"],
    [{ GranteeServicePrincipal: 'a.b.c' }, 'You cannot specify GranteePrincipal and GranteeServicePrincipal'],
    [
      { RetiringPrincipal: user, RetiringServicePrincipal: 'a.b.c' },
      'You cannot specify RetiringPrincipal and RetiringServicePrincipal',
    ],
    [{ Operations: [] }, "at 'operations' failed to satisfy constraint"],
    [{ Operations: ['Fly'] }, "at 'operations.1.member' failed to satisfy constraint"],
    [
      { Constraints: { EncryptionContextEquals: { a: 'b' }, EncryptionContextSubset: { a: 'b' } } },
      'You cannot specify EncryptionContextEquals and EncryptionContextSubset',
    ],
    [
      {
        Constraints: {
          EncryptionContextEquals: Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${at}`, ''])),
        },
      },
      'at most 8 pairs',
    ],
    [{ Constraints: { EncryptionContextSubset: { a: 'b'.repeat(385) } } }, 'at most 384 characters'],
    [{ Name: 'with space' }, "at 'name' failed to satisfy constraint"],
  ])('refuses %j', async (input, message) => {
    const refusal = await refused(input);
    expect(refusal).toContain('ValidationException: ');
    expect(refusal).toContain(message);
    expect(rows()).toBe(0);
  });

  it('takes no alias, and no key of another account', async () => {
    await kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: key.id });
    expect(await refused({ KeyId: 'alias/a' })).toBe(
      'InvalidArnException: Key Aliases are not supported for this operation.',
    );
    const stranger = await kms.stranger();
    expect(await kms.refusal('CreateGrant', { KeyId: key.arn, ...basic }, stranger)).toContain('AccessDeniedException');
  });

  it('tells a dry run what would have happened, and makes nothing', async () => {
    expect(await refused({ DryRun: true })).toContain('DryRunOperationException');
    expect(await refused({ DryRun: true, Operations: ['Sign'] })).toContain('ValidationException');
    expect(rows()).toBe(0);
  });
});

describe('ListGrants and ListRetirableGrants', () => {
  it('give pages in the order of grant IDs, each grant once', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 7; at += 1) ids.push((await create({ RetiringPrincipal: user })).GrantId);
    for (const operation of ['ListGrants', 'ListRetirableGrants']) {
      const named = operation === 'ListGrants' ? { KeyId: key.id } : { RetiringPrincipal: user };
      const seen: string[] = [];
      let Marker: unknown;
      do {
        const page = await kms.call(operation, { ...named, Limit: 3, ...(Marker !== undefined && { Marker }) });
        seen.push(...(page['Grants'] as unknown as Given[]).map(({ GrantId }) => GrantId));
        Marker = page['NextMarker'];
        expect(page['Truncated']).toBe(Marker !== undefined);
      } while (Marker !== undefined);
      expect(seen).toEqual([...ids].sort());
      expect(await kms.refusal(operation, { ...named, Limit: 101 })).toContain(
        "at 'limit' failed to satisfy constraint",
      );
      expect(await kms.refusal(operation, { ...named, Marker: 'none' })).toContain('InvalidMarkerException');
    }
  });

  it('filter by grant ID and by grantee', async () => {
    const [mine, theirs] = [await create(), await create({ GranteePrincipal: user })];
    expect(await list({ GrantId: mine.GrantId })).toMatchObject([{ GrantId: mine.GrantId }]);
    expect(await list({ GranteePrincipal: user })).toMatchObject([{ GrantId: theirs.GrantId }]);
    expect(await list({ GrantId: mine.GrantId, GranteePrincipal: user })).toEqual([]);
    expect(await list({ GrantId: 'f'.repeat(64) })).toEqual([]);
    expect(await kms.refusal('ListGrants', { KeyId: key.id, GrantId: 'f' })).toContain('InvalidGrantIdException');
  });

  it('list what a principal may retire, on all keys of the Region and on none of another', async () => {
    const first = await create({ RetiringPrincipal: user });
    key = await kms.createKey();
    const second = await create({ RetiringPrincipal: user });
    await create({ RetiringPrincipal: role });
    const retirable = async (where = {}) => {
      const { Grants } = await kms.call('ListRetirableGrants', { RetiringPrincipal: user }, where);
      return (Grants as unknown as Given[]).map(({ GrantId }) => GrantId).sort();
    };
    expect(await retirable()).toEqual([first.GrantId, second.GrantId].sort());
    expect(await retirable({ region: otherRegion })).toEqual([]);
    const foreign = `arn:aws:iam::${otherAccount}:user/stranger`;
    expect(await kms.refusal('ListRetirableGrants', { RetiringPrincipal: foreign })).toContain('AccessDeniedException');
    expect(await kms.refusal('ListRetirableGrants')).toContain("Value null at 'retiringPrincipal'");
  });
});

describe('RetireGrant and RevokeGrant', () => {
  const ways: readonly [string, (grant: Given) => [string, object]][] = [
    ['its token', ({ GrantToken }) => ['RetireGrant', { GrantToken }]],
    ['key ARN and grant ID', ({ GrantId }) => ['RetireGrant', { KeyId: key.arn, GrantId }]],
    ['key ID and grant ID', ({ GrantId }) => ['RevokeGrant', { KeyId: key.id, GrantId }]],
  ];
  it.each(ways)('a grant goes by %s, with all that belongs to it, and undo brings it back', async (_how, way) => {
    const grant = await create({ RetiringPrincipal: user, Name: 'n' });
    await create({ RetiringPrincipal: user, Name: 'n' });
    expect(rows()).toBe(4);
    const [operation, input] = way(grant);
    expect(await kms.refusal(operation, { ...input, DryRun: true })).toContain('DryRunOperationException');
    expect(rows()).toBe(4);
    expect(await kms.call(operation, input)).toEqual({});
    expect(rows()).toBe(0);
    expect(kms.world.nextDueMs).toBeNull();
    const tokens = { KeyId: key.id, Plaintext: bytes('a'), GrantTokens: [grant.GrantToken] };
    expect(await kms.refusal('Encrypt', tokens)).toBe('InvalidGrantTokenException: ');
    await kms.world.group().undo();
    expect(rows()).toBe(4);
    await kms.call('Encrypt', tokens);
  });

  it('refuse grants that there are not', async () => {
    const { GrantId, GrantToken } = await create();
    const missing = 'f'.repeat(64);
    for (const operation of ['RetireGrant', 'RevokeGrant']) {
      const input = { KeyId: key.arn, GrantId: missing };
      expect(await kms.refusal(operation, input)).toBe(`NotFoundException: Grant ID ${missing} not found`);
      expect(await kms.refusal(operation, { ...input, GrantId: 'x' })).toBe('InvalidGrantIdException: ');
    }
    expect(await kms.refusal('RetireGrant', { KeyId: key.id, GrantId })).toBe(
      `NotFoundException: Invalid arn ${key.id}`,
    );
    expect(await kms.refusal('RetireGrant', { KeyId: key.arn })).toContain('You must specify either a GrantToken');
    expect(await kms.refusal('RetireGrant')).toContain('You must specify either a GrantToken');
    expect(await kms.refusal('RetireGrant', { GrantToken, GrantId })).toContain('You cannot specify');
    // A grant is in its key's Region.
    expect(await kms.refusal('RetireGrant', { GrantToken }, { region: otherRegion })).toContain('InvalidGrantToken');
    const stranger = await kms.stranger();
    for (const id of [GrantId, missing]) {
      const refusal = await kms.refusal('RetireGrant', { KeyId: key.arn, GrantId: id }, stranger);
      expect(refusal).toContain('AccessDeniedException');
    }
  });

  it('remember the grant for the trail', async () => {
    const { GrantId, GrantToken } = await create();
    await kms.call('RetireGrant', { GrantToken });
    const last = kms.world.entries.at(-1);
    expect(last?.kind === 'call' && last.call).toMatchObject({ details: { grantId: GrantId }, resources: [key.arn] });
  });

  it('grants go with their key', async () => {
    await create({ RetiringPrincipal: user });
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id, PendingWindowInDays: 7 });
    expect(await list()).toHaveLength(1);
    await kms.world.group().advance(8 * DAY_IN_MS);
    expect(rows()).toBe(0);
    expect(kms.world.nextDueMs).toBeNull();
  });
});

describe('grant tokens of requests', () => {
  it('are looked at behind the key’s lookup, by whatever operation takes them', async () => {
    const { GrantToken } = await create();
    const GrantTokens = [GrantToken, 'none'];
    const inputs: readonly [string, object][] = [
      ['Encrypt', { KeyId: key.id, Plaintext: bytes('a') }],
      ['Decrypt', { CiphertextBlob: await kms.encrypt(key.id, 'a') }],
      ['GenerateDataKey', { KeyId: key.id, KeySpec: 'AES_256' }],
      ['DescribeKey', { KeyId: key.id }],
      ['CreateGrant', { KeyId: key.id, ...basic }],
      ['GenerateDataKeyPair', { KeyId: key.id, KeyPairSpec: 'ECC_NIST_P256' }],
    ];
    for (const [operation, input] of inputs) {
      expect(await kms.refusal(operation, { ...input, GrantTokens })).toBe('InvalidGrantTokenException: ');
      await kms.call(operation, { ...input, GrantTokens: [GrantToken] });
    }
    const missing = { KeyId: `${key.id.slice(0, -4)}0000`, GrantTokens };
    expect(await kms.refusal('DescribeKey', missing)).toContain('NotFoundException');
  });

  it('are opaque: whatever is no token of ours is refused as one', async () => {
    const { GrantToken } = await create();
    const changed = fc.tuple(fc.nat(GrantToken.length - 1), fc.constantFrom('A', '/', 'é', ' ')).map(([at, by]) => {
      return GrantToken.slice(0, at) + by + GrantToken.slice(at + 1);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(changed, fc.string({ minLength: 1 }), fc.base64String({ minLength: 4 })),
        async (token) => {
          fc.pre(token !== GrantToken);
          expect(await kms.refusal('RetireGrant', { GrantToken: token })).toBe('InvalidGrantTokenException: ');
        },
      ),
    );
  });
});
