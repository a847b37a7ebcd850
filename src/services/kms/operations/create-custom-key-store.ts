// CreateCustomKeyStore: a key store on a CloudHSM cluster, or before an external key manager. It is not connected yet.
import type { AccountId, Region } from '../../../base/brand.ts';
import { toHex } from '../../../base/encodings.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeAccount, callerConditions } from '../authorize.ts';
import { text } from '../input.ts';
import { newConnection } from '../key-stores/connection.ts';
import { keyStoreQuota } from '../key-stores/errors.ts';
import type { Backing } from '../key-stores/records.ts';
import {
  assertClusterFit,
  assertNameFree,
  assertNewProxyAnswers,
  assertProxyFree,
  requestedBacking,
} from '../key-stores/requests.ts';
import { keyStoresIn, putKeyStore } from '../key-stores/stores.ts';
import { partitionOf } from '../records.ts';

/** Of both kinds together. Source: AWS KMS Developer Guide, "Resource quotas". */
const MOST_KEY_STORES = 10;

interface Plan {
  readonly account: AccountId;
  readonly region: Region;
  readonly name: string;
  readonly backing: Backing;
}

export const createCustomKeyStore: AnyOperation = operation<Plan, string>({
  name: 'CreateCustomKeyStore',

  check(input, context) {
    const name = text(input, 'CustomKeyStoreName');
    const backing = requestedBacking(input);
    authorizeAccount(context, 'kms:CreateCustomKeyStore', callerConditions(context));

    const { view, region } = context;
    const { account } = context.caller;
    const partition = partitionOf({ account, region });
    if (keyStoresIn(view, partition).length >= MOST_KEY_STORES) throw keyStoreQuota(MOST_KEY_STORES);
    assertNameFree(view, partition, name);
    if (backing.type === 'AWS_CLOUDHSM') {
      assertClusterFit(view, partition, backing);
    } else {
      assertProxyFree(view, partition, backing);
      assertNewProxyAnswers(view, partition, backing);
    }
    return { account, region, name, backing };
  },

  prepare: (_, { entropy }) => Promise.resolve(`cks-${toHex(entropy.bytes(9)).slice(0, 17)}`),

  decide(plan, customKeyStoreId, transaction) {
    putKeyStore(transaction, {
      ...plan,
      customKeyStoreId,
      createdAtMs: transaction.nowMs,
      connection: newConnection,
    });
    return { CustomKeyStoreId: customKeyStoreId };
  },
});
