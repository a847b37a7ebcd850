// GetKeyPolicy, PutKeyPolicy, ListKeyPolicies, and the policy at CreateKey.
import { describe, expect, it } from 'vitest';
import { account, openKmsWorld } from '../world.ts';

const statement = { Sid: 'with spaces', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` } };
const policy = (value: unknown) => JSON.stringify(value);
const good = policy({ Version: '2012-10-17', Statement: [{ ...statement, Action: 'kms:*', Resource: '*' }] });
const syntax = 'MalformedPolicyDocumentException: Syntax errors in policy.';
const principals = 'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.';

describe('key policies', () => {
  it('are the default one where none is given: the account decides', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey();
    const { Policy, PolicyName } = await kms.call('GetKeyPolicy', { KeyId: id });
    expect(PolicyName).toBe('default');
    // AWS opens the list of statements and the first of them on one line.
    expect(Policy).toMatch(
      /^\{\n {2}"Version" : "2012-10-17",\n {2}"Id" : "key-default-1",\n {2}"Statement" : \[ \{\n/,
    );
    expect(Policy).toMatch(/"Resource" : "\*"\n {2}\} \]\n\}$/);
    expect(JSON.parse(Policy as string)).toEqual({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
    expect(await kms.call('ListKeyPolicies', { KeyId: id })).toEqual({ PolicyNames: ['default'], Truncated: false });
  });

  it('come back as they were given', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey({ Policy: good });
    expect(await kms.call('GetKeyPolicy', { KeyId: id, PolicyName: 'default' })).toMatchObject({ Policy: good });
    const other = ` ${good}\n`;
    await kms.call('PutKeyPolicy', { KeyId: id, PolicyName: 'default', Policy: other });
    expect(await kms.call('GetKeyPolicy', { KeyId: id })).toMatchObject({ Policy: other });
  });

  it('have one name only', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey();
    const missing = 'NotFoundException: No such policy exists';
    expect(await kms.refusal('GetKeyPolicy', { KeyId: id, PolicyName: 'other' })).toBe(missing);
    expect(await kms.refusal('PutKeyPolicy', { KeyId: id, PolicyName: 'other', Policy: good })).toBe(missing);
  });

  it.each([
    ['a statement that is no list', policy({ Statement: { ...statement, Action: 'kms:*', Resource: '*' } })],
    ['no Action and no Resource', policy({ Statement: [statement] })],
    ['everybody', policy({ Statement: [{ ...statement, Principal: '*' }] })],
    ['NotPrincipal', policy({ Statement: [{ Effect: 'Deny', NotPrincipal: { AWS: [account] } }] })],
    ['a service', policy({ Id: 'x', Statement: [{ Effect: 'Deny', Principal: { Service: 'ec2.amazonaws.com' } }] })],
  ])('may have %s', async (_, Policy) => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey({ Policy });
    await kms.call('PutKeyPolicy', { KeyId: id, Policy, BypassPolicyLockoutSafetyCheck: true });
  });

  it.each([
    ['no JSON', '{', 'MalformedPolicyDocumentException: This policy contains invalid Json'],
    ['no object', '[]', syntax],
    ['no statement', policy({ Version: '2012-10-17' }), syntax],
    ['an empty list of statements', policy({ Statement: [] }), syntax],
    ['another version', policy({ Version: '2020-01-01', Statement: [statement] }), syntax],
    ['another member', policy({ Statements: [statement], Statement: [statement] }), syntax],
    ['no effect', policy({ Statement: [{ Principal: '*' }] }), syntax],
    ['another effect', policy({ Statement: [{ ...statement, Effect: 'allow' }] }), syntax],
    ['a statement that is none', policy({ Statement: ['Allow'] }), syntax],
    ['no principal', policy({ Statement: [{ Effect: 'Allow', Action: 'kms:*' }] }), principals],
    ['another kind of principal', policy({ Statement: [{ ...statement, Principal: { Role: 'x' } }] }), principals],
    ['a principal that is a number', policy({ Statement: [{ ...statement, Principal: { AWS: 1 } }] }), principals],
    ['no principal in the list', policy({ Statement: [{ ...statement, Principal: { AWS: [] } }] }), principals],
  ])('are refused with %s', async (_, Policy, message) => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey();
    expect(await kms.refusal('CreateKey', { Policy })).toBe(message);
    expect(await kms.refusal('PutKeyPolicy', { KeyId: id, Policy })).toBe(message);
  });

  it('are refused when they are too long, or have characters that a policy may not have', async () => {
    const kms = await openKmsWorld();
    const ofLength = (length: number) => {
      const rest = policy({ Id: '', Statement: [statement] }).length;
      return policy({ Id: 'x'.repeat(length - rest), Statement: [statement] });
    };
    expect((await kms.answer('CreateKey', { Policy: ofLength(32_768) })).ok).toBe(true);
    expect(await kms.answer('CreateKey', { Policy: ofLength(32_769) })).toMatchObject({
      ok: false,
      error: { code: 'LimitExceededException' },
    });
    const strange = policy({ Id: '\u4e16', Statement: [statement] });
    expect(await kms.refusal('CreateKey', { Policy: strange })).toContain('regular expression pattern');
  });
});
