// Encrypt and Decrypt: what goes in comes out, and only with the right key, encryption context and bytes.
import { describe, expect, it } from 'vitest';
import { openKmsWorld } from '../world.ts';

describe('Encrypt and Decrypt', () => {
  it('gives back the plaintext', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const blob = await kms.encrypt(key.id, 'hello');
    expect(await kms.decrypt(blob)).toBe('hello');
    await kms.place(key.id, { state: 'Updating', then: 'Enabled' });
    console.log(await kms.call('DescribeKey', {KeyId: key.id}));
  });
});
