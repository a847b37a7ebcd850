// AWS managed keys: KMS keys that live in an account and that AWS alone manages, one for each service. A key comes to its
// predefined alias when that is first described. Sources: AWS KMS Developer Guide, "AWS managed keys"; AWS KMS API
// Reference, DescribeKey and ListAliases. Which service protects what, and how, is in aws-managed-services.ts.
import type { AccountId, Region } from '../../base/brand.ts';
import type { GeneratedMaterial } from '../../hsm/types.ts';
import type { Caller } from '../../world/entry.ts';
import type { View } from '../../world/records.ts';
import type { Transaction } from '../../world/service.ts';
import type { RegionOfAccount } from './aliases.ts';
import { managedKeyPolicy, managedServices, type ManagedService } from './aws-managed-services.ts';
import { noResourcePolicyAllows } from './errors.ts';
import { putKey } from './key-changes.ts';
import { start } from './lifecycle/machine.ts';
import { aliasArnOf, aliasesTable, keyArnOf, noRotation, partitionOf, type KeyRecord } from './records.ts';
import { startAutomaticRotation } from './rotation.ts';

/** Not to be chosen. Until May 2022 it was three years. */
const ROTATION_PERIOD_IN_DAYS = 365;

/** What every one of them is. */
export const managedKeyKind = {
  keySpec: 'SYMMETRIC_DEFAULT',
  keyUsage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
  multiRegion: false,
} as const;

/** An AWS managed key that is about to come into being. */
export interface ManagedKeyToMake {
  readonly account: AccountId;
  readonly region: Region;
  readonly aliasName: string;
}

const serviceOf = (aliasName: string): ManagedService | undefined =>
  managedServices.find((service) => service.aliasName === aliasName);

/** The predefined aliases of an account's Region that no key has come to yet, in the order of their names. */
export const unusedPredefinedAliases = (view: View, place: RegionOfAccount): readonly string[] =>
  managedServices
    .map(({ aliasName }) => aliasName)
    .filter((aliasName) => !view.get(aliasesTable, partitionOf(place), aliasName));

/** Undefined where the identifier names no predefined alias of this account's Region, or one that has its key. */
export function managedKeyToMake(view: View, place: RegionOfAccount, identifier: string): ManagedKeyToMake | undefined {
  const aliasName = unusedPredefinedAliases(view, place).find(
    (name) => identifier === name || identifier === aliasArnOf(place, name),
  );
  return aliasName === undefined ? undefined : { account: place.account, region: place.region, aliasName };
}

/** The policy that the key will have: it can be asked before there is a key. */
export function policyOf({ account, region, aliasName }: ManagedKeyToMake): string {
  const service = serviceOf(aliasName);
  return service ? managedKeyPolicy(service, account, region) : '';
}

export function makeManagedKey(
  transaction: Transaction,
  asked: ManagedKeyToMake,
  keyId: string,
  { keyMaterialId, handle, token }: GeneratedMaterial,
): KeyRecord {
  const { account, region, aliasName } = asked;
  const { nowMs } = transaction;
  const key: KeyRecord = {
    keyId,
    account,
    region,
    createdAtMs: nowMs,
    description: `Default key that protects my ${serviceOf(aliasName)?.protects ?? ''} when no other key is defined`,
    ...managedKeyKind,
    keyManager: 'AWS',
    lifecycle: start('ready'),
    materials: [{ keyMaterialId, handle, state: 'CURRENT', rotated: null, imported: null }],
    currentKeyMaterialId: keyMaterialId,
    publicKey: null,
    rotation: noRotation,
    customKeyStoreId: null,
    xksKeyId: null,
    policy: policyOf(asked),
    tags: [],
  };
  putKey(transaction, key);
  transaction.put(aliasesTable, partitionOf(asked), aliasName, {
    aliasName,
    targetKeyId: keyId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  });
  transaction.store({ handle, token });
  startAutomaticRotation(transaction, key, ROTATION_PERIOD_IN_DAYS);
  return key;
}

/**
 * What the key's policy comes to as long as policies are not judged: whoever is no service may look at the key, and no
 * more. Throws AccessDeniedException. Does nothing for customer managed keys.
 */
export function assertAwsManagedKeyAllows(caller: Caller, action: string, key: KeyRecord): void {
  if (key.keyManager !== 'AWS' || caller.service !== undefined) return;
  if (/^kms:(?:Describe|Get|List)/.test(action)) return;
  if (action === 'kms:RevokeGrant' && key.policy.includes('"kms:RevokeGrant"')) return;
  throw noResourcePolicyAllows(caller.arn, action, keyArnOf(key));
}
