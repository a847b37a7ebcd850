// What a symmetric ciphertext lies under: the key's own material, and, for a key in an external key store, around that the
// external key's (double encryption). The one way in which ciphertexts are made and opened under a KMS key.
// Source: AWS KMS Developer Guide, "External key stores" (double encryption), "Troubleshooting external key stores".
import type { Bytes } from '../../../base/bytes.ts';
import type { MaterialHandle } from '../../../base/brand.ts';
import type { CiphertextMaker, EncryptionContext, EntropySource, Hsm, MaterialReference } from '../../../hsm/types.ts';
import type { View } from '../../../world/records.ts';
import { kmsInternal } from '../errors.ts';
import { partitionOf, type KeyRecord } from '../records.ts';
import { externalKeyId, externalKeysTable } from '../simulation/records.ts';
import { assertClusterAnswers } from './clusters.ts';
import { externalFailure } from './errors.ts';
import {
  CIPHERTEXT_REJECTED,
  EXTERNAL_KEY_DISABLED,
  EXTERNAL_KEY_MISSING,
  EXTERNAL_KEY_USAGE,
  INNER_REJECTED,
} from './external-keys.ts';
import { askProxy } from './proxy-replies.ts';
import { keyStoreOf } from './stores.ts';

/** The material of the inner layer, as plans carry it, and of the one around it. */
export interface Layers extends MaterialReference {
  /** The external key's material. Null for a key that is in no external key store. */
  readonly external: MaterialHandle | null;
}

/**
 * The layers of a key's ciphertexts. Throws what cryptographic operations throw where the cluster, the proxy or the
 * external key behind the key does not do its part.
 */
export const layersOf = (
  view: View,
  key: KeyRecord,
  material: MaterialReference,
  use: 'ENCRYPT' | 'DECRYPT',
): Layers => ({ ...material, external: externalMaterial(view, key, use) });

function externalMaterial(view: View, key: KeyRecord, use: 'ENCRYPT' | 'DECRYPT'): MaterialHandle | null {
  const store = keyStoreOf(view, key);
  if (!store) return null;
  const partition = partitionOf(key);
  if (store.backing.type === 'AWS_CLOUDHSM') {
    assertClusterAnswers(view, partition, store.backing);
    return null;
  }
  const reply = askProxy(view, partition, store.backing);
  if (!reply.ok) {
    const { connectionErrorCode, message } = reply.failure;
    throw connectionErrorCode === 'INTERNAL_ERROR' ? kmsInternal() : externalFailure(message);
  }
  const id = externalKeyId(reply.proxy.proxyName, key.xksKeyId ?? '');
  const external = view.get(externalKeysTable, partition, id);
  if (!external) throw externalFailure(EXTERNAL_KEY_MISSING);
  if (external.status === 'DISABLED') throw externalFailure(EXTERNAL_KEY_DISABLED);
  if (!external.usage.includes(use) || external.material === null) throw externalFailure(EXTERNAL_KEY_USAGE);
  return external.material.handle;
}

/** The external key's work names the KMS key's material: all that a ciphertext says of itself is whose it is. */
const outerOf = ({ external, keyMaterialId }: Layers): MaterialReference | undefined =>
  external === null ? undefined : { handle: external, keyMaterialId };

export async function encryptUnder(
  hsm: Hsm,
  layers: Layers,
  text: {
    readonly plaintext: Uint8Array;
    readonly context: EncryptionContext;
    readonly maker: CiphertextMaker;
    readonly entropy: EntropySource;
  },
): Promise<Bytes> {
  const inner = await hsm.encrypt({ material: layers, ...text });
  const outer = outerOf(layers);
  if (!outer) return inner;
  return hsm.encrypt({ ...text, material: outer, plaintext: inner });
}

/** Undefined where material, encryption context and ciphertext do not belong together; a proxy says so in its own words. */
export async function decryptUnder(
  hsm: Hsm,
  layers: Layers,
  { blob, context }: { readonly blob: Uint8Array; readonly context: EncryptionContext },
): Promise<Bytes | undefined> {
  const outer = outerOf(layers);
  if (!outer) return hsm.decrypt({ material: layers, blob, context });
  const inner = await hsm.decrypt({ material: outer, blob, context });
  if (!inner) throw externalFailure(CIPHERTEXT_REJECTED);
  const plaintext = await hsm.decrypt({ material: layers, blob: inner, context });
  if (!plaintext) throw externalFailure(INNER_REJECTED);
  return plaintext;
}
