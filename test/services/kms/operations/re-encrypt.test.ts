// ReEncrypt: from one key and encryption context to another.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, openKmsWorld } from '../world.ts';

const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const contexts = fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 });

describe('ReEncrypt', () => {
  it('names both keys, algorithms and materials', async () => {
    const kms = await openKmsWorld();
    const [from, to] = [await kms.createKey(), await kms.createKey()];
    await kms.call('CreateAlias', { AliasName: 'alias/to', TargetKeyId: to.id });
    const blob = await kms.encrypt(from.id, 'text', { a: '1' });
    const { CiphertextBlob, ...rest } = await kms.call('ReEncrypt', {
      CiphertextBlob: blob,
      SourceEncryptionContext: { a: '1' },
      DestinationKeyId: 'alias/to',
      DestinationEncryptionContext: { b: '2' },
    });
    expect(rest).toEqual({
      SourceKeyId: from.arn,
      KeyId: to.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: from.materialId,
      DestinationKeyMaterialId: to.materialId,
    });
    expect([...(CiphertextBlob as Uint8Array).slice(0, 5)]).toEqual([1, 2, 2, 0, 0x78]);
    expect(await kms.decrypt(CiphertextBlob as Uint8Array, { b: '2' })).toBe('text');
  });

  it('keeps the plaintext, whatever the contexts, and makes the old one useless for the new', async () => {
    const kms = await openKmsWorld();
    const [from, to] = [await kms.createKey(), await kms.createKey()];
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), contexts, contexts, async (words, before, after) => {
        const CiphertextBlob = await kms.encrypt(from.id, words, before);
        const output = await kms.call('ReEncrypt', {
          CiphertextBlob,
          SourceEncryptionContext: before,
          DestinationKeyId: to.id,
          DestinationEncryptionContext: after,
        });
        expect(await kms.decrypt(output['CiphertextBlob'] as Uint8Array, after)).toBe(words);
        expect(await kms.decrypt(CiphertextBlob, before)).toBe(words);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a wrong source context', { SourceEncryptionContext: { a: '2' } }, 'InvalidCiphertextException: '],
    ['no source context', {}, 'InvalidCiphertextException: '],
    [
      'a source key that is not the one',
      { SourceEncryptionContext: { a: '1' }, SourceKeyId: 'alias/to' },
      'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
    ],
    ['no blob', { CiphertextBlob: bytes('no blob') }, 'InvalidCiphertextException: '],
    [
      'a destination that is not there',
      { SourceEncryptionContext: { a: '1' }, DestinationKeyId: 'alias/none' },
      'NotFoundException: Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.',
    ],
    [
      'an algorithm of other keys',
      { SourceEncryptionContext: { a: '1' }, DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      'InvalidKeyUsageException: Algorithm RSAES_OAEP_SHA_1 is incompatible with key spec SYMMETRIC_DEFAULT.',
    ],
    [
      'a source algorithm of other keys without a source key',
      { SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      'ValidationException: KeyId must not be null',
    ],
    ['a dry run', { SourceEncryptionContext: { a: '1' }, DryRun: true }, dryRun],
    ['a dry run with a wrong context', { DryRun: true }, 'InvalidCiphertextException: '],
  ])('refuses %s', async (_, input, message) => {
    const kms = await openKmsWorld();
    const [from, to] = [await kms.createKey(), await kms.createKey()];
    await kms.call('CreateAlias', { AliasName: 'alias/to', TargetKeyId: to.id });
    const CiphertextBlob = await kms.encrypt(from.id, 'text', { a: '1' });
    expect(await kms.refusal('ReEncrypt', { CiphertextBlob, DestinationKeyId: to.id, ...input })).toBe(message);
  });

  it('works under one and the same key, and touches it once', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    await kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId: key.id });
    const last = kms.world.entries.at(-1);
    expect(last?.kind === 'call' && last.call.resources).toEqual([key.arn]);
  });

  it('with IGNORE_CIPHERTEXT needs the source key named', async () => {
    const kms = await openKmsWorld();
    const [from, to] = [await kms.createKey(), await kms.createKey()];
    const input = { DestinationKeyId: to.id, DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] };
    expect(await kms.refusal('ReEncrypt', { ...input, SourceKeyId: from.id })).toBe(dryRun);
    expect(await kms.refusal('ReEncrypt', input)).toContain("Value null at 'sourceKeyId'");
  });
});
