// What KMS asks the authorizer, with the condition keys of its requests.
// Source: AWS KMS Developer Guide, "AWS KMS permissions" and "Condition keys for AWS KMS".
import type { EncryptionContext } from '../../hsm/types.ts';
import type { View } from '../../world/records.ts';
import type { CheckContext } from '../../world/service.ts';
import { aliasesOfKey } from './aliases.ts';
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
    // Made for who looks: most decisions need none of them, and the key's aliases have to be searched for.
    get conditions() {
      return {
        ...callerConditions(context),
        ...kindConditions(key, isReplica(context.view, key) ? 'REPLICA' : 'PRIMARY'),
        ...(aliasName !== undefined && { 'kms:RequestAlias': aliasName }),
        ...labelConditions(context.view, key),
        ...request,
      };
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
  const conditions = callerConditions(context);
  context.authorize({ action, resource: aliasArnOf(place, aliasName), resourceAccount: place.account, conditions });
}

/** An action that is about no key: identity policies alone decide. Not all of them are told the caller's account. */
export function authorizeAccount(context: CheckContext, action: string, conditions: Conditions = {}): void {
  context.authorize({ action, resource: '*', resourceAccount: context.caller.account, conditions });
}

export const callerConditions = ({ caller }: CheckContext): Conditions => ({ 'kms:CallerAccount': caller.account });

/** Condition keys of what a key is, or is to be. The deprecated names of the first two still hold in old policies. */
export const kindConditions = (
  key: Pick<KeyRecord, 'origin' | 'multiRegion'> & { readonly keySpec: string; readonly keyUsage: string },
  multiRegionKeyType: 'PRIMARY' | 'REPLICA',
): Conditions => ({
  'kms:KeySpec': key.keySpec,
  'kms:CustomerMasterKeySpec': key.keySpec,
  'kms:KeyUsage': key.keyUsage,
  'kms:CustomerMasterKeyUsage': key.keyUsage,
  'kms:KeyOrigin': key.origin,
  'kms:MultiRegion': String(key.multiRegion),
  ...(key.multiRegion && { 'kms:MultiRegionKeyType': multiRegionKeyType }),
});

/** Condition keys of what its owners call a key. */
export const labelConditions = (view: View, key: KeyRecord): Conditions => ({
  'kms:ResourceAliases': aliasesOfKey(view, key, key.keyId).map(({ aliasName }) => aliasName),
  ...Object.fromEntries(key.tags.map((tag) => [`aws:ResourceTag/${tag.key}`, tag.value])),
});

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
