// New key material of each kind. Source: AWS KMS Developer Guide, "Key spec reference".
import type { Bytes } from '../base/bytes.ts';
import { HsmError } from './error.ts';
import { isHmacSpec } from './kinds.ts';
import { hmacBytes } from './macs.ts';
import { SYMMETRIC_MATERIAL_BYTES } from './symmetric.ts';
import type { EntropySource, MaterialSpec } from './types.ts';

/** Who asked for it wipes it. */
export async function newMaterial(spec: MaterialSpec, entropy: EntropySource): Promise<Bytes> {
  if (spec === 'SYMMETRIC_DEFAULT') return entropy.bytes(SYMMETRIC_MATERIAL_BYTES);
  if (isHmacSpec(spec)) return entropy.bytes(hmacBytes[spec]);
  throw new HsmError(`No ${spec} here.`);
}
