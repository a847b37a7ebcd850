// How many requests of which kind an account may make in a second, in one Region.
// Source: AWS KMS Developer Guide, "Request quotas" (2026), default values.
import type { Region } from '../../../base/brand.ts';
import type { MaterialSpec } from '../../../hsm/types.ts';

/** Operations that have a quota together. */
export interface QuotaGroup {
  /** As Service Quotas calls it, in short. */
  readonly name: string;
  readonly perSecond: number;
}

const ONE_EACH: readonly (readonly [perSecond: number, operations: string])[] = [
  [2000, 'DescribeKey GetPublicKey ListResourceTags'],
  [1000, 'GetKeyPolicy GetKeyRotationStatus'],
  [500, 'ListAliases ListKeys'],
  [100, 'ListGrants ListKeyPolicies ListKeyRotations ListRetirableGrants'],
  [50, 'CreateGrant RetireGrant RevokeGrant'],
  [15, 'DeleteAlias DeleteImportedKeyMaterial EnableKeyRotation ImportKeyMaterial PutKeyPolicy ScheduleKeyDeletion'],
  [10, 'TagResource'],
  [
    5,
    'CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateKey DeleteCustomKeyStore ' +
      'DescribeCustomKeyStores DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey GetKeyLastUsage ' +
      'ReplicateKey RotateKeyOnDemand UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion',
  ],
  [1, 'GetParametersForImport'],
];

const ofOperation: ReadonlyMap<string, QuotaGroup> = new Map(
  ONE_EACH.flatMap(([perSecond, names]) =>
    names.split(' ').map((name) => [name, { name: `${name} request rate`, perSecond }] as const),
  ),
);

const SYMMETRIC_PER_SECOND: Readonly<Record<string, number>> = {
  'us-east-1': 100_000,
  'us-west-2': 100_000,
  'eu-west-1': 100_000,
  'us-east-2': 20_000,
  'ap-southeast-1': 20_000,
  'ap-southeast-2': 20_000,
  'ap-northeast-1': 20_000,
  'eu-central-1': 20_000,
  'eu-west-2': 20_000,
};

const PAIRS_PER_SECOND: Readonly<Record<string, number>> = { RSA_2048: 20, RSA_3072: 4, RSA_4096: 1, SM2: 25 };
const ECC_PAIRS_PER_SECOND = 100;

const symmetric = (region: Region): QuotaGroup => ({
  name: 'Cryptographic operations (symmetric) request rate',
  perSecond: SYMMETRIC_PER_SECOND[region] ?? 10_000,
});
const RSA: QuotaGroup = { name: 'Cryptographic operations (RSA) request rate', perSecond: 1000 };
const ECC: QuotaGroup = { name: 'Cryptographic operations (ECC) request rate', perSecond: 1000 };
const ML_DSA: QuotaGroup = { name: 'Cryptographic operations (ML-DSA) request rate', perSecond: 1000 };

export const keyStoreGroup = (customKeyStoreId: string): QuotaGroup => ({
  name: `Custom key store request quota of ${customKeyStoreId}`,
  perSecond: 1800,
});

/** The group of cryptographic operations with keys of this spec. */
export function cryptographicGroup(spec: MaterialSpec, region: Region): QuotaGroup {
  if (spec.startsWith('RSA_')) return RSA;
  if (spec.startsWith('ECC_')) return ECC;
  if (spec.startsWith('ML_DSA_')) return ML_DSA;
  return symmetric(region);
}

export const dataKeyPairGroup = (spec: string): QuotaGroup => ({
  name: `GenerateDataKeyPair (${spec}) request rate`,
  perSecond: PAIRS_PER_SECOND[spec] ?? ECC_PAIRS_PER_SECOND,
});

/** The group of an operation that has one of its own; undefined for the cryptographic ones. */
export const operationGroup = (operation: string): QuotaGroup | undefined => ofOperation.get(operation);
