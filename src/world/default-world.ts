// The world that everybody begins with: one account, and the learner in an administrator's role.
// Account and keys are those that AWS's documentation uses in its examples.
import type { AccountId } from '../base/brand.ts';
import type { JsonObject } from '../base/json.ts';
import type { Caller } from './entry.ts';
import { defineTable, type Change, type View } from './records.ts';
import type { Credentials } from './world-api.ts';

/** Under '', by account ID. */
export const accountsTable = defineTable<{ readonly account: AccountId; readonly name: string }>('world/accounts');
/** Who an access key belongs to. Under '', by access key ID. */
export const accessKeysTable = defineTable<AccessKeyRecord>('world/access-keys');

/** Who there is besides the learner, with their own IAM policies. Under '', by ARN. */
export const principalsTable = defineTable<PrincipalRecord>('world/principals');

export interface PrincipalRecord {
  readonly account: AccountId;
  readonly arn: string;
  /** Documents of the IAM policy language, as they were given. */
  readonly policies: readonly JsonObject[];
}

export interface AccessKeyRecord {
  readonly account: AccountId;
  readonly arn: string;
  readonly secretAccessKey: string;
  /** Temporary credentials are nothing without it. */
  readonly sessionToken: string | null;
}

export const defaultAccount = '111122223333' as AccountId;
export const learnerName = 'learner';

const learner: AccessKeyRecord = {
  account: defaultAccount,
  arn: `arn:aws:sts::${defaultAccount}:assumed-role/Administrator/${learnerName}`,
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjKeyroomLearnerSessionEXAMPLETOKEN',
};
const learnerAccessKeyId = 'ASIAIOSFODNN7EXAMPLE';

export const learnerCredentials: Credentials = {
  accessKeyId: learnerAccessKeyId,
  secretAccessKey: learner.secretAccessKey,
  ...(learner.sessionToken === null ? {} : { sessionToken: learner.sessionToken }),
};

/** What the first entry of every world writes. */
export const defaultRecords: readonly Change[] = [
  {
    table: accountsTable.name,
    partition: '',
    id: defaultAccount,
    after: { account: defaultAccount, name: 'Keyroom' },
  },
  { table: accessKeysTable.name, partition: '', id: learnerAccessKeyId, after: learner },
];

/** Undefined for an access key that nobody has, or a session token that is not the one that came with it. */
export function callerOf(view: View, credentials: Credentials): Caller | undefined {
  const found = view.get(accessKeysTable, '', credentials.accessKeyId);
  if (!found) return undefined;
  if (found.sessionToken !== null && found.sessionToken !== credentials.sessionToken) return undefined;
  return { account: found.account, arn: found.arn, accessKeyId: credentials.accessKeyId };
}
