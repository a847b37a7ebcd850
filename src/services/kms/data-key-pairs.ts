// Data key pairs: made in the HSM, the private key given out encrypted under a symmetric KMS key, and in plaintext too
// where that was asked for. Source: AWS KMS API Reference, GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext.
import type { Bytes } from '../../base/bytes.ts';
import type { Region } from '../../base/brand.ts';
import type { DataKeyPair, DataKeyPairSpec, EncryptionContext, Hsm, MaterialReference } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import type { CheckContext, PrepareContext } from '../../world/service.ts';
import { authorizedKey, cryptographicConditions } from './authorize.ts';
import { assertEncryptsDataKeys } from './data-keys.ts';
import { SYMMETRIC_ALGORITHM } from './encrypting.ts';
import { dryRunSucceeded, specNotInRegion, unsupported } from './errors.ts';
import { use } from './identifiers.ts';
import { encryptionContext, flag, text } from './input.ts';
import { isDataKeyPairSpec } from './key-specs.ts';
import { recipientConditions, recipientOf, type Recipient } from './recipients/recipients.ts';
import { keyArnOf } from './records.ts';
import { assertUsable, currentMaterial } from './using-keys.ts';

export interface DataKeyPairPlan {
  readonly keyArn: string;
  readonly material: MaterialReference;
  readonly context: EncryptionContext;
  readonly spec: DataKeyPairSpec;
  readonly recipient: Recipient | null;
}

export interface EncryptedDataKeyPair extends DataKeyPair {
  readonly encryptedPrivateKey: Bytes;
}

export function checkDataKeyPair(
  operation: 'GenerateDataKeyPair' | 'GenerateDataKeyPairWithoutPlaintext',
  input: Structure,
  context: CheckContext,
): DataKeyPairPlan {
  const spec = text(input, 'KeyPairSpec');
  const recipient = recipientOf(input, context);
  const pairs = encryptionContext(input);
  const key = authorizedKey(context, text(input, 'KeyId'), use(`kms:${operation}`), {
    ...cryptographicConditions(SYMMETRIC_ALGORITHM, pairs),
    'kms:DataKeyPairSpec': spec,
    ...recipientConditions(recipient),
  });
  // SM2, which the model allows.
  if (!isDataKeyPairSpec(spec)) throw specNotInRegion('KeyPairSpec', spec);
  if (key.customKeyStoreId !== null) throw unsupported();
  assertUsable(operation, 'ENCRYPT_DECRYPT', key, context.view);
  assertEncryptsDataKeys(key);
  const material = currentMaterial(key);
  context.notes('keyMaterialId', material.keyMaterialId);
  if (flag(input, 'DryRun')) throw dryRunSucceeded();
  return { keyArn: keyArnOf(key), material, context: pairs, spec, recipient };
}

export async function makeDataKeyPair(
  { material, context, spec }: DataKeyPairPlan,
  { region, entropy }: PrepareContext,
  hsm: (region: Region) => Hsm,
): Promise<EncryptedDataKeyPair> {
  const { privateKey, publicKey } = await hsm(region).dataKeyPair(spec, entropy);
  const encryptedPrivateKey = await hsm(region).encrypt({
    material,
    plaintext: privateKey,
    context,
    maker: 'GenerateDataKey',
    entropy,
  });
  return { privateKey, publicKey, encryptedPrivateKey };
}
