// What KMS asks the authorizer, with the condition keys of its requests.
// Source: AWS KMS Developer Guide, "AWS KMS permissions" and "Condition keys for AWS KMS".
import type { EncryptionContext } from '../../hsm/types.ts';
import type { CheckContext } from '../../world/service.ts';
import { assertAwsManagedKeyAllows } from './aws-managed-keys.ts';
import { resolveKey, type FoundKey, type KeyAccess } from './identifiers.ts';
import { isReplica } from './multi-region.ts';
import { aliasArnOf, keyArnOf, type KeyRecord, type Tag } from './records.ts';

type Conditions = Readonly<Record<string, string | readonly string[]>>;

/** An action on a key that was found. Names the key for the trail, but only for those who may know of it. */
export function authorizeKey(context: CheckContext, action: string, found: FoundKey, request: Conditions = {}): void {
  const { key, aliasName } = found;
  const keyArn = keyArnOf(key);
  assertAwsManagedKeyAllows(context.caller, action, key);
  context.authorize({
    action,
    resource: keyArn,
    resourceAccount: key.account,
    conditions: {
      'kms:CallerAccount': context.caller.account,
      'kms:KeySpec': key.keySpec,
      'kms:KeyUsage': key.keyUsage,
      'kms:KeyOrigin': key.origin,
      'kms:MultiRegion': String(key.multiRegion),
      ...(key.multiRegion && { 'kms:MultiRegionKeyType': isReplica(context.view, key) ? 'REPLICA' : 'PRIMARY' }),
      ...(aliasName !== undefined && { 'kms:RequestAlias': aliasName }),
      ...Object.fromEntries(key.tags.map((tag) => [`aws:ResourceTag/${tag.key}`, tag.value])),
      ...request,
    },
    resourcePolicies: [key.policy],
  });
  context.touches(keyArn);
}

/** The key that an identifier names, if the caller may do this to it. */
export function authorizedKey(
  context: CheckContext,
  identifier: string,
  access: KeyAccess,
  request: Conditions = {},
): KeyRecord {
  const found = resolveKey(context, identifier, access);
  authorizeKey(context, access.action, found, request);
  return found.key;
}

/** An action on an alias of the caller's account: identity policies alone decide. */
export function authorizeAlias(context: CheckContext, action: string, aliasName: string): void {
  const place = { account: context.caller.account, region: context.region };
  context.authorize({ action, resource: aliasArnOf(place, aliasName), resourceAccount: place.account });
}

/** An action that is about no key: identity policies alone decide. */
export function authorizeAccount(context: CheckContext, action: string, request: Conditions = {}): void {
  const { account } = context.caller;
  context.authorize({
    action,
    resource: '*',
    resourceAccount: account,
    conditions: { 'kms:CallerAccount': account, ...request },
  });
}

/** Condition keys of a cryptographic request under a symmetric key. */
export const cryptographicConditions = (algorithm: string, context: EncryptionContext): Conditions => ({
  'kms:EncryptionAlgorithm': algorithm,
  ...Object.fromEntries(Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
  'kms:EncryptionContextKeys': Object.keys(context),
});

/** Condition keys of a request that names tags. */
export const tagConditions = (tags: readonly Tag[]): Conditions => ({
  ...Object.fromEntries(tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value])),
  'aws:TagKeys': tags.map(({ key }) => key),
});
