// FILE: who there is in the endpoint's world. Strict: what is not understood is refused with the place where it stands.
//   {"accounts":[{"id":"111122223333","principals":[{"arn":"…","accessKeyId":"…","secretAccessKey":"…","policies":[…]}]}]}
import * as v from 'valibot';
import { parseArn } from '../base/arn.ts';
import type { AccountId } from '../base/brand.ts';
import { canonicalJson, type Json, type JsonObject } from '../base/json.ts';
import { accessKeysTable, accountsTable, principalsTable, type AccessKeyRecord } from '../world/default-world.ts';
import type { Change } from '../world/records.ts';
import { EndpointError } from './endpoint-error.ts';

const policy = v.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'a policy is a JSON object',
);

const principalSchema = v.strictObject({
  arn: v.pipe(
    v.string(),
    v.regex(
      /^arn:aws:(iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/,
      'not the ARN of a user, a role, a role session or an account’s root user',
    ),
  ),
  accessKeyId: v.pipe(
    v.string(),
    v.regex(/^\w{4,128}$/, 'an access key ID is 4 to 128 letters, digits and underscores'),
  ),
  secretAccessKey: v.pipe(
    v.string(),
    v.regex(/^[!-~]{1,256}$/, 'a secret access key is 1 to 256 characters without spaces'),
  ),
  sessionToken: v.optional(v.pipe(v.string(), v.regex(/^[!-~]{1,4096}$/, 'a session token has no spaces'))),
  policies: v.optional(v.array(policy), []),
});

const accountSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^\d{12}$/, 'an account ID is twelve digits')),
  principals: v.array(principalSchema),
});

const worldFileSchema = v.strictObject({
  accounts: v.pipe(v.array(accountSchema), v.minLength(1, 'there is no account')),
});

export type WorldFile = v.InferOutput<typeof worldFileSchema>;

/** Without a FILE: the key pair of AWS's documentation is an administrator. */
export const defaultWorldFile: WorldFile = {
  accounts: [
    {
      id: '111122223333',
      principals: [
        {
          arn: 'arn:aws:iam::111122223333:user/Administrator',
          accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
          policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
        },
      ],
    },
  ],
};

/** `name` is what the messages call the file. Throws an EndpointError. */
export function parseWorldFile(text: string, name: string): WorldFile {
  const wrong = (where: string, what: string) =>
    new EndpointError(`${name}: ${where === '' ? '' : `${where}: `}${what}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong('', `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = v.safeParse(worldFileSchema, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw wrong(placeOf(issue.path ?? []), wordsOf(issue));
  }
  const seen = new Map<string, string>();
  const once = (what: string, value: string, where: string) => {
    const before = seen.get(`${what} ${value}`);
    if (before !== undefined) throw wrong(where, `the ${what} ${value} is already at ${before}`);
    seen.set(`${what} ${value}`, where);
  };
  for (const [at, { id, principals }] of result.output.accounts.entries()) {
    once('account', id, `accounts[${at}].id`);
    for (const [number, { arn, accessKeyId, sessionToken }] of principals.entries()) {
      const where = `accounts[${at}].principals[${number}]`;
      if (parseArn(arn)?.account !== id) throw wrong(`${where}.arn`, `${arn} does not belong to the account ${id}`);
      if (arn.startsWith('arn:aws:sts:') && sessionToken === undefined) {
        throw wrong(where, 'a role session has a sessionToken');
      }
      once('principal', arn, `${where}.arn`);
      once('access key ID', accessKeyId, `${where}.accessKeyId`);
    }
  }
  return result.output;
}

const placeOf = (path: readonly { readonly key: unknown }[]): string =>
  path
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

/** valibot's words for what is missing or too much; ours for the rest. */
const wordsOf = ({ kind, type, message, expected, received }: v.BaseIssue<unknown>): string => {
  if (type === 'strict_object' && expected === 'never') return 'there is no such member';
  if (kind === 'schema' && received === 'undefined') return 'is missing';
  return message;
};

/** What the first entry of the world writes. */
export function recordsOf({ accounts }: WorldFile): readonly Change[] {
  const record = (table: { readonly name: string }, id: string, after: object): Change => ({
    table: table.name,
    partition: '',
    id,
    after,
  });
  return accounts.flatMap(({ id, principals }) => {
    const account = id as AccountId;
    return [
      record(accountsTable, id, { account, name: id }),
      ...principals.flatMap(({ arn, accessKeyId, secretAccessKey, sessionToken = null, policies }) => {
        const key: AccessKeyRecord = { account, arn, secretAccessKey, sessionToken };
        return [record(principalsTable, arn, { account, arn, policies }), record(accessKeysTable, accessKeyId, key)];
      }),
    ];
  });
}

/** The same text for files that say the same. */
export const canonicalWorldFile = (file: WorldFile): string => canonicalJson(file as unknown as Json);
