// Rotation of key material: new current material under the same key, while the old goes on opening its ciphertexts.
// Source: AWS KMS Developer Guide, "Rotate AWS KMS keys" and "Perform on-demand key rotation".
import type { Region } from '../../base/brand.ts';
import type { EntropySource, Hsm, SealedMaterial } from '../../hsm/types.ts';
import type { View } from '../../world/records.ts';
import type { DueContext, Due, Transaction } from '../../world/service.ts';
import { placeOf, sendToKey } from './key-changes.ts';
import { hasAllMaterial, withMaterial } from './materials.ts';
import { changeRelatedKeys, isReplica, regionsOf, relatedKeys } from './multi-region.ts';
import { keyArnOf, type KeyMaterial, type KeyRecord, type Rotation } from './records.ts';

export const DAY_IN_MS = 86_400_000;
const MINUTE_IN_MS = 60_000;
export const DEFAULT_PERIOD_IN_DAYS = 365;
export const MOST_ON_DEMAND_ROTATIONS = 25;
/** How near an automatic rotation keeps an on-demand one off. */
export const NEAR_IN_MS = 20 * MINUTE_IN_MS;
/** When that which the HSM could not do is tried again. */
export const PUT_OFF_MS = 60 * MINUTE_IN_MS;

export const automaticDue = (key: KeyRecord): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler: 'RotateKey',
  subject: keyArnOf(key),
});

export const onDemandDue = (key: KeyRecord): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler: 'RotateKeyOnDemand',
  subject: keyArnOf(key),
});

/** How long an on-demand rotation takes: longer where other Regions take part. */
export const onDemandDurationMs = (key: KeyRecord): number => (key.multiRegion ? 8 : 2) * MINUTE_IN_MS;

/** The rotation settings of a key and of all keys related to it, which always have the same. */
export function changeRotation(transaction: Transaction, key: KeyRecord, changed: Partial<Rotation>): void {
  changeRelatedKeys(transaction, key, (related) => ({ rotation: { ...related.rotation, ...changed } }));
}

/** From now on, every so many days. */
export function startAutomaticRotation(transaction: Transaction, key: KeyRecord, periodInDays: number): void {
  const nextAtMs = transaction.nowMs + periodInDays * DAY_IN_MS;
  changeRotation(transaction, key, { automatic: { periodInDays, nextAtMs } });
  transaction.schedule({ ...automaticDue(key), atMs: nextAtMs });
}

/** A key that can be used again, or whose deletion was cancelled, is rotated at once if its time has passed. */
export function rotateIfOverdue(transaction: Transaction, key: KeyRecord): void {
  const { automatic } = key.rotation;
  if (!automatic || automatic.nextAtMs > transaction.nowMs || isReplica(transaction.view, key)) return;
  transaction.schedule({ ...automaticDue(key), atMs: transaction.nowMs });
}

/** What is to be rotated is the primary key's affair: it goes with the primary Region. */
export function moveRotations(transaction: Transaction, from: KeyRecord, to: KeyRecord): void {
  unscheduleRotations(transaction, from);
  const { automatic, onDemandStartedAtMs } = to.rotation;
  const notBefore = (atMs: number): number => Math.max(atMs, transaction.nowMs);
  if (automatic) transaction.schedule({ ...automaticDue(to), atMs: notBefore(automatic.nextAtMs) });
  if (onDemandStartedAtMs === null) return;
  transaction.schedule({ ...onDemandDue(to), atMs: notBefore(onDemandStartedAtMs + onDemandDurationMs(to)) });
}

export function unscheduleRotations(transaction: Transaction, key: KeyRecord): void {
  transaction.unschedule(automaticDue(key));
  transaction.unschedule(onDemandDue(key));
}

/** New material, sealed for each Region in which a related key is. */
export interface MaterialEverywhere {
  readonly keyMaterialId: string;
  readonly sealed: ReadonlyMap<Region, SealedMaterial>;
}

/** Null where the HSM could not: nothing that falls due may fail. */
export async function makeMaterial(
  hsm: (region: Region) => Hsm,
  key: KeyRecord,
  { view, entropy }: DueContext,
): Promise<MaterialEverywhere | null> {
  try {
    return await newMaterialEverywhere(hsm(key.region), view, key, entropy);
  } catch {
    return null;
  }
}

async function newMaterialEverywhere(
  hsm: Hsm,
  view: View,
  key: KeyRecord,
  entropy: EntropySource,
): Promise<MaterialEverywhere> {
  const { keyMaterialId, handle, token } = await hsm.generate('SYMMETRIC_DEFAULT', key.keyId, entropy);
  const sealed = new Map<Region, SealedMaterial>([[key.region, { handle, token }]]);
  for (const region of regionsOf(view, key)) {
    if (region === key.region) continue;
    sealed.set(region, await hsm.replicate({ handle, token }, key.keyId, region, entropy));
  }
  return { keyMaterialId, sealed };
}

/** Makes new material the current one, in every Region at once. */
export function rotateToNew(
  transaction: Transaction,
  key: KeyRecord,
  { keyMaterialId, sealed }: MaterialEverywhere,
  type: 'AUTOMATIC' | 'ON_DEMAND',
): void {
  const rotated = { type, atMs: transaction.nowMs };
  changeRelatedKeys(transaction, key, (related) => {
    const handle = sealed.get(related.region)?.handle ?? null;
    return inFrontOf(related, { keyMaterialId, handle, state: 'CURRENT', rotated, imported: null });
  });
  for (const material of sealed.values()) transaction.store(material);
}

/** Makes imported material that waited the current one. A related key that has lost it meanwhile waits for its import. */
export function rotateToImported(transaction: Transaction, key: KeyRecord, keyMaterialId: string): void {
  const rotated = { type: 'ON_DEMAND', atMs: transaction.nowMs } as const;
  changeRelatedKeys(transaction, key, (related) => {
    const waiting = related.materials.find((material) => material.keyMaterialId === keyMaterialId);
    return waiting ? inFrontOf(related, { ...waiting, state: 'CURRENT', rotated }) : {};
  });
  for (const related of relatedKeys(transaction.view, key)) {
    if (!hasAllMaterial(related)) sendToKey(transaction, placeOf(related), { type: 'DeleteExpiredKeyMaterial' });
  }
}

function inFrontOf(key: KeyRecord, current: KeyMaterial): Pick<KeyRecord, 'materials' | 'currentKeyMaterialId'> {
  const retired = key.materials.map((material): KeyMaterial =>
    material.state === 'CURRENT' ? { ...material, state: 'NON_CURRENT' } : material,
  );
  return {
    materials: withMaterial({ ...key, materials: retired }, current),
    currentKeyMaterialId: current.keyMaterialId,
  };
}
