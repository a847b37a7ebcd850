// What a new replica key is made of: what it shares with its primary key, and what is its own.
// Source: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS", "Shared properties".
import { assert } from '../../base/assert.ts';
import type { Region } from '../../base/brand.ts';
import type { EntropySource, Hsm, SealedMaterial } from '../../hsm/types.ts';
import type { Transaction } from '../../world/service.ts';
import { putKey } from './key-changes.ts';
import { start } from './lifecycle/machine.ts';
import { schedulePassing } from './lifecycle/transient-states.ts';
import { pendingMaterial } from './materials.ts';
import { changeRelatedKeys, joinRelatedKeys } from './multi-region.ts';
import type { KeyMaterial, KeyRecord, Tag } from './records.ts';

/** What a replica has for itself. */
export interface OwnProperties {
  readonly region: Region;
  readonly description: string;
  readonly policy: string;
  readonly tags: readonly Tag[];
}

export interface ReplicatedMaterial {
  readonly keyMaterialId: string;
  readonly sealed: SealedMaterial;
}

/** Imported material is not replicated: every Region must be given it. */
const isReplicated = ({ origin }: Pick<KeyRecord, 'origin'>): boolean => origin === 'AWS_KMS';

/** All material of a key, old and current, for the HSM of another Region. */
export async function replicateMaterials(
  hsm: Hsm,
  { origin, keyId, materials }: Pick<KeyRecord, 'origin' | 'keyId' | 'materials'>,
  to: Region,
  entropy: EntropySource,
): Promise<readonly ReplicatedMaterial[]> {
  if (!isReplicated({ origin })) return [];
  const replicated: ReplicatedMaterial[] = [];
  for (const { keyMaterialId, handle } of materials) {
    assert(handle !== null, 'material that KMS made is there as long as its key');
    replicated.push({ keyMaterialId, sealed: await hsm.replicate(handle, keyId, to, entropy) });
  }
  return replicated;
}

/** The replica is not ready at once: it is Creating for some seconds. */
export function putReplica(
  transaction: Transaction,
  primary: KeyRecord,
  own: OwnProperties,
  replicated: readonly ReplicatedMaterial[],
): KeyRecord {
  const replica: KeyRecord = {
    ...primary,
    ...own,
    createdAtMs: transaction.nowMs,
    lifecycle: start(isReplicated(primary) ? 'replica' : 'replica without material'),
    materials: primary.materials.map((material) => materialOfReplica(material, replicated)),
    publicKey: isReplicated(primary) ? primary.publicKey : null,
  };
  joinRelatedKeys(transaction, primary, own.region);
  putKey(transaction, replica);
  for (const { sealed } of replicated) transaction.store(sealed);
  awaitImportEverywhere(transaction, primary);
  schedulePassing(transaction, 'ReplicaCreated', replica);
  return replica;
}

/** Of imported material a replica knows the ID and the description, until it is given the material itself. */
function materialOfReplica(material: KeyMaterial, replicated: readonly ReplicatedMaterial[]): KeyMaterial {
  const copy = replicated.find(({ keyMaterialId }) => keyMaterialId === material.keyMaterialId);
  return {
    ...material,
    handle: copy?.sealed.handle ?? null,
    imported: material.imported && { validToMs: null, description: material.imported.description },
  };
}

/** What waits for its rotation has to be imported into the new Region first. */
function awaitImportEverywhere(transaction: Transaction, primary: KeyRecord): void {
  const pending = pendingMaterial(primary);
  if (!pending) return;
  changeRelatedKeys(transaction, primary, ({ materials }) => ({
    materials: materials.map((material) =>
      material.keyMaterialId === pending.keyMaterialId
        ? { ...material, state: 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION' }
        : material,
    ),
  }));
}
