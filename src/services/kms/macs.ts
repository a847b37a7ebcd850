// What GenerateMac and VerifyMac share. Source: AWS KMS API Reference, GenerateMac and VerifyMac.
import type { MaterialHandle } from '../../base/brand.ts';
import type { MacAlgorithm } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import type { CheckContext } from '../../world/service.ts';
import { authorizedKey } from './authorize.ts';
import { use } from './identifiers.ts';
import { blob, text } from './input.ts';
import { keyArnOf } from './records.ts';
import { algorithmFor, assertUsable, currentMaterial } from './using-keys.ts';

export interface MacPlan {
  readonly keyArn: string;
  readonly handle: MaterialHandle;
  readonly algorithm: MacAlgorithm;
  readonly message: Uint8Array;
}

export function checkMac(operation: 'GenerateMac' | 'VerifyMac', input: Structure, context: CheckContext): MacPlan {
  const requested = text(input, 'MacAlgorithm');
  const key = authorizedKey(context, text(input, 'KeyId'), use(`kms:${operation}`), { 'kms:MacAlgorithm': requested });
  assertUsable(operation, 'GENERATE_VERIFY_MAC', key, context.view);
  const algorithm = algorithmFor(key, 'GENERATE_VERIFY_MAC', requested);
  return { keyArn: keyArnOf(key), handle: currentMaterial(key).handle, algorithm, message: blob(input, 'Message') };
}
