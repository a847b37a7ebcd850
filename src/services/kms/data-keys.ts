// Data keys: made in the HSM, given out encrypted under a KMS key, and in plaintext too where that was asked for.
// Source: AWS KMS API Reference, GenerateDataKey and GenerateDataKeyWithoutPlaintext.
import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Region } from '../../base/brand.ts';
import type { EncryptionContext, Hsm } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import type { CheckContext, PrepareContext } from '../../world/service.ts';
import { authorizedKey, cryptographicConditions } from './authorize.ts';
import { SYMMETRIC_ALGORITHM } from './encrypting.ts';
import { asymmetricDataKey, dataKeyLengthUnclear, dryRunSucceeded } from './errors.ts';
import { use } from './identifiers.ts';
import { encryptionContext, flag, optionalNumber, optionalText, text } from './input.ts';
import { encryptUnder, layersOf, type Layers } from './key-stores/layers.ts';
import { recipientConditions, recipientOf, type Recipient } from './recipients/recipients.ts';
import { keyArnOf, type KeyRecord } from './records.ts';
import { assertUsable, currentMaterial } from './using-keys.ts';

export interface DataKeyPlan {
  readonly keyArn: string;
  readonly material: Layers;
  readonly context: EncryptionContext;
  readonly length: number;
  readonly recipient: Recipient | null;
}

export interface DataKey {
  readonly plaintext: Bytes;
  readonly encrypted: Bytes;
}

const lengthOfSpec: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };

export function checkDataKey(
  operation: 'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext',
  input: Structure,
  context: CheckContext,
): DataKeyPlan {
  const length = dataKeyLength(input);
  const recipient = recipientOf(input, context);
  const pairs = encryptionContext(input);
  const conditions = { ...cryptographicConditions(SYMMETRIC_ALGORITHM, pairs), ...recipientConditions(recipient) };
  const key = authorizedKey(context, text(input, 'KeyId'), use(`kms:${operation}`), conditions);
  assertUsable(operation, 'ENCRYPT_DECRYPT', key, context.view);
  assertEncryptsDataKeys(key);
  const material = layersOf(context.view, key, currentMaterial(key), 'ENCRYPT');
  context.notes('keyMaterialId', material.keyMaterialId);
  if (flag(input, 'DryRun')) throw dryRunSucceeded();
  return { keyArn: keyArnOf(key), material, context: pairs, length, recipient };
}

/** RSA keys encrypt too, but no data keys. */
export function assertEncryptsDataKeys(key: KeyRecord): void {
  if (key.keySpec !== SYMMETRIC_ALGORITHM) throw asymmetricDataKey();
}

export async function makeDataKey(
  plan: DataKeyPlan,
  { region, entropy }: PrepareContext,
  hsm: (region: Region) => Hsm,
): Promise<DataKey> {
  const { material, context, length } = plan;
  const plaintext = hsm(region).random(length, entropy);
  const encrypted = await encryptUnder(hsm(region), material, {
    plaintext,
    context,
    maker: 'GenerateDataKey',
    entropy,
  });
  return { plaintext, encrypted };
}

/** Exactly one of KeySpec and NumberOfBytes says it. */
function dataKeyLength(input: Structure): number {
  const spec = optionalText(input, 'KeySpec');
  const numberOfBytes = optionalNumber(input, 'NumberOfBytes');
  if ((spec === undefined) === (numberOfBytes === undefined)) throw dataKeyLengthUnclear();
  const length = spec === undefined ? numberOfBytes : lengthOfSpec[spec];
  assert(length !== undefined, 'the model allows only data key specs that have a length');
  return length;
}
