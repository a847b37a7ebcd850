// KMS as a service: what it has, and how it stands being called many times at once.
import { describe, expect, it } from 'vitest';
import { createKmsService } from '../../../src/services/kms/index.ts';
import { bytes, openKmsWorld, text } from './world.ts';

describe('the KMS service', () => {
  it('has all 54 operations of the model, each under its own name', () => {
    const service = createKmsService(() => {
      throw new Error('no HSM is needed to name operations');
    });
    expect(Object.keys(service.operations).sort()).toEqual(Object.keys(service.model.operations).sort());
    expect(Object.keys(service.operations)).toHaveLength(54);
    for (const [name, operation] of Object.entries(service.operations)) expect(operation.name).toBe(name);
  });

  it('answers reads in the midst of writes', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    const busy = Array.from({ length: 60 }, (_, at) => [
      kms.call('CreateKey'),
      kms.call('UpdateKeyDescription', { KeyId: key.id, Description: String(at) }),
      kms.call('CreateAlias', { AliasName: `alias/${at % 40}-${at}`, TargetKeyId: key.id }).catch(() => undefined),
      kms.call('ListKeys'),
      kms.call('DescribeKey', { KeyId: key.id }),
    ]);
    await Promise.all(busy.flat());
    expect(await kms.call('ListKeys')).toMatchObject({ Keys: { length: 61 } });
  });

  it('acts on the key as it is when it decides, not as it was when it began', async () => {
    const kms = await openKmsWorld({ kind: 'sandbox' });
    const key = await kms.createKey();
    const [encrypted, disabled] = await Promise.all([
      kms.answer('Encrypt', { KeyId: key.id, Plaintext: bytes('text') }),
      kms.answer('DisableKey', { KeyId: key.id }),
    ]);
    expect(disabled.ok).toBe(true);
    // Disabling needs no HSM and so is decided first.
    expect(encrypted).toMatchObject({ ok: false, error: { code: 'DisabledException' } });
  });

  it('in a seeded world makes the same keys and ciphertexts again', async () => {
    const run = async () => {
      const kms = await openKmsWorld({ kind: 'seeded', seed: 'again' });
      const key = await kms.createKey();
      return { key, blob: await kms.encrypt(key.id, 'text', { a: '1' }) };
    };
    expect(await run()).toEqual(await run());
    const other = await openKmsWorld({ kind: 'seeded', seed: 'another' });
    expect(await other.createKey()).not.toEqual((await run()).key);
  });

  it('keeps keys that no other world can use', async () => {
    const [one, two] = [await openKmsWorld({ kind: 'sandbox' }), await openKmsWorld({ kind: 'sandbox' })];
    const blob = await one.encrypt((await one.createKey()).id, 'text');
    expect(await two.refusal('Decrypt', { CiphertextBlob: blob })).toBe('InvalidCiphertextException: ');
    expect(await one.decrypt(blob)).toBe('text');
    expect(text(bytes('text'))).toBe('text');
  });
});
