// Records of KMS keys that Keyroom wrote before keys could be rotated, imported, public or in a key store: all of them
// were single-Region symmetric encryption keys with one piece of material that KMS had made.
import type { Table } from '../../world/records.ts';
import { keysTable, noRotation, type KeyMaterial, type KeyRecord } from './records.ts';

type Added = 'publicKey' | 'rotation' | 'customKeyStoreId' | 'xksKeyId';
type AddedToMaterial = 'state' | 'rotated' | 'imported';

/** What may stand in a learner's journal. */
type StoredKey = Omit<KeyRecord, Added | 'materials'> &
  Partial<Pick<KeyRecord, Added>> & {
    readonly materials: readonly (Omit<KeyMaterial, AddedToMaterial> & Partial<Pick<KeyMaterial, AddedToMaterial>>)[];
  };

function upgradedKey(stored: StoredKey): KeyRecord {
  if (isOfToday(stored)) return stored;
  return {
    ...stored,
    materials: stored.materials.map((material) => ({
      ...material,
      state: material.state ?? 'CURRENT',
      rotated: material.rotated ?? null,
      imported: material.imported ?? null,
    })),
    publicKey: stored.publicKey ?? null,
    rotation: stored.rotation ?? noRotation,
    customKeyStoreId: stored.customKeyStoreId ?? null,
    xksKeyId: stored.xksKeyId ?? null,
  };
}

/** All the fields came at once. */
const isOfToday = (stored: StoredKey): stored is KeyRecord => stored.rotation !== undefined;

/** The table of keys as journals are read with it. */
export const upgradedKeysTable: Table<KeyRecord> = { ...keysTable, upgrade: upgradedKey };
