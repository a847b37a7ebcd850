// Which operations a grant can allow, by what kind of key it is on.
// Source: AWS KMS Developer Guide, "Grant operations"; the message as live calls give it.
import { assertNever } from '../../base/assert.ts';
import { grantOperationsUnfit } from './errors.ts';
import { keyTypeOf } from './key-specs.ts';
import type { KeyRecord } from './records.ts';

const ANY_KEY = ['CreateGrant', 'RetireGrant', 'DescribeKey'];
const ENCRYPTION = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo'];
const DATA_KEYS = ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'];
const DATA_KEY_PAIRS = ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'];

/** Throws ValidationException where the key, or its kind of key, does not know one of the operations. */
export function assertGrantable(operations: readonly string[], key: KeyRecord): void {
  const valid = grantableOperations(key);
  const unfit = operations.filter((operation) => !valid.includes(operation));
  if (unfit.length === 0) return;
  const type = keyTypeOf(key.keySpec) === 'asymmetric' ? 'an asymmetric' : 'a symmetric';
  throw grantOperationsUnfit(unfit, type, key.keyUsage, valid);
}

export function grantableOperations(key: KeyRecord): readonly string[] {
  const isAsymmetric = keyTypeOf(key.keySpec) === 'asymmetric';
  return [...ANY_KEY, ...(isAsymmetric ? ['GetPublicKey'] : []), ...usesOf(key)];
}

function usesOf({ keySpec, keyUsage, customKeyStoreId }: KeyRecord): readonly string[] {
  switch (keyUsage) {
    case 'ENCRYPT_DECRYPT':
      if (keyTypeOf(keySpec) === 'asymmetric') return ENCRYPTION;
      return [...ENCRYPTION, ...DATA_KEYS, ...(customKeyStoreId === null ? DATA_KEY_PAIRS : [])];
    case 'SIGN_VERIFY':
      return ['Sign', 'Verify'];
    case 'KEY_AGREEMENT':
      return ['DeriveSharedSecret'];
    case 'GENERATE_VERIFY_MAC':
      return ['GenerateMac', 'VerifyMac'];
    default:
      return assertNever(keyUsage);
  }
}
