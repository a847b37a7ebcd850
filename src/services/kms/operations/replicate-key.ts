// ReplicateKey: the same multi-Region key in another Region. Called where the primary key is.
// Source: AWS KMS API Reference, ReplicateKey; messages as live calls give them.
import type { Region } from '../../../base/brand.ts';
import { findRegion } from '../../../base/regions.ts';
import type { Hsm } from '../../../hsm/types.ts';
import type { Structure } from '../../../world/model.ts';
import { operation, type AnyOperation, type CheckContext } from '../../../world/service.ts';
import { authorizeAccount, authorizedKey, callerConditions, kindConditions, tagConditions } from '../authorize.ts';
import { notReplicable, regionInOtherPartition, regionNotOffered, regionOfPrimary, replicaExists } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { flag, optionalText, text } from '../input.ts';
import { assertRoomForKey } from '../key-quota.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { keyMetadata } from '../metadata.ts';
import { isPrimary, regionsOf } from '../multi-region.ts';
import { assertKeyPolicy, defaultKeyPolicy } from '../policies.ts';
import { keyArnOf, type KeyRecord } from '../records.ts';
import { putReplica, replicateMaterials, type OwnProperties, type ReplicatedMaterial } from '../replicas.ts';
import { requestTags, tagList } from '../tags.ts';

interface Plan {
  readonly primary: KeyPlace;
  /** What is replicated: if it changes meanwhile, it is replicated anew. */
  readonly material: Pick<KeyRecord, 'origin' | 'keyId' | 'materials'>;
  readonly own: OwnProperties;
}

export const replicateKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, readonly ReplicatedMaterial[]>({
    name: 'ReplicateKey',

    check(input, context) {
      const replicaRegion = text(input, 'ReplicaRegion');
      const tags = requestTags(input);
      const primary = authorizedKey(context, text(input, 'KeyId'), manage('kms:ReplicateKey'), {
        'kms:ReplicaRegion': replicaRegion,
      });
      const region = offeredRegion(replicaRegion);
      authorizeNewReplica(context, primary, region, input);
      if (!isPrimary(context.view, primary)) throw notReplicable(keyArnOf(primary));
      assertKeyState('ReplicateKey', primary, context.view);
      if (region === primary.region) throw regionOfPrimary(region);
      if (regionsOf(context.view, primary).includes(region)) throw replicaExists();
      const policy = optionalText(input, 'Policy') ?? defaultKeyPolicy(primary.account);
      assertKeyPolicy(policy);
      assertRoomForKey(context.view, { account: primary.account, region });
      context.touches(keyArnOf({ ...primary, region }));
      const { origin, keyId, materials } = primary;
      const description = optionalText(input, 'Description') ?? '';
      return {
        primary: placeOf(primary),
        material: { origin, keyId, materials },
        own: { region, description, policy, tags },
      };
    },

    prepare: ({ primary, material, own }, { entropy }) =>
      replicateMaterials(hsm(primary.region), material, own.region, entropy),

    decide({ primary, own }, replicated, transaction) {
      const replica = putReplica(transaction, keyAt(transaction, primary), own, replicated);
      return {
        ReplicaKeyMetadata: keyMetadata(transaction.view, replica),
        ReplicaPolicy: replica.policy,
        ReplicaTags: tagList(replica.tags),
      };
    },
  });

/** The China Regions, GovCloud, those of the intelligence community, and the European Sovereign Cloud. */
const OTHER_PARTITIONS = /^(?:cn|us-gov|us-iso[bf]?|eu-isoe|eusc)-/;

function offeredRegion(code: string): Region {
  const region = findRegion(code)?.code;
  if (region !== undefined) return region;
  throw OTHER_PARTITIONS.test(code) ? regionInOtherPartition() : regionNotOffered(code);
}

/** In the replica's Region it is a new key: whoever may not create one there may not replicate one to there. */
function authorizeNewReplica(context: CheckContext, primary: KeyRecord, region: Region, input: Structure): void {
  const tags = requestTags(input);
  const bypass = 'BypassPolicyLockoutSafetyCheck';
  const conditions = {
    'aws:RequestedRegion': region,
    ...callerConditions(context),
    ...kindConditions(primary, 'REPLICA'),
    ...(input[bypass] !== undefined && { [`kms:${bypass}`]: String(flag(input, bypass)) }),
    ...(tags.length > 0 && tagConditions(tags)),
  };
  authorizeAccount(context, 'kms:CreateKey', conditions);
  if (tags.length > 0) authorizeAccount(context, 'kms:TagResource', conditions);
}
