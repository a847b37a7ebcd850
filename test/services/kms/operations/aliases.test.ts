// CreateAlias, UpdateAlias, DeleteAlias and ListAliases: a name belongs to one key at most, and only to those who may have it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAsymmetric, kinds, type KeyKind } from '../kinds.ts';
import { account, openKmsWorld, otherAccount, otherRegion, region, type KmsWorld } from '../world.ts';

const aliasArn = (name: string) => `arn:aws:kms:${region}:${account}:${name}`;
/** Without those that AWS has defined for its services. */
const aliasesOf = async (kms: KmsWorld, input: object = {}): Promise<Record<string, unknown>[]> =>
  ((await kms.call('ListAliases', input))['Aliases'] as Record<string, unknown>[]).filter(
    ({ TargetKeyId }) => TargetKeyId !== undefined,
  );

describe('aliases', () => {
  it('name a key, and are listed with their dates', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    expect(await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.arn })).toEqual({});
    const createdAt = kms.world.nowMs() / 1000;
    const entry = { AliasName: 'alias/app', AliasArn: aliasArn('alias/app'), CreationDate: createdAt };
    expect(await aliasesOf(kms)).toEqual([{ ...entry, TargetKeyId: key.id, LastUpdatedDate: createdAt }]);
    await kms.call('UpdateAlias', { AliasName: 'alias/app', TargetKeyId: other.id });
    const updatedAt = kms.world.nowMs() / 1000;
    expect(updatedAt).toBeGreaterThan(createdAt);
    expect(await aliasesOf(kms)).toEqual([{ ...entry, TargetKeyId: other.id, LastUpdatedDate: updatedAt }]);
    expect(await aliasesOf(kms, { KeyId: key.id })).toEqual([]);
    expect(await aliasesOf(kms, { KeyId: other.arn })).toHaveLength(1);
    await kms.call('DeleteAlias', { AliasName: 'alias/app' });
    expect(await aliasesOf(kms)).toEqual([]);
    await kms.call('DescribeKey', { KeyId: other.id });
  });

  it('follow the name: what is encrypted by an alias goes to its target of that time', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.id });
    const before = await kms.encrypt('alias/app', 'before');
    await kms.call('UpdateAlias', { AliasName: 'alias/app', TargetKeyId: other.id });
    expect(await kms.decrypt(before)).toBe('before');
    const refusal = await kms.refusal('Decrypt', { CiphertextBlob: before, KeyId: 'alias/app' });
    expect(refusal).toContain('IncorrectKeyException');
    expect(await kms.call('DescribeKey', { KeyId: 'alias/app' })).toMatchObject({ KeyMetadata: { KeyId: other.id } });
  });

  it('are one Region’s, and tell capitals apart', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const there = { region: otherRegion };
    const elsewhere = await kms.createKey({}, there);
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.id });
    await kms.call('CreateAlias', { AliasName: 'alias/App', TargetKeyId: key.id });
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: elsewhere.id }, there);
    expect(await aliasesOf(kms)).toHaveLength(2);
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: 'alias/app' }, there);
    expect(KeyMetadata).toMatchObject({ KeyId: elsewhere.id });
  });

  const prefix =
    'ValidationException: Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html';
  describe.each(['CreateAlias', 'UpdateAlias', 'DeleteAlias'])('%s', (operation) => {
    it.each([
      ['app', prefix],
      ['ALIAS/app', prefix],
      ['alias/aws/s3', 'NotAuthorizedException: '],
      ['alias/aws/mine', 'NotAuthorizedException: '],
      ['alias/a:b', 'ValidationException: alias/a:b contains invalid characters for an alias'],
      // Only a new alias needs a name: the others are not found.
      [
        'alias/',
        operation === 'CreateAlias'
          ? 'InvalidAliasNameException: '
          : `NotFoundException: Alias ${aliasArn('alias/')} is not found.`,
      ],
      [
        'alias/a b',
        "ValidationException: 1 validation error detected: Value 'alias/a b' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
      ],
    ])('refuses the name %s', async (AliasName, message) => {
      const kms = await openKmsWorld();
      const key = await kms.createKey();
      const input = operation === 'DeleteAlias' ? { AliasName } : { AliasName, TargetKeyId: key.id };
      expect(await kms.refusal(operation, input)).toBe(message);
    });
  });

  it.each(['alias/awsome', 'alias/a/b/c', 'alias/_-', `alias/${'x'.repeat(250)}`])('may be named %s', async (name) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('CreateAlias', { AliasName: name, TargetKeyId: key.id });
    await kms.call('DescribeKey', { KeyId: name });
    await kms.call('DescribeKey', { KeyId: aliasArn(name) });
  });

  it('are refused for targets that are no keys of the account and Region', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.id });
    const ofAlias = 'ValidationException: Aliases must refer to keys. Not aliases';
    for (const operation of ['CreateAlias', 'UpdateAlias']) {
      const refusal = (TargetKeyId: string) => kms.refusal(operation, { AliasName: 'alias/app', TargetKeyId });
      expect(await refusal('alias/app')).toBe(ofAlias);
      expect(await refusal(aliasArn('alias/app'))).toBe(ofAlias);
      expect(await refusal('none')).toBe("NotFoundException: Invalid keyId 'none'");
      expect(await refusal(key.arn.replace(region, otherRegion))).toBe(`NotFoundException: Invalid arn ${otherRegion}`);
      expect(await refusal(key.arn.replace(account, otherAccount))).toContain('AccessDeniedException');
    }
  });

  it('exist once, and must exist to be changed', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const input = { AliasName: 'alias/app', TargetKeyId: key.id };
    const missing = `NotFoundException: Alias ${aliasArn('alias/app')} is not found.`;
    expect(await kms.refusal('UpdateAlias', input)).toBe(missing);
    expect(await kms.refusal('DeleteAlias', { AliasName: 'alias/app' })).toBe(missing);
    await kms.call('CreateAlias', input);
    expect(await kms.refusal('CreateAlias', input)).toBe(
      `AlreadyExistsException: An alias with the name ${aliasArn('alias/app')} already exists`,
    );
  });

  it('are at most 50 for a key', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    for (let at = 0; at < 50; at += 1) {
      await kms.call('CreateAlias', { AliasName: `alias/n${at}`, TargetKeyId: key.id });
    }
    const another = { AliasName: 'alias/another', TargetKeyId: key.id };
    expect(await kms.refusal('CreateAlias', another)).toContain('LimitExceededException');
    await kms.call('CreateAlias', { ...another, TargetKeyId: other.id });
    expect(await kms.refusal('UpdateAlias', another)).toContain('LimitExceededException');
    // One of the fifty may be set to the same key again.
    await kms.call('UpdateAlias', { AliasName: 'alias/n7', TargetKeyId: key.id });
    await kms.call('DeleteAlias', { AliasName: 'alias/n7' });
    await kms.call('UpdateAlias', another);
  });

  it('move only between keys of one type and usage', async () => {
    const kms = await openKmsWorld();
    const refused = /^ValidationException: The new target key of an alias must be of the same type/;
    const typeOf = ({ KeySpec }: KeyKind) =>
      KeySpec === 'SYMMETRIC_DEFAULT' ? 'symmetric' : isAsymmetric(KeySpec) ? 'asymmetric' : 'HMAC';
    const keys = await Promise.all(
      kinds.map(async (kind) => {
        const { KeySpec, KeyUsage } = kind;
        const keyOfKind = await kms.createKey({ KeySpec, KeyUsage });
        const AliasName = `alias/${KeySpec}-${KeyUsage}`;
        await kms.call('CreateAlias', { AliasName, TargetKeyId: keyOfKind.id });
        return { kind, AliasName, id: keyOfKind.id };
      }),
    );
    for (const from of keys) {
      for (const to of keys) {
        const input = { AliasName: from.AliasName, TargetKeyId: to.id };
        if (typeOf(from.kind) === typeOf(to.kind) && from.kind.KeyUsage === to.kind.KeyUsage) {
          await kms.call('UpdateAlias', input);
        } else {
          expect(await kms.refusal('UpdateAlias', input)).toMatch(refused);
        }
      }
    }
  });

  it('behave like a map from names to keys, whatever is done to them', async () => {
    const names = ['alias/a', 'alias/b', 'alias/c/d'];
    const step = fc.record({
      operation: fc.constantFrom('CreateAlias', 'UpdateAlias', 'DeleteAlias'),
      name: fc.constantFrom(...names),
      target: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const kms = await openKmsWorld();
        const keys = [await kms.createKey(), await kms.createKey(), await kms.createKey()];
        const model = new Map<string, string>();
        for (const { operation, name, target } of steps) {
          const TargetKeyId = keys[target]!.id;
          const input = operation === 'DeleteAlias' ? { AliasName: name } : { AliasName: name, TargetKeyId };
          const { ok } = await kms.answer(operation, input);
          expect(ok, `${operation} ${name}`).toBe(model.has(name) !== (operation === 'CreateAlias'));
          if (!ok) continue;
          if (operation === 'DeleteAlias') model.delete(name);
          else model.set(name, TargetKeyId);
        }
        const listed = (await aliasesOf(kms)).map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId]);
        expect(listed).toEqual([...model].sort());
        for (const [name, id] of model) {
          expect(await kms.call('DescribeKey', { KeyId: name })).toMatchObject({ KeyMetadata: { KeyId: id } });
        }
      }),
      { numRuns: 25 },
    );
  });
});
