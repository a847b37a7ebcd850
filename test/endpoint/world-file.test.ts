// FILE: what is taken, what is refused, and where the refusal points to.
import { describe, expect, it } from 'vitest';
import { EndpointError } from '../../src/endpoint/endpoint-error.ts';
import { canonicalWorldFile, defaultWorldFile, parseWorldFile, recordsOf } from '../../src/endpoint/world-file.ts';

const alice = {
  arn: 'arn:aws:iam::111122223333:user/team/alice',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  policies: [{ Version: '2012-10-17', Statement: [] }],
};
const bob = { ...alice, arn: 'arn:aws:iam::111122223333:user/bob', accessKeyId: 'AKIABOB' };
const of = (...principals: unknown[]) => ({ accounts: [{ id: '111122223333', principals }] });
const parse = (value: unknown) => parseWorldFile(typeof value === 'string' ? value : JSON.stringify(value), 'w.json');

describe('a world file', () => {
  it('becomes the records that a world begins with', () => {
    const records = recordsOf(parse(of(alice)));
    expect(records.map(({ table, id }) => `${table} ${id}`)).toEqual([
      'world/accounts 111122223333',
      `world/principals ${alice.arn}`,
      `world/access-keys ${alice.accessKeyId}`,
    ]);
    expect(records[1]!.after).toEqual({ account: '111122223333', arn: alice.arn, policies: alice.policies });
    expect(records[2]!.after).toEqual({
      account: '111122223333',
      arn: alice.arn,
      secretAccessKey: alice.secretAccessKey,
      sessionToken: null,
    });
  });

  it.each([
    'arn:aws:iam::111122223333:root',
    'arn:aws:iam::111122223333:role/service-role/Reader',
    'arn:aws:iam::111122223333:user/a.b+c=d,e@f-g_h',
  ])('may name %s', (arn) => {
    expect(parse(of({ ...alice, arn }))).toBeDefined();
  });

  it('need not have policies', () => {
    const { policies: _, ...without } = alice;
    expect(parse(of(without)).accounts[0]!.principals[0]!.policies).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'w.json: not JSON: '],
    ['a list', [], 'w.json: '],
    ['nothing', {}, 'w.json: accounts: is missing'],
    ['no account', { accounts: [] }, 'w.json: accounts: there is no account'],
    ['another member', { ...of(alice), users: [] }, 'w.json: users: there is no such member'],
    [
      'another member of a principal',
      of({ ...alice, secret: 'x' }),
      'w.json: accounts[0].principals[0].secret: there is no such member',
    ],
    [
      'no access key',
      of({ ...alice, accessKeyId: undefined }),
      'w.json: accounts[0].principals[0].accessKeyId: is missing',
    ],
    [
      'a bad account ID',
      { accounts: [{ id: '11112222333', principals: [] }] },
      'w.json: accounts[0].id: an account ID is twelve digits',
    ],
    ['a number for an account ID', { accounts: [{ id: 111122223333, principals: [] }] }, 'w.json: accounts[0].id: '],
    ['a bad ARN', of({ ...alice, arn: 'alice' }), 'w.json: accounts[0].principals[0].arn: not the ARN of '],
    [
      'the ARN of a group',
      of({ ...alice, arn: 'arn:aws:iam::111122223333:group/a' }),
      'w.json: accounts[0].principals[0].arn: not the ARN of ',
    ],
    [
      'the ARN of another account',
      of(bob, { ...alice, arn: 'arn:aws:iam::444455556666:user/a' }),
      'w.json: accounts[0].principals[1].arn: arn:aws:iam::444455556666:user/a does not belong to the account 111122223333',
    ],
    [
      'an access key ID twice',
      of(alice, { ...bob, accessKeyId: alice.accessKeyId }),
      `w.json: accounts[0].principals[1].accessKeyId: the access key ID ${alice.accessKeyId} is already at accounts[0].principals[0].accessKeyId`,
    ],
    [
      'a principal twice',
      of(alice, { ...bob, arn: alice.arn }),
      `w.json: accounts[0].principals[1].arn: the principal ${alice.arn} is already at accounts[0].principals[0].arn`,
    ],
    [
      'an account twice',
      { accounts: [...of(alice).accounts, ...of(bob).accounts] },
      'w.json: accounts[1].id: the account 111122223333 is already at accounts[0].id',
    ],
    ['an empty secret', of({ ...alice, secretAccessKey: '' }), 'w.json: accounts[0].principals[0].secretAccessKey: '],
    [
      'a policy that is text',
      of({ ...alice, policies: ['x'] }),
      'w.json: accounts[0].principals[0].policies[0]: a policy is a JSON object',
    ],
    [
      'a policy that is a list',
      of({ ...alice, policies: [[]] }),
      'w.json: accounts[0].principals[0].policies[0]: a policy is a JSON object',
    ],
    [
      'a role session without its token',
      of({ ...alice, arn: 'arn:aws:sts::111122223333:assumed-role/R/s' }),
      'w.json: accounts[0].principals[0]: a role session has a sessionToken',
    ],
    ['a prototype', '{"accounts":[],"__proto__":{}}', 'w.json: '],
  ])('is refused with %s', (_what, value, message) => {
    const thrown = (() => {
      try {
        return parse(value);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(EndpointError);
    expect((thrown as EndpointError).message.startsWith(message), (thrown as EndpointError).message).toBe(true);
    expect((thrown as EndpointError).exitCode).toBe(1);
  });

  it('says the same whatever the order of its members is', () => {
    const reversed = Object.fromEntries(Object.entries(alice).reverse());
    expect(canonicalWorldFile(parse(of(reversed)))).toBe(canonicalWorldFile(parse(of(alice))));
    expect(canonicalWorldFile(parse(of(bob)))).not.toBe(canonicalWorldFile(parse(of(alice))));
  });

  it('is, where none is given, what AWS’s documentation has in its examples', () => {
    expect(parse(defaultWorldFile)).toEqual(defaultWorldFile);
  });
});
