// How a KMS key is spoken of in its row: its spec, what it is for, and what sets it apart.
import { describe, expect, test } from 'vitest';
import type { KeyView } from '../../../src/services/kms/view.ts';
import { keyKind, specName } from '../../../src/ui/world/key-words.ts';

test.each([
  ['SYMMETRIC_DEFAULT', 'symmetric'],
  ['RSA_2048', 'RSA 2048'],
  ['RSA_4096', 'RSA 4096'],
  ['ECC_NIST_P256', 'ECC P-256'],
  ['ECC_NIST_P521', 'ECC P-521'],
  ['ECC_NIST_EDWARDS25519', 'Ed25519'],
  ['ECC_SECG_P256K1', 'secp256k1'],
  ['ML_DSA_65', 'ML-DSA 65'],
  ['HMAC_256', 'HMAC 256'],
])('%s is called %s', (spec, name) => expect(specName(spec)).toBe(name));

type Kind = Parameters<typeof keyKind>[0];
const plain: Kind = {
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  multiRegion: null,
  origin: 'AWS_KMS',
  customKeyStore: null,
  keyManager: 'CUSTOMER',
};
const hsms: KeyView['customKeyStore'] = {
  id: 'cks-1',
  name: 'hsms',
  type: 'AWS_CLOUDHSM',
  connection: 'CONNECTED',
  errorCode: null,
};

describe('the row says', () => {
  test.each<[string, Partial<Kind>, string]>([
    ['no more than it must of a plain key', {}, 'symmetric'],
    ['what an RSA key is for', { spec: 'RSA_2048' }, 'RSA 2048 · encrypt'],
    ['that a key signs', { spec: 'ML_DSA_65', usage: 'SIGN_VERIFY' }, 'ML-DSA 65 · sign'],
    ['that a key agrees', { spec: 'ECC_NIST_P384', usage: 'KEY_AGREEMENT' }, 'ECC P-384 · key agreement'],
    ['HMAC once, not twice', { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' }, 'HMAC 256'],
    ['which of its related keys it is', { multiRegion: { role: 'primary', keys: 3 } }, 'symmetric · primary of 3'],
    ['that it is multi-Region though alone', { multiRegion: { role: 'primary', keys: 1 } }, 'symmetric · multi-Region'],
    ['that its material is imported', { origin: 'EXTERNAL' }, 'symmetric · imported'],
    ['which key store it is in', { origin: 'AWS_CLOUDHSM', customKeyStore: hsms }, 'symmetric · in hsms'],
    ['that AWS manages it', { keyManager: 'AWS' }, 'symmetric · AWS managed'],
  ])('%s', (_, more, said) => expect(keyKind({ ...plain, ...more })).toBe(said));
});
