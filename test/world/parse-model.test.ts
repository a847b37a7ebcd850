import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/base/assert.ts';
import type { Shape } from '../../src/world/model.ts';
import { parseApiModel } from '../../src/world/parse-model.ts';
import { kmsModel } from '../../src/services/kms/model.ts';

const members = (name: string) => {
  const shape = kmsModel.shapes[name]!;
  if (shape.type !== 'structure') throw new Error(`${name} is a ${shape.type}`);
  return shape.members;
};

const small = () => ({
  meta: {
    service: 'Example Service',
    apiVersion: '2026-01-01',
    targetHeaderPrefix: 'Example',
    endpointPattern: 'ex.{region}.example.com',
  },
  documentedLimits: { note: 'text', 'Text.max': 5, 'Do.Count': [2, 3], 'Do.Count.default': 3 } as Record<
    string,
    unknown
  >,
  operations: {
    Do: {
      input: { shape: 'DoRequest', members: { Count: { shape: 'Count', type: 'integer', required: true, min: 1 } } },
      output: null,
      errors: ['NoException'],
      pagination: null,
    },
  },
  shapes: {
    Count: { type: 'integer', min: 1, max: 9 },
    Text: { type: 'string', min: 1, max: 9, pattern: '.*' },
  } as Record<string, Record<string, unknown>>,
});

describe('a model file', () => {
  it('becomes operations whose inputs are names of shapes', () => {
    expect(parseApiModel(small())).toEqual({
      service: 'ex',
      title: 'Example Service',
      apiVersion: '2026-01-01',
      targetPrefix: 'Example',
      operations: {
        Do: {
          name: 'Do',
          input: 'DoRequest',
          output: null,
          errors: ['NoException'],
          pagination: null,
          limits: { Count: [2, 3] },
        },
      },
      shapes: {
        Count: { type: 'integer', min: 1, max: 9 },
        Text: { type: 'string', min: 1, max: 5, pattern: '.*' },
        DoRequest: {
          type: 'structure',
          members: { Count: { shape: 'Count', required: true, sensitive: false, deprecated: false } },
        },
      },
    });
  });

  it.each<[string, (file: ReturnType<typeof small>) => void]>([
    ['a member of a shape that is not there', (file) => delete file.shapes['Count']],
    ['a list of a shape that is not there', (file) => (file.shapes['L'] = { type: 'list', member: 'Nothing' })],
    [
      'a map of a shape that is not there',
      (file) => (file.shapes['M'] = { type: 'map', key: 'Text', value: 'Nothing' }),
    ],
    ['a type that there is not', (file) => (file.shapes['Text'] = { type: 'set' })],
    ['a limit of an operation that is not there', (file) => (file.documentedLimits['Undo.Count'] = [1, 2])],
    ['a limit of a member that is not there', (file) => (file.documentedLimits['Do.Size'] = [1, 2])],
    ['a limit of a shape that is not there', (file) => (file.documentedLimits['Nothing.max'] = 2)],
  ])('is refused with %s', (_, damage) => {
    const file = small();
    damage(file);
    expect(() => parseApiModel(file)).toThrow(InternalError);
  });
});

describe('the model of KMS', () => {
  it('is the whole service', () => {
    expect(kmsModel).toMatchObject({ service: 'kms', targetPrefix: 'TrentService', apiVersion: '2014-11-01' });
    expect(Object.keys(kmsModel.operations)).toHaveLength(54);
  });

  it('keeps the order of members, which is that of output', () => {
    expect(Object.keys(members('GenerateDataKeyResponse')).slice(0, 3)).toEqual([
      'CiphertextBlob',
      'Plaintext',
      'KeyId',
    ]);
  });

  it.each<[string, string]>([
    ['EncryptRequest', 'Plaintext'],
    ['DecryptResponse', 'Plaintext'],
    ['GenerateDataKeyResponse', 'Plaintext'],
    ['GenerateDataKeyPairResponse', 'PrivateKeyPlaintext'],
    ['GenerateRandomResponse', 'Plaintext'],
    ['DeriveSharedSecretResponse', 'SharedSecret'],
    ['SignRequest', 'Message'],
    ['GenerateMacRequest', 'Message'],
    ['CreateCustomKeyStoreRequest', 'KeyStorePassword'],
    ['XksProxyAuthenticationCredentialType', 'RawSecretAccessKey'],
  ])('marks %s.%s as sensitive', (structure, member) => {
    expect(members(structure)[member]).toMatchObject({ sensitive: true });
  });

  it('marks no ciphertext, key identifier or encryption context as sensitive', () => {
    for (const member of ['CiphertextBlob', 'KeyId', 'EncryptionContext']) {
      expect(members('DecryptRequest')[member]).toMatchObject({ sensitive: false });
    }
  });

  it.each<[string, string, readonly [number, number]]>([
    ['ScheduleKeyDeletion', 'PendingWindowInDays', [7, 30]],
    ['ListKeys', 'Limit', [1, 1000]],
    ['ListAliases', 'Limit', [1, 100]],
    ['ListResourceTags', 'Limit', [1, 50]],
  ])('limits %s.%s as documented', (operation, member, limit) => {
    expect(kmsModel.operations[operation]?.limits).toEqual({ [member]: limit });
  });

  it.each<[string, Shape]>([
    ['PolicyType', { type: 'string', min: 1, max: 131072, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' }],
    ['EncryptionContextType', { type: 'map', key: 'EncryptionContextKey', value: 'EncryptionContextValue' }],
    ['GrantTokenList', { type: 'list', member: 'GrantTokenType', min: 0, max: 10 }],
    ['DataKeySpec', { type: 'string', enum: ['AES_256', 'AES_128'] }],
    ['DateType', { type: 'timestamp' }],
  ])('knows %s', (name, shape) => {
    expect(kmsModel.shapes[name]).toEqual(shape);
  });

  it('knows what is required, deprecated, and comes in pages', () => {
    expect(members('EncryptRequest')['KeyId']).toMatchObject({ required: true });
    expect(members('EncryptRequest')['DryRun']).toMatchObject({ required: false });
    expect(members('CreateKeyRequest')['CustomerMasterKeySpec']).toMatchObject({ deprecated: true });
    expect(kmsModel.operations['ListKeys']?.pagination).toEqual({
      inputToken: 'Marker',
      outputToken: 'NextMarker',
      limitKey: 'Limit',
      moreResults: 'Truncated',
      resultKey: 'Keys',
    });
  });
});
