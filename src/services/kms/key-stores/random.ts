// GenerateRandom in a CloudHSM cluster. An external key manager has no such service.
// Source: AWS KMS API Reference, GenerateRandom.
import type { CheckContext } from '../../../world/service.ts';
import { unsupported } from '../errors.ts';
import { partitionOf } from '../records.ts';
import { assertClusterAnswersInTime } from './clusters.ts';
import { assertConnected, keyStoreNamed } from './stores.ts';

export function assertKeyStoreGivesRandom({ view, caller, region }: CheckContext, customKeyStoreId: string): void {
  const partition = partitionOf({ account: caller.account, region });
  const store = keyStoreNamed(view, partition, customKeyStoreId);
  if (store.backing.type === 'EXTERNAL_KEY_STORE') throw unsupported();
  assertConnected(store);
  assertClusterAnswersInTime(view, partition, store.backing);
}
