// From a key identifier to the KMS key: a key ID, key ARN, alias name or alias ARN, and how each can fail.
// Source: AWS KMS Developer Guide, "Key identifiers (KeyId)"; messages as live calls give them.
import { parseArn } from '../../base/arn.ts';
import { accountId, type AccountId } from '../../base/brand.ts';
import type { CheckContext } from '../../world/service.ts';
import {
  aliasNotFound,
  aliasNotSupported,
  foreignKeyDenied,
  invalidArn,
  invalidKeyId,
  invalidKeyIdInArn,
  keyNotFound,
} from './errors.ts';
import { aliasArnOf, aliasesTable, keyArnOf, keysTable, partitionOf, type KeyRecord } from './records.ts';

/** What an operation takes for an identifier, and the permission that it needs on what it finds. */
export interface KeyAccess {
  readonly action: string;
  /** Key IDs and key ARNs only, or alias names and alias ARNs too. */
  readonly aliases: boolean;
  /** Whether a principal of another account can be let through at all. */
  readonly crossAccount: boolean;
}

/** Operations that use the key, and DescribeKey. */
export const use = (action: string): KeyAccess => ({ action, aliases: true, crossAccount: true });
/** Operations that manage the key. */
export const manage = (action: string): KeyAccess => ({ action, aliases: false, crossAccount: false });
/** Operations that manage the key, and that another account can be let do: those on its grants, and its rotation's status. */
export const manageAnywhere = (action: string): KeyAccess => ({ action, aliases: false, crossAccount: true });

export interface FoundKey {
  readonly key: KeyRecord;
  /** The alias that it was named by. */
  readonly aliasName?: string;
}

/** `account` is absent where the identifier names none: it is then looked up in the caller's. */
type Identifier =
  | { readonly kind: 'key'; readonly keyId: string; readonly account?: AccountId }
  | { readonly kind: 'alias'; readonly aliasName: string; readonly account?: AccountId };

const ALIAS_PREFIX = 'alias/';
const KEY_PREFIX = 'key/';
const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i;

const aliasOf = (text: string): Identifier | undefined =>
  text.startsWith(ALIAS_PREFIX) ? { kind: 'alias', aliasName: text } : undefined;

function keyOf(keyId: string, refusal: (text: string) => Error): Identifier {
  if (!KEY_ID.test(keyId)) throw refusal(keyId);
  return { kind: 'key', keyId };
}

function parseIdentifier(text: string, region: string): Identifier {
  if (!text.startsWith('arn:')) return aliasOf(text) ?? keyOf(text, invalidKeyId);
  const arn = parseArn(text);
  const account = arn && accountId(arn.account);
  if (!arn || arn.service !== 'kms' || arn.partition !== 'aws' || account === undefined) throw invalidArn(text);
  if (arn.region !== region) throw invalidArn(arn.region);
  const alias = aliasOf(arn.resource);
  if (alias) return { ...alias, account };
  if (!arn.resource.startsWith(KEY_PREFIX)) throw invalidArn(text);
  return { ...keyOf(arn.resource.slice(KEY_PREFIX.length), invalidKeyIdInArn), account };
}

/** Whether this is the bare ID of a key, which does not say whose. */
export const isKeyId = (identifier: string): boolean => KEY_ID.test(identifier);

/** Whether this names an alias, by name or ARN. */
export const isAlias = (identifier: string): boolean => /^(?:arn:[^/]*:)?alias\//.test(identifier);

/** The key that an identifier names. Throws what AWS throws where it names none; says nothing of foreign keys. */
export function resolveKey(context: CheckContext, text: string, access: KeyAccess): FoundKey {
  const { caller, region, view } = context;
  const identifier = parseIdentifier(text, region);
  if (identifier.kind === 'alias' && !access.aliases) throw aliasNotSupported();

  const account = identifier.account ?? caller.account;
  const isForeign = account !== caller.account;
  if (isForeign && !access.crossAccount) throw foreignKeyDenied(caller.arn, access.action);
  const place = { account, region };
  const refuse = (error: Error) => (isForeign ? foreignKeyDenied(caller.arn, access.action) : error);

  let keyId: string;
  if (identifier.kind === 'alias') {
    const alias = view.get(aliasesTable, partitionOf(place), identifier.aliasName);
    if (!alias) throw refuse(aliasNotFound(aliasArnOf(place, identifier.aliasName)));
    keyId = alias.targetKeyId;
  } else {
    keyId = identifier.keyId;
  }
  const key = view.get(keysTable, partitionOf(place), keyId);
  if (!key) throw refuse(keyNotFound(keyArnOf({ ...place, keyId })));
  return identifier.kind === 'alias' ? { key, aliasName: identifier.aliasName } : { key };
}
