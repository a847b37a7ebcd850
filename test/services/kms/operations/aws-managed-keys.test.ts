// AWS managed keys: they come to their predefined alias when it is first described, and only AWS may do anything to them.
import { describe, expect, it } from 'vitest';
import { managedServices } from '../../../../src/services/kms/aws-managed-services.ts';
import { account, bytes, DAY_IN_MS, openKmsWorld, otherRegion, region, type KmsWorld } from '../world.ts';

type Fields = Record<string, unknown>;
const describeAlias = async (kms: KmsWorld, name = 'alias/aws/ebs', where?: object) =>
  (await kms.call('DescribeKey', { KeyId: name }, where))['KeyMetadata'] as Fields;
const listed = async (kms: KmsWorld, input: object = {}) =>
  (await kms.call('ListAliases', input))['Aliases'] as Fields[];

describe('a predefined alias', () => {
  it('is listed without a key until it is described, and then has one for good', async () => {
    const kms = await openKmsWorld();
    const names = managedServices.map(({ aliasName }) => aliasName);
    expect(names).toEqual([...names].sort());
    expect(await listed(kms)).toEqual(
      names.map((AliasName) => ({ AliasName, AliasArn: `arn:aws:kms:${region}:${account}:${AliasName}` })),
    );
    expect(await kms.refusal('Encrypt', { KeyId: 'alias/aws/ebs', Plaintext: bytes('x') })).toBe(
      `NotFoundException: Alias arn:aws:kms:${region}:${account}:alias/aws/ebs is not found.`,
    );
    const described = await describeAlias(kms);
    expect(described).toMatchObject({
      AWSAccountId: account,
      Enabled: true,
      KeyState: 'Enabled',
      KeyManager: 'AWS',
      Origin: 'AWS_KMS',
      KeySpec: 'SYMMETRIC_DEFAULT',
      MultiRegion: false,
      Description: 'Default key that protects my EBS volumes when no other key is defined',
    });
    const id = described['KeyId'];
    expect(await describeAlias(kms)).toEqual(described);
    expect(await describeAlias(kms, `arn:aws:kms:${region}:${account}:alias/aws/ebs`)).toEqual(described);
    expect(await describeAlias(kms, id as string)).toEqual(described);
    expect((await listed(kms)).filter((alias) => 'TargetKeyId' in alias)).toMatchObject([
      { AliasName: 'alias/aws/ebs', TargetKeyId: id },
    ]);
    expect(await listed(kms)).toHaveLength(names.length);
    expect(await listed(kms, { KeyId: id })).toHaveLength(1);
    expect(await kms.call('ListKeys')).toMatchObject({ Keys: [{ KeyId: id }] });
    const elsewhere = await describeAlias(kms, 'alias/aws/ebs', { region: otherRegion });
    expect(elsewhere['KeyId']).not.toBe(id);
  });

  it('gets one key, however many describe it at once', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const all = await Promise.all(Array.from({ length: 5 }, () => describeAlias(kms, 'alias/aws/s3')));
    expect(new Set(all.map(({ KeyId }) => KeyId)).size).toBe(1);
    expect((await kms.call('ListKeys'))['Keys']).toHaveLength(1);
  });

  it.each([
    'alias/aws/none',
    'alias/aws/',
    'alias/ebs',
    'alias/aws/EBS',
    'arn:aws:kms:us-east-1:444455556666:alias/aws/ebs',
  ])('%s is none', async (KeyId) => {
    const kms = await openKmsWorld();
    await kms.refusal('DescribeKey', { KeyId });
    expect((await kms.call('ListKeys'))['Keys']).toEqual([]);
  });

  it('is another account’s own affair', async () => {
    const kms = await openKmsWorld();
    const stranger = await kms.stranger();
    const arn = `arn:aws:kms:${region}:${account}:alias/aws/ebs`;
    expect(await kms.refusal('DescribeKey', { KeyId: arn }, stranger)).toContain('AccessDeniedException');
    await describeAlias(kms, 'alias/aws/ebs', stranger);
    expect((await kms.call('ListKeys'))['Keys']).toEqual([]);
  });

  it('comes and goes with undo', async () => {
    const kms = await openKmsWorld();
    await describeAlias(kms);
    await kms.world.group().undo();
    expect((await kms.call('ListKeys'))['Keys']).toEqual([]);
    expect(kms.world.nextDueMs).toBeNull();
  });
});

describe('the policy of an AWS managed key', () => {
  it.each(managedServices)('$aliasName: the service for the account’s principals, metadata for the account', async (it) => {
    const kms = await openKmsWorld();
    const { KeyId } = await describeAlias(kms, it.aliasName);
    const { Policy, PolicyName } = await kms.call('GetKeyPolicy', { KeyId });
    expect(PolicyName).toBe('default');
    const { Version, Id, Statement } = JSON.parse(Policy as string) as { Version: string; Id: string; Statement: Fields[] };
    expect([Version, Id]).toEqual(['2012-10-17', it.policyId]);
    const use = Statement.filter((statement) => 'Condition' in statement);
    expect(use.length).toBeGreaterThan(0);
    for (const { Principal, Effect, Condition } of use) {
      expect([Principal, Effect]).toEqual([{ AWS: '*' }, 'Allow']);
      const { StringEquals, StringLike } = Condition as Record<string, Fields>;
      expect(StringEquals!['kms:CallerAccount']).toBe(account);
      expect(StringEquals!['kms:ViaService'] ?? StringLike!['kms:ViaService']).toMatch(
        new RegExp(`^${it.via}\\.(?:${region}|\\*)\\.amazonaws\\.com$`),
      );
    }
    expect(Statement).toContainEqual({
      Sid: 'Allow direct access to key metadata to the account',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', ...(it.accountRevokesGrants ? ['kms:RevokeGrant'] : [])],
      Resource: '*',
    });
  }); // prettier-ignore

  it('is written as AWS writes it', async () => {
    const kms = await openKmsWorld();
    const { KeyId } = await describeAlias(kms, 'alias/aws/s3');
    const { Policy } = await kms.call('GetKeyPolicy', { KeyId });
    expect(Policy).toBe(`{
  "Version" : "2012-10-17",
  "Id" : "auto-s3-2",
  "Statement" : [ {
    "Sid" : "Allow access through S3 for all principals in the account that are authorized to use S3",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "*"
    },
    "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey" ],
    "Resource" : "*",
    "Condition" : {
      "StringEquals" : {
        "kms:CallerAccount" : "${account}",
        "kms:ViaService" : "s3.${region}.amazonaws.com"
      }
    }
  }, {
    "Sid" : "Allow direct access to key metadata to the account",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::${account}:root"
    },
    "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*" ],
    "Resource" : "*"
  } ]
}`);
  });

  const tags = [{ TagKey: 'a', TagValue: 'b' }];
  const policy = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}}';
  it.each<[string, object]>([
    ['Encrypt', { Plaintext: bytes('x') }],
    ['GenerateDataKey', { KeySpec: 'AES_256' }],
    ['GenerateDataKeyWithoutPlaintext', { KeySpec: 'AES_256' }],
    ['EnableKeyRotation', {}],
    ['DisableKeyRotation', {}],
    ['RotateKeyOnDemand', {}],
    ['DisableKey', {}],
    ['EnableKey', {}],
    ['ScheduleKeyDeletion', {}],
    ['CancelKeyDeletion', {}],
    ['PutKeyPolicy', { Policy: policy }],
    ['TagResource', { Tags: tags }],
    ['UntagResource', { TagKeys: ['a'] }],
    ['UpdateKeyDescription', { Description: 'mine' }],
    ['ImportKeyMaterial', { ImportToken: bytes('x'), EncryptedKeyMaterial: bytes('x'), ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }],
    ['DeleteImportedKeyMaterial', {}],
  ])('lets nobody call %s', async (operation, input) => {
    const kms = await openKmsWorld();
    const { KeyId, Arn } = await describeAlias(kms);
    const before = kms.key(KeyId as string);
    expect(await kms.refusal(operation, { KeyId, ...input })).toMatch(
      new RegExp(
        `^AccessDeniedException: User: arn:aws:sts::${account}:assumed-role/Administrator/learner is not authorized to perform: kms:${operation} on resource: ${String(Arn)} because no resource-based policy allows the kms:${operation} action$`,
      ),
    );
    expect(kms.key(KeyId as string)).toEqual(before);
  }); // prettier-ignore

  it('lets the account look', async () => {
    const kms = await openKmsWorld();
    const { KeyId } = await describeAlias(kms);
    for (const operation of ['GetKeyPolicy', 'ListKeyPolicies', 'ListResourceTags', 'GetKeyRotationStatus', 'ListKeyRotations']) {
      await kms.call(operation, { KeyId });
    }
  }); // prettier-ignore

  it.each(['CreateAlias', 'UpdateAlias', 'DeleteAlias'])('%s cannot touch its aliases', async (operation) => {
    const kms = await openKmsWorld();
    const { KeyId } = await describeAlias(kms);
    const own = await kms.createKey();
    await kms.call('CreateAlias', { AliasName: 'alias/mine', TargetKeyId: own.id });
    const target = operation === 'DeleteAlias' ? {} : { TargetKeyId: own.id };
    expect(await kms.refusal(operation, { AliasName: 'alias/aws/ebs', ...target })).toContain('NotAuthorizedException');
    if (operation === 'DeleteAlias') return;
    const AliasName = operation === 'CreateAlias' ? 'alias/other' : 'alias/mine';
    expect(await kms.refusal(operation, { AliasName, TargetKeyId: KeyId })).toContain(
      `because no resource-based policy allows the kms:${operation} action`,
    );
  });
});

it('an AWS managed key is rotated every year', async () => {
  const kms = await openKmsWorld({ kind: 'sandbox' });
  const { KeyId, Arn } = await describeAlias(kms);
  await kms.world.group().advance(3 * 365 * DAY_IN_MS + 1000);
  const { Rotations } = await kms.call('ListKeyRotations', { KeyId });
  expect(Rotations).toMatchObject(Array.from({ length: 3 }, () => ({ RotationType: 'AUTOMATIC', KeyId: Arn })));
  expect(await kms.call('GetKeyRotationStatus', { KeyId })).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 365,
  });
});
