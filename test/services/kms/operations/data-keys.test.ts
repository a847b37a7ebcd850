// GenerateDataKey, GenerateDataKeyWithoutPlaintext and GenerateRandom.
import { describe, expect, it } from 'vitest';
import { openKmsWorld } from '../world.ts';

const unclear = 'ValidationException: Please specify either number of bytes or key spec.';

describe('data keys', () => {
  it.each([
    [{ KeySpec: 'AES_128' }, 16],
    [{ KeySpec: 'AES_256' }, 32],
    [{ NumberOfBytes: 1 }, 1],
    [{ NumberOfBytes: 1024 }, 1024],
  ])('%j gives %i bytes, which Decrypt gives again', async (input, length) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const EncryptionContext = { file: 'a' };
    const generated = await kms.call('GenerateDataKey', { KeyId: key.id, ...input, EncryptionContext });
    const { CiphertextBlob, Plaintext, ...rest } = generated as Record<string, Uint8Array>;
    expect(rest).toEqual({ KeyId: key.arn, KeyMaterialId: key.materialId });
    expect(Plaintext).toHaveLength(length);
    expect([...CiphertextBlob!.slice(0, 5)]).toEqual([1, 2, 3, 0, 0x78]);
    const opened = await kms.call('Decrypt', { CiphertextBlob, EncryptionContext });
    expect(opened['Plaintext']).toEqual(Plaintext);
    const other = { CiphertextBlob, EncryptionContext: { file: 'b' } };
    expect(await kms.refusal('Decrypt', other)).toBe('InvalidCiphertextException: ');
  });

  it('of 32 bytes are 184 bytes when they are encrypted', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const { CiphertextBlob } = await kms.call('GenerateDataKey', { KeyId: key.id, KeySpec: 'AES_256' });
    expect(CiphertextBlob).toHaveLength(184);
  });

  it('without plaintext come out encrypted only, and open like the others', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const output = await kms.call('GenerateDataKeyWithoutPlaintext', { KeyId: key.id, KeySpec: 'AES_256' });
    const { CiphertextBlob, ...rest } = output;
    expect(rest).toEqual({ KeyId: key.arn, KeyMaterialId: key.materialId });
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob });
    expect(Plaintext).toHaveLength(32);
    expect(Plaintext).not.toEqual(new Uint8Array(32));
  });

  it('are never the same twice', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const generate = () => kms.call('GenerateDataKey', { KeyId: key.id, KeySpec: 'AES_256' });
    const outputs = await Promise.all(Array.from({ length: 10 }, generate));
    expect(new Set(outputs.map(({ Plaintext }) => String(Plaintext as Uint8Array))).size).toBe(10);
  });

  describe.each(['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'])('%s', (operation) => {
    it.each([
      ['neither a spec nor a number', {}, unclear],
      ['both a spec and a number', { KeySpec: 'AES_256', NumberOfBytes: 32 }, unclear],
      [
        'DryRun',
        { KeySpec: 'AES_256', DryRun: true },
        'DryRunOperationException: The request would have succeeded, but the DryRun option is set.',
      ],
      [
        'too many bytes',
        { NumberOfBytes: 1025 },
        "ValidationException: 1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
      ],
    ])('refuses %s', async (_, input, message) => {
      const kms = await openKmsWorld();
      const key = await kms.createKey();
      expect(await kms.refusal(operation, { KeyId: key.id, ...input })).toBe(message);
    });

    it('refuses an unclear length before it looks for the key', async () => {
      const kms = await openKmsWorld();
      expect(await kms.refusal(operation, { KeyId: 'none' })).toBe(unclear);
    });
  });
});

describe('GenerateRandom', () => {
  it.each([1, 32, 1024])('gives %i bytes, others each time', async (NumberOfBytes) => {
    const kms = await openKmsWorld();
    const first = await kms.call('GenerateRandom', { NumberOfBytes });
    expect(Object.keys(first)).toEqual(['Plaintext']);
    expect(first['Plaintext']).toHaveLength(NumberOfBytes);
    if (NumberOfBytes > 1) expect(await kms.call('GenerateRandom', { NumberOfBytes })).not.toEqual(first);
  });

  it.each([
    ['no number', {}, 'ValidationException: NumberOfBytes is required.'],
    [
      'a key store that is not there',
      { NumberOfBytes: 1, CustomKeyStoreId: 'cks-1234567890abcdef0' },
      'CustomKeyStoreNotFoundException',
    ],
    ['too many bytes', { NumberOfBytes: 1025 }, 'Member must have value less than or equal to 1024'],
    ['no bytes', { NumberOfBytes: 0 }, 'Member must have value greater than or equal to 1'],
  ])('refuses %s', async (_, input, message) => {
    const kms = await openKmsWorld();
    expect(await kms.refusal('GenerateRandom', input)).toContain(message);
  });
});
