// Input validation for every operation of KMS, in AWS's words (facts: KMS behaviours, "Validation messages").
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kmsModel } from '../../src/services/kms/model.ts';
import { ServiceError } from '../../src/world/errors.ts';
import { validate } from '../../src/world/validate.ts';

const messageFor = (operation: string, input: unknown): string => {
  const model = kmsModel.operations[operation]!;
  try {
    validate(kmsModel, model, input);
    return 'valid';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.message === '' ? error.code : error.message;
  }
};
const one = (failure: string) => `1 validation error detected: ${failure}`;

test.each<[operation: string, input: unknown, message: string]>([
  ['DescribeKey', {}, one("Value null at 'keyId' failed to satisfy constraint: Member must not be null")],
  ['DescribeKey', { KeyId: null }, one("Value null at 'keyId' failed to satisfy constraint: Member must not be null")],
  [
    'DescribeKey',
    { KeyId: '' },
    "2 validation errors detected: Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'keyId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\p{ASCII}+$",
  ],
  [
    'GenerateMac',
    { KeyId: 'k', Message: new Uint8Array(1), MacAlgorithm: 'FOO' },
    one(
      "Value 'FOO' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [HMAC_SHA_384, HMAC_SHA_256, HMAC_SHA_224, HMAC_SHA_512]",
    ),
  ],
  [
    'Encrypt',
    { KeyId: 'k', Plaintext: new Uint8Array(1), EncryptionAlgorithm: 'FOO' },
    one(
      "Value 'FOO' at 'encryptionAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE, SYMMETRIC_DEFAULT]",
    ),
  ],
  [
    'Sign',
    { KeyId: 'k', Message: new Uint8Array(1), SigningAlgorithm: 'FOO' },
    one(
      "Value 'FOO' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512, RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512, ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512, ED25519_SHA_512, ED25519_PH_SHA_512, SM2DSA, ML_DSA_SHAKE_256]",
    ),
  ],
  [
    'ScheduleKeyDeletion',
    { KeyId: 'k', PendingWindowInDays: 6 },
    one(
      "Value '6' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value greater than or equal to 7",
    ),
  ],
  [
    'ScheduleKeyDeletion',
    { KeyId: 'k', PendingWindowInDays: 31 },
    one(
      "Value '31' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value less than or equal to 30",
    ),
  ],
  [
    'ListAliases',
    { Limit: 101 },
    one("Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100"),
  ],
  ['ListKeys', { Limit: 1000 }, 'valid'],
  [
    'Encrypt',
    { KeyId: 'k', Plaintext: new Uint8Array(4097) },
    one("Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"),
  ],
  ['Encrypt', { KeyId: 'k', Plaintext: new Uint8Array(4096) }, 'valid'],
  ['Encrypt', { KeyId: 'k', Plaintext: 'text' }, 'SerializationException'],
  ['Encrypt', { KeyId: 7, Plaintext: new Uint8Array(1) }, 'SerializationException'],
  ['Encrypt', [], 'SerializationException'],
  [
    'CreateAlias',
    { AliasName: 'alias/a b', TargetKeyId: 'k' },
    one(
      "Value 'alias/a b' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    ),
  ],
  [
    'TagResource',
    { KeyId: 'k', Tags: [{ TagKey: '', TagValue: 'v' }, { TagValue: 'v' }] },
    "2 validation errors detected: Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length " +
      "greater than or equal to 1; Value null at 'tags.2.member.tagKey' failed to satisfy constraint: Member must not be null",
  ],
  [
    'GenerateDataKey',
    { KeyId: 'k', KeySpec: 'AES_512' },
    one(
      "Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]",
    ),
  ],
  ['Decrypt', { CiphertextBlob: new Uint8Array(1), EncryptionContext: { __proto__: null, a: 'b' } }, 'valid'],
  ['Decrypt', { CiphertextBlob: new Uint8Array(1), EncryptionContext: { a: 7 } }, 'SerializationException'],
])('%s with %j: %s', (operation, input, message) => {
  expect(messageFor(operation, input)).toBe(message);
});

describe('whatever comes', () => {
  const operations = Object.values(kmsModel.operations);

  test('is taken or refused as a ServiceError, and what is taken has nothing that the model does not know', () => {
    const value = fc.oneof(fc.jsonValue(), fc.uint8Array(), fc.constant(undefined), fc.double());
    const input = fc.dictionary(fc.constantFrom('KeyId', 'Tags', 'Limit', 'Plaintext', 'X', '__proto__'), value);
    fc.assert(
      fc.property(fc.constantFrom(...operations), input, (operation, given) => {
        let clean: Readonly<Record<string, unknown>> = {};
        try {
          clean = validate(kmsModel, operation, given);
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceError);
        }
        const shape = operation.input === null ? undefined : kmsModel.shapes[operation.input];
        const known = shape?.type === 'structure' ? Object.keys(shape.members) : [];
        expect(Object.keys(clean).filter((name) => !known.includes(name))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
