// The pieces of key material that belong to a KMS key: which of them it needs, which wait, and how long they stay.
// Source: AWS KMS Developer Guide, "Importing key material for AWS KMS keys" and "Rotate AWS KMS keys".
import type { KeyMaterial, KeyRecord } from './records.ts';

/** Whether it belongs to the key for good: new ciphertexts are, or old ones were, made under it. */
export const isAssociated = ({ state }: KeyMaterial): boolean => state === 'CURRENT' || state === 'NON_CURRENT';

/** Imported to become the current one at the next rotation. A key has one at most. */
export const pendingMaterial = (key: KeyRecord): KeyMaterial | undefined =>
  key.materials.find((material) => !isAssociated(material));

export const materialOf = (key: KeyRecord, keyMaterialId: string): KeyMaterial | undefined =>
  key.materials.find((material) => material.keyMaterialId === keyMaterialId);

/** Whether the key has all that its ciphertexts may need. One that lacks any of it cannot be used. */
export function hasAllMaterial(key: KeyRecord): boolean {
  const associated = key.materials.filter(isAssociated);
  return associated.length > 0 && associated.every(({ handle }) => handle !== null);
}

/** When the first of what the key needs expires; null where nothing does. */
export function expiryOf(key: KeyRecord): number | null {
  const moments = key.materials.filter(isAssociated).flatMap(({ imported }) => imported?.validToMs ?? []);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The key's materials, with this one in the place of the one with its ID, or else behind them. */
export const withMaterial = (key: KeyRecord, material: KeyMaterial): readonly KeyMaterial[] =>
  materialOf(key, material.keyMaterialId)
    ? key.materials.map((there) => (there.keyMaterialId === material.keyMaterialId ? material : there))
    : [...key.materials, material];
