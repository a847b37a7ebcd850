// Key identifiers: which operation takes which of the four forms, and how each fails.
// Source: AWS KMS Developer Guide, "AWS KMS permissions" and "Key identifiers".
import { beforeAll, describe, expect, it } from 'vitest';
import { learnerCredentials } from '../../../src/world/default-world.ts';
import {
  bytes,
  openKmsWorld,
  otherAccount,
  otherRegion,
  region,
  account,
  type KmsWorld,
  type TestKey,
} from './world.ts';

const idOnly = {
  UpdateKeyDescription: { Description: 'd' },
  EnableKey: {},
  DisableKey: {},
  ScheduleKeyDeletion: {},
  CancelKeyDeletion: {},
  TagResource: { Tags: [{ TagKey: 'a', TagValue: 'b' }] },
  UntagResource: { TagKeys: ['a'] },
  ListResourceTags: {},
  GetKeyPolicy: {},
  PutKeyPolicy: { Policy: '{}' },
  ListKeyPolicies: {},
  ListAliases: {},
};
const anyForm = {
  DescribeKey: {},
  Encrypt: { Plaintext: bytes('text') },
  GenerateDataKey: { KeySpec: 'AES_256' },
  GenerateDataKeyWithoutPlaintext: { KeySpec: 'AES_256' },
};
const all = { ...idOnly, ...anyForm };
const unknownId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const unseen =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

describe('key identifiers', () => {
  let kms: KmsWorld;
  let key: TestKey;
  const aliasArn = `arn:aws:kms:${region}:${account}:alias/app`;
  beforeAll(async () => {
    kms = await openKmsWorld();
    key = await kms.createKey();
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.id });
  });

  it.each(Object.entries(anyForm))('%s takes all four forms', async (operation, input) => {
    for (const KeyId of [key.id, key.arn, 'alias/app', aliasArn]) await kms.call(operation, { ...input, KeyId });
  });

  it.each(Object.entries(idOnly))('%s takes no alias', async (operation, input) => {
    for (const KeyId of ['alias/app', 'alias/none', aliasArn]) {
      expect(await kms.refusal(operation, { ...input, KeyId })).toBe(
        'InvalidArnException: Key Aliases are not supported for this operation.',
      );
    }
  });

  it.each(Object.entries(idOnly).filter(([operation]) => !/Deletion|Policy/.test(operation)))(
    '%s takes a key ID and a key ARN',
    async (operation, input) => {
      for (const KeyId of [key.id, key.arn]) await kms.call(operation, { ...input, KeyId });
    },
  );

  it('a ciphertext’s key can be named in all four forms', async () => {
    await kms.call('EnableKey', { KeyId: key.id });
    const blob = await kms.encrypt(key.id, 'text');
    for (const KeyId of [key.id, key.arn, 'alias/app', aliasArn]) {
      const { KeyId: answered } = await kms.call('Decrypt', { CiphertextBlob: blob, KeyId });
      expect(answered).toBe(key.arn);
      await kms.call('ReEncrypt', { CiphertextBlob: blob, SourceKeyId: KeyId, DestinationKeyId: KeyId });
    }
  });

  const failures: [string, string][] = [
    ['nonsense', "NotFoundException: Invalid keyId 'nonsense'"],
    [
      '',
      "ValidationException: 2 validation errors detected: Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'keyId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\p{ASCII}+$",
    ],
    [
      'キー',
      "ValidationException: 1 validation error detected: Value 'キー' at 'keyId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\p{ASCII}+$",
    ],
    ['1234abcd-12ab-34cd-56ef-1234567890', "NotFoundException: Invalid keyId '1234abcd-12ab-34cd-56ef-1234567890'"],
    ['mrk-1234', "NotFoundException: Invalid keyId 'mrk-1234'"],
    [`key/${unknownId}`, `NotFoundException: Invalid keyId 'key/${unknownId}'`],
    [unknownId, `NotFoundException: Key 'arn:aws:kms:${region}:${account}:key/${unknownId}' does not exist`],
    [
      'mrk-1234abcd12ab34cd56ef1234567890ab',
      `NotFoundException: Key 'arn:aws:kms:${region}:${account}:key/mrk-1234abcd12ab34cd56ef1234567890ab' does not exist`,
    ],
    [
      `arn:aws:kms:${region}:${account}:key/${unknownId}`,
      `NotFoundException: Key 'arn:aws:kms:${region}:${account}:key/${unknownId}' does not exist`,
    ],
    [`arn:aws:kms:${otherRegion}:${account}:key/${unknownId}`, `NotFoundException: Invalid arn ${otherRegion}`],
    [`arn:aws:kms:${otherRegion}:${account}:alias/app`, `NotFoundException: Invalid arn ${otherRegion}`],
    [`arn:aws:kms:${region}:${account}:key/none`, 'NotFoundException: Invalid keyId none'],
    [
      `arn:aws:kms:${region}:${account}:${unknownId}`,
      `NotFoundException: Invalid arn arn:aws:kms:${region}:${account}:${unknownId}`,
    ],
    ['arn:aws:s3:::bucket', 'NotFoundException: Invalid arn arn:aws:s3:::bucket'],
    ['arn:aws:kms', 'NotFoundException: Invalid arn arn:aws:kms'],
  ];
  for (const [identifier, message] of failures) {
    it.each(Object.entries(all))(`%s of ${identifier}`, async (operation, input) => {
      expect(await kms.refusal(operation, { ...input, KeyId: identifier })).toBe(message);
    });
  }

  it.each(Object.entries(anyForm))('%s of an alias that is not there', async (operation, input) => {
    const message = `NotFoundException: Alias arn:aws:kms:${region}:${account}:alias/none is not found.`;
    expect(await kms.refusal(operation, { ...input, KeyId: 'alias/none' })).toBe(message);
    const arn = `arn:aws:kms:${region}:${account}:alias/none`;
    expect(await kms.refusal(operation, { ...input, KeyId: arn })).toBe(message);
  });

  it.each(Object.entries(all))('%s does not tell whether another account’s key is there', async (operation, input) => {
    const me = kms.world.whoIs(learnerCredentials)!.arn;
    const message = `AccessDeniedException: User: ${me} is not authorized to perform: kms:${operation} on this resource ${unseen}`;
    const KeyId = `arn:aws:kms:${region}:${otherAccount}:key/${unknownId}`;
    expect(await kms.refusal(operation, { ...input, KeyId })).toBe(message);
  });

  it('a principal of another account is refused, by every operation and every form', async () => {
    const stranger = await kms.stranger();
    for (const [operation, input] of Object.entries(all)) {
      const refusal = await kms.refusal(operation, { ...input, KeyId: key.arn }, stranger);
      expect(refusal, operation).toContain(
        `AccessDeniedException: User: ${stranger.arn} is not authorized to perform: kms:${operation} on `,
      );
    }
    for (const operation of Object.keys(anyForm)) {
      const input = { ...anyForm[operation as keyof typeof anyForm], KeyId: aliasArn };
      expect(await kms.refusal(operation, input, stranger)).toContain('AccessDeniedException');
    }
    // A bare key ID is looked up in the caller's account.
    expect(await kms.refusal('DescribeKey', { KeyId: key.id }, stranger)).toBe(
      `NotFoundException: Key 'arn:aws:kms:${region}:${otherAccount}:key/${key.id}' does not exist`,
    );
  });

  it('a refused call names no resource, an allowed one does', async () => {
    const stranger = await kms.stranger();
    await kms.refusal('DescribeKey', { KeyId: key.arn }, stranger);
    await kms.call('DescribeKey', { KeyId: key.id });
    const resources = kms.world.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call.resources] : []));
    expect(resources.slice(-2)).toEqual([[], [key.arn]]);
  });
});
