// From a symmetric ciphertext to the key that it belongs to. The blob names its key material, and our records say whose
// that is. Source: AWS KMS API Reference, Decrypt and ReEncrypt; refusals as live calls give them.
import { parseArn } from '../../base/arn.ts';
import { readCiphertextHeader } from '../../hsm/framing.ts';
import type { CiphertextHeader, MaterialReference } from '../../hsm/types.ts';
import type { View } from '../../world/records.ts';
import type { CheckContext } from '../../world/service.ts';
import { ciphertextDenied, incorrectKey, invalidCiphertext } from './errors.ts';
import { isKeyId, resolveKey, use, type FoundKey } from './identifiers.ts';
import { materialOf } from './materials.ts';
import { keysTable, materialsTable, partitionOf, type KeyMaterial, type KeyRecord } from './records.ts';

/** A ciphertext, and what it says of itself: undefined where it is none of ours. */
export interface Ciphertext {
  readonly blob: Uint8Array;
  readonly header: CiphertextHeader | undefined;
}

export const readCiphertext = (blob: Uint8Array): Ciphertext => ({ blob, header: readCiphertextHeader(blob) });

/** The key to decrypt with: the one that the request names, else the one that the ciphertext names. */
export function decryptingKey(
  context: CheckContext,
  action: string,
  identifier: string | undefined,
  ciphertext: Ciphertext | undefined,
): FoundKey {
  const named = ciphertext && keyNamedBy(context, ciphertext);
  // A bare key ID is looked up in the caller's account; one that the ciphertext confirms may be another account's.
  if (named && (identifier === undefined || (isKeyId(identifier) && identifier === named.keyId))) return { key: named };
  // Related keys open each other's ciphertexts, but only the one of this Region is at hand here.
  if (named && identifier !== undefined && isRelatedElsewhere(named, identifier)) throw incorrectKey();
  if (identifier !== undefined) return resolveKey(context, identifier, use(action));
  if (ciphertext && isKnown(context.view, ciphertext)) throw ciphertextDenied(context.caller.arn, action);
  throw invalidCiphertext();
}

/** Throws IncorrectKeyException where the ciphertext is of another key. */
export function assertNotOfAnotherKey(view: View, key: KeyRecord, ciphertext: Ciphertext): void {
  if (!materialNamedBy(key, ciphertext) && isKnown(view, ciphertext)) throw incorrectKey();
}

/** The material of this key that the ciphertext was made under. */
export function decryptingMaterial(key: KeyRecord, ciphertext: Ciphertext): MaterialReference {
  const material = materialNamedBy(key, ciphertext);
  if (!material?.handle) throw invalidCiphertext();
  return { handle: material.handle, keyMaterialId: material.keyMaterialId };
}

const materialNamedBy = (key: KeyRecord, { header }: Ciphertext): KeyMaterial | undefined =>
  header && materialOf(key, header.keyMaterialId);

/** The key of this Region whose material the ciphertext was made under, unless that key is gone. */
function keyNamedBy({ view, region }: CheckContext, { header }: Ciphertext): KeyRecord | undefined {
  const owner = header && view.get(materialsTable, region, header.keyMaterialId);
  return owner && view.get(keysTable, partitionOf({ account: owner.account, region }), owner.keyId);
}

/** Whether the identifier is the ARN of the same multi-Region key in another Region. */
function isRelatedElsewhere({ multiRegion, account, region, keyId }: KeyRecord, identifier: string): boolean {
  const arn = multiRegion ? parseArn(identifier) : undefined;
  if (arn?.service !== 'kms' || arn.account !== account) return false;
  return arn.region !== region && arn.resource === `key/${keyId}`;
}

/** Whether it is a ciphertext of any key that there ever was, in any Region: if not, its bytes were changed. */
const isKnown = (view: View, { header }: Ciphertext): boolean =>
  header !== undefined &&
  view
    .partitions({ name: materialsTable.name })
    .some((region) => view.get(materialsTable, region, header.keyMaterialId) !== undefined);
