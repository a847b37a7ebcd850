// Key policies: the default one, and what can be said of one without judging it.
// Source: AWS KMS Developer Guide, "Default key policy" and "Key policies in AWS KMS".
import type { AccountId } from '../../base/brand.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../base/json.ts';
import { malformedPolicy, policyNotFound, policyTooLong } from './errors.ts';

/** The only name that a key policy has. */
export const POLICY_NAME = 'default';

export function assertPolicyName(name: string | undefined): void {
  if (name !== undefined && name !== POLICY_NAME) throw policyNotFound();
}

/** What a key gets that is made without a policy. Written as AWS writes it, brackets and all. */
export const defaultKeyPolicy = (account: AccountId): string => `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::${account}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`;

const VERSIONS: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17'];
const MEMBERS = ['Version', 'Id', 'Statement'];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** The model allows four times as much; the service does not (Resource quotas, "Key policy document size"). */
const MOST_POLICY_BYTES = 32_768;

/** Throws LimitExceededException, or MalformedPolicyDocumentException for what is no key policy by its form. */
export function assertKeyPolicy(text: string): void {
  // One byte a character: the model's pattern lets nothing through that has more in latin-1.
  if (text.length > MOST_POLICY_BYTES) throw policyTooLong(MOST_POLICY_BYTES);
  const policy = parseJson(text);
  if (policy === undefined) throw malformedPolicy('This policy contains invalid Json');
  if (!isJsonObject(policy) || !Object.keys(policy).every((name) => MEMBERS.includes(name))) throw syntaxError();
  if (!VERSIONS.includes(policy['Version'])) throw syntaxError();
  const statements = asList(policy['Statement']);
  if (statements.length === 0) throw syntaxError();
  statements.forEach(assertStatement);
}

function assertStatement(statement: Json): void {
  if (!isJsonObject(statement)) throw syntaxError();
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') throw syntaxError();
  if (!hasPrincipal(statement)) {
    throw malformedPolicy('Policy contains a statement with one or more invalid principals.');
  }
}

/** A statement without Action or Resource has no effect, but it is accepted. One that is about nobody is not. */
function hasPrincipal(statement: JsonObject): boolean {
  const principal = statement['Principal'] ?? statement['NotPrincipal'];
  if (principal === '*') return true;
  if (!isJsonObject(principal)) return false;
  const entries = Object.entries(principal);
  return entries.length > 0 && entries.every(([type, names]) => PRINCIPAL_TYPES.includes(type) && areNames(names));
}

function areNames(value: Json): boolean {
  const names = asList(value);
  return names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
}

const asList = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

const syntaxError = () => malformedPolicy('Syntax errors in policy.');
