// Request quotas: a token bucket for each account, Region and group of operations, filled by the world's clock. Off until
// somebody turns them on (`lab quota on`): what a learner types never comes near them.
// Source: AWS KMS Developer Guide, "Request quotas" and "Throttling AWS KMS requests".
import { ServiceError } from '../../../world/errors.ts';
import { defineTable, type View } from '../../../world/records.ts';
import type { CallFacts, Transaction } from '../../../world/service.ts';
import { optionalText } from '../input.ts';
import { keysOfCall } from './keys-of-call.ts';
import { isCryptographic } from './last-usage.ts';
import {
  cryptographicGroup,
  dataKeyPairGroup,
  keyStoreGroup,
  operationGroup,
  type QuotaGroup,
} from './request-rates.ts';

/** Under '', as 'request quotas'. */
export const quotaSwitchTable = defineTable<{ readonly on: boolean }>('kms/quota-switch');
/** Under `account/region`, by the group's name. */
export const bucketsTable = defineTable<BucketRecord>('usage/kms-request-buckets');

export interface BucketRecord {
  /** How many requests were left at `atMs`. */
  readonly left: number;
  readonly perSecond: number;
  readonly atMs: number;
}

export const areQuotasOn = (view: View): boolean => view.get(quotaSwitchTable, '', 'request quotas')?.on ?? false;

export const turnQuotas = (on: boolean, transaction: Transaction): void =>
  transaction.put(quotaSwitchTable, '', 'request quotas', { on });

/** Throws ThrottlingException where one of the buckets that the call draws from is empty. It then draws from none. */
export function admit(call: CallFacts, transaction: Transaction): void {
  if (!areQuotasOn(transaction.view)) return;
  const draws = drawsOf(call, transaction.view).map((draw) => ({ ...draw, left: leftOf(draw, transaction) }));
  if (draws.some(({ left, requests }) => left < requests)) throw throttled();
  for (const { partition, group, left, requests } of draws) {
    const { perSecond, name } = group;
    transaction.put(bucketsTable, partition, name, { left: left - requests, perSecond, atMs: transaction.nowMs });
  }
}

const throttled = () =>
  new ServiceError(
    'ThrottlingException',
    'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  );

interface Draw {
  readonly partition: string;
  readonly group: QuotaGroup;
  readonly requests: number;
}

function leftOf({ partition, group }: Draw, { view, nowMs }: Transaction): number {
  const bucket = view.get(bucketsTable, partition, group.name);
  return bucket ? filled(bucket, nowMs) : group.perSecond;
}

/** A bucket holds a second's worth. */
const filled = ({ left, perSecond, atMs }: BucketRecord, nowMs: number): number =>
  Math.min(perSecond, left + (Math.max(0, nowMs - atMs) * perSecond) / 1000);

/** The buckets that were drawn from in an account's Region, and what is in them now. */
export const bucketsIn = (view: View, partition: string, nowMs: number) =>
  view
    .scan(bucketsTable, partition)
    .map(({ id, row }) => ({ name: id, perSecond: row.perSecond, left: filled(row, nowMs) }));

/** It is the caller's account that is throttled, whoever owns the key. */
function drawsOf(call: CallFacts, view: View): readonly Draw[] {
  const { account } = call.caller;
  const here = groupsOf(call, view).map((group) => ({ partition: `${account}/${call.region}`, group, requests: 1 }));
  return [...here, ...elsewhere(call)];
}

function groupsOf(call: CallFacts, view: View): readonly QuotaGroup[] {
  const { operation, region, input } = call;
  const own = operationGroup(operation);
  if (own) return [own];
  const keys = keysOfCall(view, call);
  const stores = keys.flatMap((key) => (key.customKeyStoreId === null ? [] : [keyStoreGroup(key.customKeyStoreId)]));
  const pairSpec = input && optionalText(input, 'KeyPairSpec');
  if (pairSpec !== undefined) return [dataKeyPairGroup(pairSpec), ...stores];
  if (!isCryptographic(operation) && operation !== 'GenerateRandom') return [];
  const store = input && optionalText(input, 'CustomKeyStoreId');
  if (operation === 'GenerateRandom' && store !== undefined) stores.push(keyStoreGroup(store));
  const ofKeys = keys.map((key) => cryptographicGroup(key.keySpec, region));
  return distinct([...(ofKeys.length > 0 ? ofKeys : [cryptographicGroup('SYMMETRIC_DEFAULT', region)]), ...stores]);
}

const distinct = (groups: readonly QuotaGroup[]): readonly QuotaGroup[] => [
  ...new Map(groups.map((group) => [group.name, group])).values(),
];

/**
 * What some calls draw in another Region. Source: Developer Guide, "Request quotas": ReplicateKey is also two CreateKey
 * requests where the replica will be, and UpdatePrimaryRegion counts in both Regions.
 */
function elsewhere({ operation, caller, region, input }: CallFacts): readonly Draw[] {
  const draw = (member: string, drawn: string, requests: number): readonly Draw[] => {
    const other = input?.[member];
    const group = operationGroup(drawn);
    if (typeof other !== 'string' || other === region || !group) return [];
    return [{ partition: `${caller.account}/${other}`, group, requests }];
  };
  if (operation === 'ReplicateKey') return draw('ReplicaRegion', 'CreateKey', 2);
  if (operation === 'UpdatePrimaryRegion') return draw('PrimaryRegion', operation, 1);
  return [];
}
