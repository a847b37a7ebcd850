// Key pairs by their key specs: making them, and opening either half with the primitives of src/crypto. Private halves
// are DER PKCS #8 (ML-DSA's in seed form), public ones DER SubjectPublicKeyInfo.
import type { Bytes } from '../base/bytes.ts';
import { newEcKey, openEcPrivateKey, openEcPublicKey, type EcCurve, type EcPrivateKey } from '../crypto/ecdsa.ts';
import {
  newEd25519Key,
  openEd25519PrivateKey,
  openEd25519PublicKey,
  type Ed25519PrivateKey,
} from '../crypto/ed25519.ts';
import {
  newMlDsaKey,
  openMlDsaPrivateKey,
  openMlDsaPublicKey,
  type MlDsaParameters,
  type MlDsaPrivateKey,
} from '../crypto/ml-dsa.ts';
import { openRsaPrivateKey, openRsaPublicKey, type RsaModulusBits, type RsaPrivateKey } from '../crypto/rsa.ts';
import { isEccSpec, isRsaSpec } from './kinds.ts';
import type { AsymmetricSpec, EccSpec, EntropySource, MlDsaSpec, RsaSpec } from './types.ts';

export type CurveSpec = Exclude<EccSpec, 'ECC_NIST_EDWARDS25519'>;

/** Makes RSA private keys in DER PKCS #8. Slow, and the machine's chance. */
export type GenerateRsa = (modulusBits: RsaModulusBits) => Promise<Bytes>;

export const modulusBitsOf: Readonly<Record<RsaSpec, RsaModulusBits>> = {
  RSA_2048: 2048,
  RSA_3072: 3072,
  RSA_4096: 4096,
};
const curveOf: Readonly<Record<CurveSpec, EcCurve>> = {
  ECC_NIST_P256: 'P-256',
  ECC_NIST_P384: 'P-384',
  ECC_NIST_P521: 'P-521',
  ECC_SECG_P256K1: 'secp256k1',
};
const parametersOf: Readonly<Record<MlDsaSpec, MlDsaParameters>> = {
  ML_DSA_44: 'ML-DSA-44',
  ML_DSA_65: 'ML-DSA-65',
  ML_DSA_87: 'ML-DSA-87',
};

export type OpenPrivateKey =
  | { readonly kind: 'RSA'; readonly spec: RsaSpec; readonly key: RsaPrivateKey }
  | { readonly kind: 'EC'; readonly spec: CurveSpec; readonly key: EcPrivateKey }
  | { readonly kind: 'ED25519'; readonly spec: 'ECC_NIST_EDWARDS25519'; readonly key: Ed25519PrivateKey }
  | { readonly kind: 'ML_DSA'; readonly spec: MlDsaSpec; readonly key: MlDsaPrivateKey };

/** Undefined where the bytes are not the private key of a pair of this spec. */
export function openPrivateKey(spec: AsymmetricSpec, pkcs8: Bytes): OpenPrivateKey | undefined {
  if (isRsaSpec(spec)) {
    const key = openRsaPrivateKey(pkcs8, modulusBitsOf[spec]);
    return key && { kind: 'RSA', spec, key };
  }
  if (spec === 'ECC_NIST_EDWARDS25519') {
    const key = openEd25519PrivateKey(pkcs8);
    return key && { kind: 'ED25519', spec, key };
  }
  if (isEccSpec(spec)) {
    const key = openEcPrivateKey(curveOf[spec], pkcs8);
    return key && { kind: 'EC', spec, key };
  }
  const key = openMlDsaPrivateKey(parametersOf[spec], pkcs8);
  return key && { kind: 'ML_DSA', spec, key };
}

/** Undefined where the bytes are not the public key of a pair of this spec. */
export function openPublicKey(spec: AsymmetricSpec, spki: Bytes) {
  if (isRsaSpec(spec)) {
    const key = openRsaPublicKey(spki);
    return key?.modulusBits === modulusBitsOf[spec] ? { kind: 'RSA' as const, spec, key } : undefined;
  }
  if (spec === 'ECC_NIST_EDWARDS25519') {
    const key = openEd25519PublicKey(spki);
    return key && { kind: 'ED25519' as const, spec, key };
  }
  if (isEccSpec(spec)) {
    const key = openEcPublicKey(curveOf[spec], spki);
    return key && { kind: 'EC' as const, spec, key };
  }
  const key = openMlDsaPublicKey(parametersOf[spec], spki);
  return key && { kind: 'ML_DSA' as const, spec, key };
}

/** A new private key. All but RSA's are a function of the entropy. Who asked for it wipes it. */
export async function newPrivateKey(
  spec: AsymmetricSpec,
  entropy: EntropySource,
  generateRsa: GenerateRsa,
): Promise<Bytes> {
  const random = (length: number): Bytes => entropy.bytes(length);
  if (isRsaSpec(spec)) return generateRsa(modulusBitsOf[spec]);
  if (spec === 'ECC_NIST_EDWARDS25519') return newEd25519Key(random);
  return isEccSpec(spec) ? newEcKey(curveOf[spec], random) : newMlDsaKey(parametersOf[spec], random);
}
