// Where a new KMS key's material is to come from, as far as custom key stores go: what a request may say of them, and
// whether the key store can take the key now.
// Source: AWS KMS API Reference, CreateKey; Developer Guide, "Create KMS keys" of both kinds of custom key store.
import { assert } from '../../../base/assert.ts';
import { validationError } from '../../../world/errors.ts';
import type { Structure } from '../../../world/model.ts';
import type { CheckContext } from '../../../world/service.ts';
import { unsupported } from '../errors.ts';
import { optionalText } from '../input.ts';
import { partitionOf, type Origin } from '../records.ts';
import { assertClusterAnswersInTime, assertRedundant, clusterBehind } from './clusters.ts';
import { assertExternalKeyFit } from './external-keys.ts';
import { assertConnected, keyStoreNamed } from './stores.ts';

/** The key store of a new key, and the external key that is to go with it; nulls for a key of KMS's own. */
export interface KeyStoreChoice {
  readonly customKeyStoreId: string | null;
  readonly xksKeyId: string | null;
}

/** Throws where the origin and the parameters of key stores do not go together. */
export function requestedKeyStore(
  input: Structure,
  wanted: { readonly origin: Origin; readonly keySpec: string; readonly multiRegion: boolean },
): KeyStoreChoice {
  const customKeyStoreId = optionalText(input, 'CustomKeyStoreId') ?? null;
  const xksKeyId = optionalText(input, 'XksKeyId') ?? null;
  const { origin } = wanted;
  const inStore = origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE';
  if (inStore && customKeyStoreId === null) {
    throw validationError(`CustomKeyStoreId is required for a KMS key with the origin ${origin}.`);
  }
  if (!inStore && customKeyStoreId !== null) {
    throw validationError(`CustomKeyStoreId is not valid for a KMS key with the origin ${origin}.`);
  }
  if ((origin === 'EXTERNAL_KEY_STORE') !== (xksKeyId !== null)) {
    const verdict = xksKeyId === null ? 'required' : 'not valid';
    throw validationError(`XksKeyId is ${verdict} for a KMS key with the origin ${origin}.`);
  }
  // Only symmetric encryption keys of one Region can be in a custom key store.
  if (inStore && (wanted.keySpec !== 'SYMMETRIC_DEFAULT' || wanted.multiRegion)) throw unsupported();
  return { customKeyStoreId, xksKeyId };
}

/** Throws where the key store, or what stands behind it, cannot take a new key. */
export function assertKeyStoreTakesKey(
  { view, caller, region }: CheckContext,
  { customKeyStoreId, xksKeyId }: KeyStoreChoice,
  origin: Origin,
): void {
  if (customKeyStoreId === null) return;
  const partition = partitionOf({ account: caller.account, region });
  const store = keyStoreNamed(view, partition, customKeyStoreId);
  const { backing } = store;
  if (backing.type !== origin) throw unsupported();
  assertConnected(store);
  if (backing.type === 'EXTERNAL_KEY_STORE') {
    assert(xksKeyId !== null, 'a request for a key in an external key store names the external key');
    assertExternalKeyFit(view, { partition, customKeyStoreId }, backing, xksKeyId);
    return;
  }
  const cluster = clusterBehind(view, partition, backing.clusterId);
  if (cluster) assertRedundant(cluster);
  assertClusterAnswersInTime(view, partition, backing);
}
