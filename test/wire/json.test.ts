import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/base/assert.ts';
import type { Json } from '../../src/base/json.ts';
import { kmsModel } from '../../src/services/kms/model.ts';
import { fromWire, toWire } from '../../src/wire/json.ts';
import { ServiceError } from '../../src/world/errors.ts';

const read = (shape: string, json: Json) => fromWire(kmsModel, shape, json);

describe('a value on the wire', () => {
  it('has blobs in base64, timestamps in seconds, and members in the model’s order', () => {
    const answer = { KeyId: 'k', Plaintext: new Uint8Array([0, 255]), CiphertextBlob: new Uint8Array([1]) };
    expect(JSON.stringify(toWire(kmsModel, 'GenerateDataKeyResponse', answer))).toBe(
      '{"CiphertextBlob":"AQ==","Plaintext":"AP8=","KeyId":"k"}',
    );
    const alias = { Aliases: [{ CreationDate: 1700000000.123, AliasName: 'alias/a' }], Truncated: false };
    expect(JSON.stringify(toWire(kmsModel, 'ListAliasesResponse', alias))).toBe(
      '{"Aliases":[{"AliasName":"alias/a","CreationDate":1700000000.123}],"Truncated":false}',
    );
  });

  it('leaves out what the model does not know', () => {
    expect(toWire(kmsModel, 'GenerateRandomResponse', { Plaintext: new Uint8Array(), Extra: 1 })).toEqual({
      Plaintext: '',
    });
    expect(read('ListKeysResponse', { KeyCount: 3, Keys: [], Truncated: false })).toEqual({
      Keys: [],
      Truncated: false,
    });
  });

  it('comes back as it was', () => {
    const value = fc.record(
      {
        KeyId: fc.string(),
        Plaintext: fc.uint8Array(),
        EncryptionContext: fc.dictionary(fc.string(), fc.string()),
        GrantTokens: fc.array(fc.string()),
        DryRun: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (input) => {
        const json = JSON.parse(JSON.stringify(toWire(kmsModel, 'EncryptRequest', input))) as Json;
        expect(read('EncryptRequest', json)).toEqual({ ...input });
      }),
    );
  });

  it('has no member that is null', () => {
    expect(read('EncryptRequest', { KeyId: 'k', GrantTokens: null })).toEqual({ KeyId: 'k' });
  });

  it.each<[string, string, Json]>([
    ['a list for a structure', 'EncryptRequest', []],
    ['nothing for a structure', 'EncryptRequest', null],
    ['a number for a text', 'EncryptRequest', { KeyId: 1 }],
    ['a text for a boolean', 'EncryptRequest', { DryRun: 'true' }],
    ['a fraction for an integer', 'ListKeysRequest', { Limit: 1.5 }],
    ['a text for a timestamp', 'ImportKeyMaterialRequest', { ValidTo: '2026-01-01' }],
    ['a text for a list', 'EncryptRequest', { GrantTokens: 'a' }],
    ['a list for a map', 'EncryptRequest', { EncryptionContext: [] }],
    ['a number for a blob', 'EncryptRequest', { Plaintext: 1 }],
    ['what is not base64 for a blob', 'EncryptRequest', { Plaintext: 'a' }],
  ])('is refused with %s', (_, shape, json) => {
    expect(() => read(shape, json)).toThrow(ServiceError);
    expect(() => read(shape, json)).toThrow(expect.objectContaining({ code: 'SerializationException' }));
  });

  it('keeps hostile member names as they are, or drops them', () => {
    const json = JSON.parse(
      '{"EncryptionContext":{"__proto__":"x"},"constructor":1,"__proto__":{"KeyId":"y"}}',
    ) as Json;
    const value = read('EncryptRequest', json) as { EncryptionContext: object };
    expect(Object.keys(value)).toEqual(['EncryptionContext']);
    expect(Object.entries(value.EncryptionContext)).toEqual([['__proto__', 'x']]);
  });

  it('is a bug of ours where the engine gives another type than the model says', () => {
    expect(() => toWire(kmsModel, 'GenerateRandomResponse', { Plaintext: 'text' })).toThrow(InternalError);
  });
});
