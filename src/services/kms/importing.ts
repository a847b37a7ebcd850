// Imported key material: how it may be wrapped, how long it stays, and what a key makes of it when it comes and goes.
// Source: AWS KMS Developer Guide, "Importing key material for AWS KMS keys".
import { toBase64 } from '../../base/encodings.ts';
import type { GeneratedMaterial, WrappingAlgorithm, WrappingSpec } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import { dueHandler, type Due, type Transaction } from '../../world/service.ts';
import { messageName } from '../../world/validate.ts';
import {
  anotherIsPending,
  incorrectKeyMaterial,
  keyMaterialNotNew,
  symmetricImportsOnly,
  validToMissing,
  validToNotAllowed,
  validToPast,
  validToTooFar,
} from './errors.ts';
import { optionalNumber, optionalText } from './input.ts';
import { changeKey, findKey, keyAt, placeOf, placeOfArn, sendToKey, type KeyPlace } from './key-changes.ts';
import { hasAllMaterial, isAssociated, materialOf, pendingMaterial, withMaterial } from './materials.ts';
import { changeRelatedKeys, isReplica, regionsOf, relatedKeys } from './multi-region.ts';
import { keyArnOf, type KeyMaterial, type KeyRecord, type KeySpec } from './records.ts';

const DAY_IN_MS = 86_400_000;
const LONGEST_VALIDITY_MS = 365 * DAY_IN_MS;
/** How long a wrapping public key and its import token are good for. */
export const IMPORT_TOKEN_LIFETIME_MS = DAY_IN_MS;

export interface Wrapping {
  readonly algorithm: WrappingAlgorithm;
  readonly wrappingSpec: WrappingSpec;
}

const OAEP = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'];
const AES_KEY_WRAP = ['RSA_AES_KEY_WRAP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1'];
const RSA = ['RSA_2048', 'RSA_3072', 'RSA_4096'];

/** Undefined where material of a key with this spec cannot be wrapped so. */
export function wrappingFor(keySpec: KeySpec, algorithm: string, wrappingSpec: string): Wrapping | undefined {
  if (!RSA.includes(wrappingSpec)) return undefined;
  const oaep = OAEP.includes(algorithm);
  if (!oaep && !AES_KEY_WRAP.includes(algorithm)) return undefined;
  const fits = fitsInto(keySpec, oaep, wrappingSpec);
  return fits ? { algorithm: algorithm as WrappingAlgorithm, wrappingSpec: wrappingSpec as WrappingSpec } : undefined;
}

function fitsInto(keySpec: KeySpec, oaep: boolean, wrappingSpec: string): boolean {
  if (keySpec === 'SYMMETRIC_DEFAULT' || keySpec.startsWith('HMAC_')) return oaep;
  if (keySpec.startsWith('RSA_')) return !oaep;
  if (!keySpec.startsWith('ECC_')) return false;
  const large = keySpec === 'ECC_NIST_P521' || keySpec === 'ECC_NIST_EDWARDS25519';
  return !(oaep && large && wrappingSpec === 'RSA_2048');
}

/** When the material is to expire; null for never. Throws where the request does not say it as it must. */
export function requestedExpiry(input: Structure, nowMs: number): number | null {
  const validTo = optionalNumber(input, 'ValidTo');
  if (optionalText(input, 'ExpirationModel') === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validTo !== undefined) throw validToNotAllowed();
    return null;
  }
  if (validTo === undefined) throw validToMissing();
  const validToMs = Math.round(validTo * 1000);
  if (validToMs <= nowMs) throw validToPast();
  if (validToMs > nowMs + LONGEST_VALIDITY_MS) throw validToTooFar();
  return validToMs;
}

/** Throws where the request has a member that only imports of symmetric material take. */
export function assertSymmetricImport(input: Structure, members: readonly string[], key: KeyRecord): void {
  if (key.keySpec === 'SYMMETRIC_DEFAULT') return;
  for (const member of members) {
    if (input[member] === undefined) continue;
    throw symmetricImportsOnly(messageName(member), key.keySpec);
  }
}

export interface Import {
  readonly place: KeyPlace;
  /** Whether the material is to be one that the key never had. */
  readonly isNew: boolean;
  /** The ID that the material must have, where the request says. */
  readonly expectedId: string | null;
  readonly validToMs: number | null;
  readonly description: string | null;
}

/** The material becomes part of the key: the first as the current one, a new one to wait for its rotation. */
export function takeInMaterial(transaction: Transaction, asked: Import, arrived: GeneratedMaterial): KeyRecord {
  const before = keyAt(transaction, asked.place);
  const { keyMaterialId, handle, token, publicKey } = arrived;
  const there = materialOf(before, keyMaterialId);
  if (asked.isNew) assertNew(before, keyMaterialId, there);
  else assertExpected(before, keyMaterialId, there, asked.expectedId);

  const material: KeyMaterial = {
    keyMaterialId,
    handle,
    state: there?.state ?? stateOfNew(transaction, before),
    rotated: there?.rotated ?? null,
    imported: {
      validToMs: asked.validToMs,
      description: asked.description ?? there?.imported?.description ?? null,
    },
  };
  const key = changeKey(transaction, asked.place, {
    materials: withMaterial(before, material),
    currentKeyMaterialId: before.currentKeyMaterialId ?? keyMaterialId,
    publicKey: before.publicKey ?? (publicKey && toBase64(publicKey)),
  });
  transaction.store({ handle, token });
  const due = expiryDue(key, keyMaterialId);
  if (asked.validToMs === null) transaction.unschedule(due);
  else transaction.schedule({ ...due, atMs: asked.validToMs });

  if (!isReplica(transaction.view, key)) announceToReplicas(transaction, key, material);
  settlePendingMaterial(transaction, key);
  const complete = isAssociated(material) && hasAllMaterial(key);
  return complete
    ? sendToKey(transaction, asked.place, { type: 'ImportKeyMaterial' })
    : keyAt(transaction, asked.place);
}

function assertNew(key: KeyRecord, keyMaterialId: string, there: KeyMaterial | undefined): void {
  if (there) throw keyMaterialNotNew(keyMaterialId, keyArnOf(key));
  const pending = pendingMaterial(key);
  if (pending) throw anotherIsPending(keyMaterialId, keyArnOf(key), pending.keyMaterialId);
}

function assertExpected(
  key: KeyRecord,
  keyMaterialId: string,
  there: KeyMaterial | undefined,
  expectedId: string | null,
): void {
  if (expectedId !== null && expectedId !== keyMaterialId) throw incorrectKeyMaterial(expectedId);
  if (!there) throw incorrectKeyMaterial(key.currentKeyMaterialId);
}

function stateOfNew(transaction: Transaction, key: KeyRecord): KeyMaterial['state'] {
  if (key.materials.length === 0) return 'CURRENT';
  return regionsOf(transaction.view, key).length > 1 ? 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION' : 'PENDING_ROTATION';
}

/** Of a primary key's imports KMS tells its replicas the ID and the description. The material they must be given. */
function announceToReplicas(transaction: Transaction, key: KeyRecord, arrived: KeyMaterial): void {
  const description = arrived.imported?.description ?? null;
  changeRelatedKeys(transaction, key, (related) => {
    if (related.region === key.region) return {};
    const there = materialOf(related, arrived.keyMaterialId) ?? { ...arrived, handle: null, imported: null };
    const imported = { validToMs: there.imported?.validToMs ?? null, description };
    return { materials: withMaterial(related, { ...there, imported }) };
  });
}

/** What waits for its import into every Region can be rotated to as soon as every related key has it. */
export function settlePendingMaterial(transaction: Transaction, key: KeyRecord): void {
  const related = relatedKeys(transaction.view, key);
  const id = related.flatMap((one) => pendingMaterial(one) ?? []).find(isWaitingForRegions)?.keyMaterialId;
  if (id === undefined || related.some((one) => !materialOf(one, id)?.handle)) return;
  changeRelatedKeys(transaction, key, (one) => ({
    materials: one.materials.map((material) =>
      material.keyMaterialId === id ? { ...material, state: 'PENDING_ROTATION' } : material,
    ),
  }));
}

const isWaitingForRegions = ({ state }: KeyMaterial): boolean => state === 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';

/** Material of this key goes: at once, reversibly. What waits for its rotation is forgotten, with the replicas' too. */
export function deleteMaterial(transaction: Transaction, place: KeyPlace, keyMaterialId: string): void {
  const key = keyAt(transaction, place);
  const material = materialOf(key, keyMaterialId);
  if (!material) return;
  if (isAssociated(material) || isReplica(transaction.view, key)) {
    takeOut(transaction, key, material, 'DeleteImportedKeyMaterial');
    return;
  }
  for (const related of relatedKeys(transaction.view, key)) {
    transaction.unschedule(expiryDue(related, keyMaterialId));
  }
  changeRelatedKeys(transaction, key, (related) => ({
    materials: related.materials.filter((one) => one.keyMaterialId !== keyMaterialId),
  }));
}

function takeOut(
  transaction: Transaction,
  key: KeyRecord,
  material: KeyMaterial,
  type: 'DeleteImportedKeyMaterial' | 'DeleteExpiredKeyMaterial',
): void {
  transaction.unschedule(expiryDue(key, material.keyMaterialId));
  changeKey(transaction, placeOf(key), { materials: withMaterial(key, { ...material, handle: null }) });
  if (isAssociated(material)) sendToKey(transaction, placeOf(key), { type });
}

/** Its subject is the key ARN and, behind a space, the key material ID. */
const expiryDue = (key: KeyRecord, keyMaterialId: string): Omit<Due, 'atMs'> => ({
  service: 'kms',
  handler: 'DeleteExpiredKeyMaterial',
  subject: `${keyArnOf(key)} ${keyMaterialId}`,
});

/** The material's time is up. CloudTrail calls the event DeleteExpiredKeyMaterial. */
export const deleteExpiredKeyMaterial = dueHandler({
  happen(subject, transaction) {
    const [keyArn = '', keyMaterialId = ''] = subject.split(' ');
    const key = findKey(transaction.view, placeOfArn(keyArn));
    const material = key && materialOf(key, keyMaterialId);
    if (key && material) takeOut(transaction, key, material, 'DeleteExpiredKeyMaterial');
  },
});

/** For a key that goes. */
export function unscheduleExpiries(transaction: Transaction, key: KeyRecord): void {
  for (const { keyMaterialId } of key.materials) transaction.unschedule(expiryDue(key, keyMaterialId));
}
