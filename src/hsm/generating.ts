// New key material of each kind. Source: AWS KMS Developer Guide, "Key spec reference".
import type { Bytes } from '../base/bytes.ts';
import { newPrivateKey, type GenerateRsa } from './asymmetric.ts';
import { isHmacSpec } from './kinds.ts';
import { hmacBytes } from './macs.ts';
import { SYMMETRIC_MATERIAL_BYTES } from './symmetric.ts';
import type { EntropySource, MaterialSpec } from './types.ts';

/** All but RSA's is a function of the entropy. Who asked for it wipes it. */
export async function newMaterial(
  spec: MaterialSpec,
  entropy: EntropySource,
  generateRsa: GenerateRsa,
): Promise<Bytes> {
  if (spec === 'SYMMETRIC_DEFAULT') return entropy.bytes(SYMMETRIC_MATERIAL_BYTES);
  if (isHmacSpec(spec)) return entropy.bytes(hmacBytes[spec]);
  return newPrivateKey(spec, entropy, generateRsa);
}
