// Which key spec goes with which key usage. Source: AWS KMS Developer Guide, "Key spec reference".
import { keyUsageIncompatible, keyUsageMissing, notInKeyroomYet, twoKeySpecs } from './errors.ts';
import { optionalText } from './input.ts';
import type { Structure } from '../../world/model.ts';
import type { KeySpec, KeyUsage } from './records.ts';

const RSA = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'];
const NIST_CURVE = ['SIGN_VERIFY', 'KEY_AGREEMENT'];
const SIGNING = ['SIGN_VERIFY'];
const HMAC = ['GENERATE_VERIFY_MAC'];

const usagesOf: Readonly<Record<string, readonly string[]>> = {
  SYMMETRIC_DEFAULT: ['ENCRYPT_DECRYPT'],
  RSA_2048: RSA,
  RSA_3072: RSA,
  RSA_4096: RSA,
  ECC_NIST_P256: NIST_CURVE,
  ECC_NIST_P384: NIST_CURVE,
  ECC_NIST_P521: NIST_CURVE,
  ECC_SECG_P256K1: SIGNING,
  ECC_NIST_EDWARDS25519: SIGNING,
  ML_DSA_44: SIGNING,
  ML_DSA_65: SIGNING,
  ML_DSA_87: SIGNING,
  HMAC_224: HMAC,
  HMAC_256: HMAC,
  HMAC_384: HMAC,
  HMAC_512: HMAC,
  SM2: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'],
};

/** The spec and usage of a new key. Throws where they do not fit together, or where Keyroom has no such keys yet. */
export function requestedSpec(input: Structure): { readonly keySpec: KeySpec; readonly keyUsage: KeyUsage } {
  const oldName = optionalText(input, 'CustomerMasterKeySpec');
  const newName = optionalText(input, 'KeySpec');
  if (oldName !== undefined && newName !== undefined) throw twoKeySpecs();
  const keySpec = newName ?? oldName ?? 'SYMMETRIC_DEFAULT';
  const keyUsage = optionalText(input, 'KeyUsage');
  if (keyUsage === undefined && keySpec !== 'SYMMETRIC_DEFAULT') throw keyUsageMissing();
  if (keyUsage !== undefined && !usagesOf[keySpec]?.includes(keyUsage)) throw keyUsageIncompatible(keyUsage, keySpec);
  if (keySpec !== 'SYMMETRIC_DEFAULT') throw notInKeyroomYet(`keys with the key spec ${keySpec}`);
  return { keySpec, keyUsage: 'ENCRYPT_DECRYPT' };
}
