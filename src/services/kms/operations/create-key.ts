// CreateKey: a KMS key with new key material of AWS_KMS origin.
import type { AccountId, Region } from '../../../base/brand.ts';
import type { GeneratedMaterial, Hsm } from '../../../hsm/types.ts';
import type { Structure } from '../../../world/model.ts';
import { operation, type AnyOperation, type CheckContext } from '../../../world/service.ts';
import { authorizeAccount, tagConditions } from '../authorize.ts';
import { notInKeyroomYet, quotaExceeded } from '../errors.ts';
import { flag, optionalText } from '../input.ts';
import { newKeyId } from '../key-id.ts';
import { putKey } from '../key-store.ts';
import { requestedSpec } from '../key-specs.ts';
import { start } from '../lifecycle/machine.ts';
import { keyMetadata } from '../metadata.ts';
import { assertKeyPolicy, defaultKeyPolicy } from '../policies.ts';
import { keysTable, materialsTable, noRotation, partitionOf, type KeyRecord, type Tag } from '../records.ts';
import { requestTags } from '../tags.ts';

const MAX_CUSTOMER_MANAGED_KEYS = 100_000;

interface Plan {
  readonly account: AccountId;
  readonly region: Region;
  readonly description: string;
  readonly policy: string;
  readonly tags: readonly Tag[];
}

interface Prepared {
  readonly keyId: string;
  readonly material: GeneratedMaterial;
}

export const createKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Prepared>({
    name: 'CreateKey',

    check(input, context) {
      const { keySpec, keyUsage } = requestedSpec(input);
      refuseWhatIsNotThereYet(input);
      const tags = requestTags(input);
      const conditions = {
        'kms:KeySpec': keySpec,
        'kms:KeyUsage': keyUsage,
        'kms:KeyOrigin': 'AWS_KMS',
        'kms:MultiRegion': 'false',
        ...(input['BypassPolicyLockoutSafetyCheck'] !== undefined && {
          'kms:BypassPolicyLockoutSafetyCheck': String(flag(input, 'BypassPolicyLockoutSafetyCheck')),
        }),
        ...(tags.length > 0 && tagConditions(tags)),
      };
      authorizeAccount(context, 'kms:CreateKey', conditions);
      if (tags.length > 0) authorizeAccount(context, 'kms:TagResource', conditions);

      const { account } = context.caller;
      const policy = optionalText(input, 'Policy');
      if (policy !== undefined) assertKeyPolicy(policy);
      assertRoomForKey(context);
      return {
        account,
        region: context.region,
        description: optionalText(input, 'Description') ?? '',
        policy: policy ?? defaultKeyPolicy(account),
        tags,
      };
    },

    async prepare({ region }, { entropy }) {
      const keyId = newKeyId(entropy);
      return { keyId, material: await hsm(region).generate('SYMMETRIC_DEFAULT', keyId, entropy) };
    },

    decide(plan, { keyId, material }, transaction) {
      const { keyMaterialId, handle, token } = material;
      const key: KeyRecord = {
        ...plan,
        keyId,
        createdAtMs: transaction.nowMs,
        keySpec: 'SYMMETRIC_DEFAULT',
        keyUsage: 'ENCRYPT_DECRYPT',
        origin: 'AWS_KMS',
        keyManager: 'CUSTOMER',
        multiRegion: false,
        lifecycle: start('ready'),
        materials: [{ keyMaterialId, handle, state: 'CURRENT', rotated: null, imported: null }],
        currentKeyMaterialId: keyMaterialId,
        publicKey: null,
        rotation: noRotation,
        customKeyStoreId: null,
        xksKeyId: null,
      };
      putKey(transaction, key);
      transaction.put(materialsTable, plan.region, keyMaterialId, { account: plan.account, keyId });
      transaction.store({ handle, token });
      return { KeyMetadata: keyMetadata(transaction.view, key) };
    },
  });

function refuseWhatIsNotThereYet(input: Structure): void {
  if (flag(input, 'MultiRegion')) throw notInKeyroomYet('multi-Region keys');
  const origin = optionalText(input, 'Origin') ?? 'AWS_KMS';
  if (origin === 'EXTERNAL') throw notInKeyroomYet('keys with imported key material (origin EXTERNAL)');
  if (origin !== 'AWS_KMS') throw notInKeyroomYet(`keys in custom key stores (origin ${origin})`);
  for (const member of ['CustomKeyStoreId', 'XksKeyId']) {
    if (input[member] !== undefined) throw notInKeyroomYet(`custom key stores (the ${member} parameter)`);
  }
}

/** AWS managed keys do not count; they are only told apart where the number of all keys calls for it. */
function assertRoomForKey({ view, caller, region }: CheckContext): void {
  const partition = partitionOf({ account: caller.account, region });
  if (view.count({ name: keysTable.name }, partition) < MAX_CUSTOMER_MANAGED_KEYS) return;
  const customerManaged = view.scan(keysTable, partition).filter(({ row }) => row.keyManager === 'CUSTOMER');
  if (customerManaged.length >= MAX_CUSTOMER_MANAGED_KEYS) {
    throw quotaExceeded(
      `The account has ${MAX_CUSTOMER_MANAGED_KEYS} customer managed keys in this Region, which is its quota.`,
    );
  }
}
