// The families of key material. What material is, in bytes, goes by its family: raw for symmetric and HMAC keys, DER
// PKCS #8 for RSA and ECC ones, the seed for ML-DSA (FIPS 204).
import type { Bytes } from '../base/bytes.ts';
import type { EccSpec, HmacSpec, MaterialSpec, MlDsaSpec, RsaSpec } from './types.ts';

/** Key material in the clear. Who has it wipes it. */
export interface ClearMaterial {
  readonly spec: MaterialSpec;
  readonly material: Bytes;
}

export const isHmacSpec = (spec: MaterialSpec): spec is HmacSpec => spec.startsWith('HMAC_');
export const isRsaSpec = (spec: MaterialSpec): spec is RsaSpec => spec.startsWith('RSA_');
export const isEccSpec = (spec: MaterialSpec): spec is EccSpec => spec.startsWith('ECC_');
export const isMlDsaSpec = (spec: MaterialSpec): spec is MlDsaSpec => spec.startsWith('ML_DSA_');
