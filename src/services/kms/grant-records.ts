// Grants as KMS keeps them. Source: AWS KMS Developer Guide, "Grants in AWS KMS"; API Reference, GrantListEntry.
import type { AccountId } from '../../base/brand.ts';
import type { EncryptionContext } from '../../hsm/types.ts';
import { defineTable } from '../../world/records.ts';

/** One grant. Under its key's ARN, by grant ID. */
export interface GrantRecord {
  /** 64 hexadecimal digits. */
  readonly grantId: string;
  readonly keyArn: string;
  readonly name: string | null;
  readonly grantee: GrantPrincipal;
  readonly retiring: GrantPrincipal | null;
  /** The account whose principal made it. */
  readonly issuingAccount: AccountId;
  /** Each once, in the order in which they were asked for. */
  readonly operations: readonly string[];
  readonly constraints: GrantConstraints | null;
  readonly createdAtMs: number;
  /** From when on it is known everywhere. Whoever has one of its tokens need not wait for that. */
  readonly effectiveAtMs: number;
}

/** A principal of an account, by its ARN, or a service principal, by its name. */
export type GrantPrincipal =
  { readonly kind: 'principal'; readonly arn: string } | { readonly kind: 'service'; readonly name: string };

/** Of the first two, one at most. */
export interface GrantConstraints {
  readonly encryptionContextEquals: EncryptionContext | null;
  readonly encryptionContextSubset: EncryptionContext | null;
  readonly sourceArn: string | null;
}

export const grantsTable = defineTable<GrantRecord>('kms/grants');

/** Which grant a token was given out for. Under the grant ID, by what only this token has. */
export const grantTokensTable = defineTable<{ readonly keyArn: string }>('kms/grant-tokens');

/** The grants that a principal may retire. Under the Region and the principal, by grant ID. */
export const retirableGrantsTable = defineTable<{ readonly keyArn: string }>('kms/retirable-grants');

export const grantTables = [grantsTable, grantTokensTable, retirableGrantsTable] as const;
