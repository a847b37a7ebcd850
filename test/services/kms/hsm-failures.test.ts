// What is wrong in the vault is never the caller's fault, and never an exception: KMSInternalException, HTTP 500.
import { expect, test } from 'vitest';
import type { MaterialHandle, MaterialToken } from '../../../src/base/brand.ts';
import { assembleWorld } from '../../../src/host/assemble.ts';
import { machine } from '../../../src/host/machine.ts';
import { MemoryDomainKeys } from '../../../src/hsm/memory-vault.ts';
import type { DomainKeys, Vault } from '../../../src/hsm/types.ts';
import { StorageError } from '../../../src/world/journal.ts';
import { createMemoryJournal } from '../../../src/world/memory-journal.ts';
import { KmsWorld, bytes } from './world.ts';

type Damage = (token: MaterialToken | undefined, handle: MaterialHandle) => MaterialToken | undefined;

/** A world with a key and a ciphertext of it, opened again over a vault that does not give what was put in. */
async function damaged(damage: Damage, domainKeys: DomainKeys = new MemoryDomainKeys()) {
  const journal = createMemoryJournal();
  const parts = { kind: { kind: 'sandbox' }, journal, machine } as const;
  const whole = new MemoryDomainKeys();
  const before = new KmsWorld(await assembleWorld({ ...parts, vault: journal.vault, domainKeys: whole }));
  const { id } = await before.createKey();
  const blob = await before.encrypt(id, 'text');
  const vault: Vault = { read: async (handle) => damage(await journal.vault.read(handle), handle) };
  return { kms: new KmsWorld(await assembleWorld({ ...parts, vault, domainKeys })), id, blob };
}

const flipped: Damage = (token) => {
  const copy = token?.slice() as MaterialToken;
  copy[20] = (copy[20] ?? 0) ^ 1;
  return copy;
};

test.each<[string, Damage]>([
  ['missing', () => undefined],
  ['changed in one bit', flipped],
  ['cut off', (token) => token?.slice(0, 10) as MaterialToken],
  ['sealed under a domain key that is lost', (token) => token],
  [
    'unreadable',
    () => {
      throw new StorageError('broken');
    },
  ],
])('material that is %s', async (_name, damage) => {
  const { kms, id, blob } = await damaged(damage);
  const calls: readonly (readonly [string, object])[] = [
    ['Encrypt', { KeyId: id, Plaintext: bytes('text') }],
    ['Decrypt', { CiphertextBlob: blob }],
    ['ReEncrypt', { CiphertextBlob: blob, DestinationKeyId: id }],
    ['GenerateDataKey', { KeyId: id, KeySpec: 'AES_256' }],
    ['GenerateDataKeyWithoutPlaintext', { KeyId: id, KeySpec: 'AES_256' }],
  ];
  for (const [operation, input] of calls) {
    const answer = await kms.answer(operation, input);
    expect(answer, operation).toMatchObject({ error: { code: 'KMSInternalException', httpStatus: 500 } });
    expect(JSON.stringify(answer)).not.toContain('material-');
    expect(kms.world.entries.at(-1)).toMatchObject({ call: { operation, error: { code: 'KMSInternalException' } } });
  }
  expect(await kms.answer('DescribeKey', { KeyId: id })).toMatchObject({ ok: true });
});

test('a domain key that cannot be kept', async () => {
  const domainKeys = { domainKey: () => Promise.reject(new StorageError('full')) };
  const { kms } = await damaged((token) => token, domainKeys);
  expect(await kms.answer('CreateKey')).toMatchObject({ error: { code: 'KMSInternalException', httpStatus: 500 } });
});
