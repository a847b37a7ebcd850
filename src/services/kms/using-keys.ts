// What every cryptographic operation asks of the KMS key that it uses: its usage, its state, the algorithm, the material.
// Source: AWS KMS API Reference; the order of the refusals as live calls give it.
import { assert } from '../../base/assert.ts';
import type { MaterialReference } from '../../hsm/types.ts';
import type { View } from '../../world/records.ts';
import { algorithmIncompatible, keyUsageWrong } from './errors.ts';
import { algorithmsOf, type AlgorithmOfUsage } from './key-specs.ts';
import { assertKeyState, type StatefulOperation } from './key-states.ts';
import { keyArnOf, type KeyRecord, type KeyUsage } from './records.ts';

/** Throws InvalidKeyUsageException for a key of another usage, and what its key state calls for. */
export function assertUsable(operation: StatefulOperation, usage: KeyUsage, key: KeyRecord, view: View): void {
  if (key.keyUsage !== usage) throw keyUsageWrong(keyArnOf(key), key.keyUsage, operation);
  assertKeyState(operation, key, view);
}

/** The algorithm that was asked for. Throws InvalidKeyUsageException where keys of this spec do not have it. */
export function algorithmFor<Usage extends KeyUsage>(
  key: KeyRecord,
  usage: Usage,
  requested: string,
): AlgorithmOfUsage[Usage] {
  const algorithm = algorithmsOf(key.keySpec, usage).find((each) => each === requested);
  if (algorithm === undefined) throw algorithmIncompatible(requested, key.keySpec);
  return algorithm;
}

/** The material that does new work. A key in a state that allows any has it. */
export function currentMaterial(key: KeyRecord): MaterialReference {
  const material = key.materials.find(({ keyMaterialId }) => keyMaterialId === key.currentKeyMaterialId);
  assert(material?.handle, 'a key that may be used has current material');
  return { handle: material.handle, keyMaterialId: material.keyMaterialId };
}

/** The public half, base64 of DER SubjectPublicKeyInfo, as records and plans carry it. */
export function publicKeyOf(key: KeyRecord): string {
  assert(key.publicKey !== null, 'an asymmetric key that may be used has a public key');
  return key.publicKey;
}
