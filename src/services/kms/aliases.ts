// What holds of all alias operations. Source: AWS KMS Developer Guide, "Aliases in AWS KMS".
import type { AccountId, Region } from '../../base/brand.ts';
import type { View } from '../../world/records.ts';
import {
  aliasCharacters,
  aliasNameEmpty,
  aliasNotFound,
  aliasOfAlias,
  aliasPrefixMissing,
  aliasReserved,
  quotaExceeded,
} from './errors.ts';
import { isAlias } from './identifiers.ts';
import { aliasArnOf, aliasesTable, partitionOf, type AliasRecord } from './records.ts';

export interface RegionOfAccount {
  readonly account: AccountId;
  readonly region: Region;
}

const PREFIX = 'alias/';
/** Aliases of AWS managed keys: only AWS makes, moves and removes them. */
const RESERVED_PREFIX = 'alias/aws/';
const MAX_ALIASES_OF_KEY = 50;

/** Throws where a customer can have no alias of this name. */
export function assertAliasName(aliasName: string): void {
  if (!aliasName.startsWith(PREFIX)) throw aliasPrefixMissing();
  if (aliasName.startsWith(RESERVED_PREFIX)) throw aliasReserved();
  // The model's pattern lets colons through, because the same shape carries ARNs.
  if (aliasName.includes(':')) throw aliasCharacters(aliasName);
}

/** For a new alias; that the others are not found says enough. */
export function assertNewAliasName(aliasName: string): void {
  assertAliasName(aliasName);
  if (aliasName === PREFIX) throw aliasNameEmpty();
}

/** Throws where the target is an alias itself. */
export function assertTargetIsKey(identifier: string): void {
  if (isAlias(identifier)) throw aliasOfAlias();
}

export function existingAlias(view: View, place: RegionOfAccount, aliasName: string): AliasRecord {
  const alias = view.get(aliasesTable, partitionOf(place), aliasName);
  if (!alias) throw aliasNotFound(aliasArnOf(place, aliasName));
  return alias;
}

/** In the order of their names. */
export const aliasesOfKey = (view: View, place: RegionOfAccount, keyId: string): readonly AliasRecord[] =>
  view
    .scan(aliasesTable, partitionOf(place))
    .map(({ row }) => row)
    .filter(({ targetKeyId }) => targetKeyId === keyId);

/** Throws LimitExceededException where the key has as many aliases as a key may have. */
export function assertRoomForAlias(view: View, place: RegionOfAccount, keyId: string): void {
  if (aliasesOfKey(view, place, keyId).length < MAX_ALIASES_OF_KEY) return;
  throw quotaExceeded(`The key already has ${MAX_ALIASES_OF_KEY} aliases, which is the quota of a KMS key.`);
}
