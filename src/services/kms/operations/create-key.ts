// CreateKey: a KMS key of any spec, with new key material, or with none where it is to be imported (origin EXTERNAL).
import { assert } from '../../../base/assert.ts';
import type { AccountId, Region } from '../../../base/brand.ts';
import { toBase64 } from '../../../base/encodings.ts';
import type { GeneratedMaterial, Hsm } from '../../../hsm/types.ts';
import type { Structure } from '../../../world/model.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeAccount, callerConditions, kindConditions, tagConditions } from '../authorize.ts';
import { flag, optionalText } from '../input.ts';
import { newKeyId, newMultiRegionKeyId } from '../key-id.ts';
import { assertRoomForKey } from '../key-quota.ts';
import { putKey } from '../key-changes.ts';
import { assertKeyStoreTakesKey, requestedKeyStore } from '../key-stores/new-key.ts';
import { start } from '../lifecycle/machine.ts';
import { keyMetadata } from '../metadata.ts';
import { offeredSpec, requestedSpec } from '../new-key-spec.ts';
import { assertKeyPolicy, defaultKeyPolicy } from '../policies.ts';
import {
  multiRegionTable,
  noRotation,
  type KeyRecord,
  type KeySpec,
  type KeyUsage,
  type Origin,
  type Tag,
} from '../records.ts';
import { requestTags } from '../tags.ts';

interface Plan {
  readonly account: AccountId;
  readonly region: Region;
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsage;
  readonly origin: Origin;
  readonly multiRegion: boolean;
  readonly customKeyStoreId: string | null;
  readonly xksKeyId: string | null;
  readonly description: string;
  readonly policy: string;
  readonly tags: readonly Tag[];
}

interface Prepared {
  readonly keyId: string;
  /** Null for a key that is to get its material by import. */
  readonly material: GeneratedMaterial | null;
}

export const createKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Prepared>({
    name: 'CreateKey',

    check(input, context) {
      const requested = requestedSpec(input);
      const origin = requestedOrigin(input);
      const multiRegion = flag(input, 'MultiRegion');
      const keyStore = requestedKeyStore(input, { origin, keySpec: requested.keySpec, multiRegion });
      const tags = requestTags(input);
      const conditions = {
        ...callerConditions(context),
        ...kindConditions({ ...requested, origin, multiRegion }, 'PRIMARY'),
        ...(input['BypassPolicyLockoutSafetyCheck'] !== undefined && {
          'kms:BypassPolicyLockoutSafetyCheck': String(flag(input, 'BypassPolicyLockoutSafetyCheck')),
        }),
        ...(tags.length > 0 && tagConditions(tags)),
      };
      authorizeAccount(context, 'kms:CreateKey', conditions);
      if (tags.length > 0) authorizeAccount(context, 'kms:TagResource', conditions);

      const keySpec = offeredSpec(requested, origin);
      const { account } = context.caller;
      const policy = optionalText(input, 'Policy');
      if (policy !== undefined) assertKeyPolicy(policy);
      assertRoomForKey(context.view, { account, region: context.region });
      assertKeyStoreTakesKey(context, keyStore, origin);
      return {
        account,
        region: context.region,
        keySpec,
        keyUsage: requested.keyUsage,
        origin,
        multiRegion,
        ...keyStore,
        description: optionalText(input, 'Description') ?? '',
        policy: policy ?? defaultKeyPolicy(account),
        tags,
      };
    },

    async prepare({ region, keySpec, origin, multiRegion }, { entropy }) {
      const keyId = multiRegion ? newMultiRegionKeyId(entropy) : newKeyId(entropy);
      const material = origin === 'EXTERNAL' ? null : await hsm(region).generate(keySpec, keyId, entropy);
      return { keyId, material };
    },

    decide(plan, { keyId, material }, transaction) {
      const { account, region } = plan;
      const key: KeyRecord = {
        ...plan,
        keyId,
        createdAtMs: transaction.nowMs,
        keyManager: 'CUSTOMER',
        rotation: noRotation,
        ...(material ? recordOf(material) : withoutMaterial),
      };
      // Before the key's own record: whoever looks at that one asks for the other.
      if (plan.multiRegion) {
        transaction.put(multiRegionTable, account, keyId, { primaryRegion: region, replicaRegions: [] });
      }
      putKey(transaction, key);
      if (material) transaction.store({ handle: material.handle, token: material.token });
      return { KeyMetadata: keyMetadata(transaction.view, key) };
    },
  });

type OfMaterial = Pick<KeyRecord, 'lifecycle' | 'materials' | 'currentKeyMaterialId' | 'publicKey'>;

const recordOf = ({ keyMaterialId, handle, publicKey }: GeneratedMaterial): OfMaterial => ({
  lifecycle: start('ready'),
  materials: [{ keyMaterialId, handle, state: 'CURRENT', rotated: null, imported: null }],
  currentKeyMaterialId: keyMaterialId,
  publicKey: publicKey && toBase64(publicKey),
});

const withoutMaterial: OfMaterial = {
  lifecycle: start('without material'),
  materials: [],
  currentKeyMaterialId: null,
  publicKey: null,
};

const ORIGINS: readonly Origin[] = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'];

function requestedOrigin(input: Structure): Origin {
  const requested = optionalText(input, 'Origin') ?? 'AWS_KMS';
  const origin = ORIGINS.find((each) => each === requested);
  assert(origin, 'the model allows only origins that there are');
  return origin;
}
