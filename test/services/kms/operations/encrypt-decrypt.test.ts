// Encrypt and Decrypt: what goes in comes out, and only with the right key, encryption context and bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, openKmsWorld, otherAccount, otherRegion, text } from '../world.ts';

const invalid = 'InvalidCiphertextException: ';
const incorrect =
  'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.';
const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const contexts = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { maxKeys: 5 });

describe('Encrypt and Decrypt', () => {
  it('answer with the key, the algorithm and the key material', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const encrypted = await kms.call('Encrypt', { KeyId: key.id, Plaintext: bytes('hello') });
    const { CiphertextBlob, ...rest } = encrypted as { CiphertextBlob: Uint8Array };
    expect(rest).toEqual({ KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    expect(CiphertextBlob.length).toBe('hello'.length + 152);
    expect([...CiphertextBlob.slice(0, 5)]).toEqual([1, 2, 2, 0, 0x78]);
    const { Plaintext, ...opened } = await kms.call('Decrypt', { CiphertextBlob });
    expect(text(Plaintext as Uint8Array)).toBe('hello');
    expect(opened).toEqual({
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: key.materialId,
    });
  });

  it('are inverse, for any plaintext and encryption context', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const plaintexts = fc.uint8Array({ minLength: 1, maxLength: 4096 });
    await fc.assert(
      fc.asyncProperty(plaintexts, contexts, async (Plaintext, EncryptionContext) => {
        const sealed = await kms.call('Encrypt', { KeyId: key.id, Plaintext, EncryptionContext });
        const { CiphertextBlob } = sealed;
        const opened = await kms.call('Decrypt', { CiphertextBlob, EncryptionContext });
        expect(opened['Plaintext']).toEqual(new Uint8Array(Plaintext));
      }),
      { numRuns: 60 },
    );
  });

  it('need the same encryption context, whatever it is', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await fc.assert(
      fc.asyncProperty(contexts, contexts, async (context, other) => {
        const same = JSON.stringify(Object.entries(context).sort()) === JSON.stringify(Object.entries(other).sort());
        fc.pre(!same);
        const CiphertextBlob = await kms.encrypt(key.id, 'text', context);
        const input = { CiphertextBlob, EncryptionContext: other };
        expect(await kms.refusal('Decrypt', input)).toBe(invalid);
        // Not even the right KeyId helps.
        expect(await kms.refusal('Decrypt', { ...input, KeyId: key.id })).toBe(invalid);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['order', { a: '1', b: '2' }, { b: '2', a: '1' }, true],
    ['none and empty', {}, undefined, true],
    ['case of a key', { Project: 'x' }, { project: 'x' }, false],
    ['case of a value', { a: 'X' }, { a: 'x' }, false],
    ['a pair less', { a: '1', b: '2' }, { a: '1' }, false],
    ['where a pair is cut', { ab: 'c' }, { a: 'bc' }, false],
    ['composed and decomposed letters', { a: '\u00e9' }, { a: 'e\u0301' }, false],
    ['a key named like no other', JSON.parse('{"__proto__": "x"}') as Record<string, string>, {}, false],
  ] as const)('compare encryption contexts exactly: %s', async (_, given, again, opens) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text', given);
    const answer = await kms.answer('Decrypt', { CiphertextBlob, ...(again && { EncryptionContext: again }) });
    expect(answer.ok).toBe(opens);
  });

  it('open nothing of which a bit was changed, a byte taken away or added', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const blob = await kms.encrypt(key.id, 'text');
    const hostile: Uint8Array[] = [...blob.keys()].map((at) =>
      blob.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)),
    );
    hostile.push(blob.slice(1), blob.slice(0, -1), new Uint8Array([...blob, 0]), new Uint8Array(1), bytes('no blob'));
    for (const CiphertextBlob of hostile) {
      expect(await kms.refusal('Decrypt', { CiphertextBlob })).toBe(invalid);
      expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: key.id })).toBe(invalid);
    }
    expect(await kms.decrypt(blob)).toBe('text');
  });

  it('refuse another key’s ciphertext under the key that is named', async () => {
    const kms = await openKmsWorld();
    const [key, other] = [await kms.createKey(), await kms.createKey()];
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: other.id })).toBe(incorrect);
    expect(text((await kms.call('Decrypt', { CiphertextBlob, KeyId: key.id }))['Plaintext'] as Uint8Array)).toBe(
      'text',
    );
  });

  it('know nothing of another Region’s ciphertexts', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const local = await kms.createKey({}, { region: otherRegion });
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    const there = { region: otherRegion };
    expect(await kms.refusal('Decrypt', { CiphertextBlob }, there)).toContain(
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/Administrator/learner is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region',
    );
    expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: local.id }, there)).toBe(incorrect);
  });

  it('are refused to another account, by ciphertext, key ARN and the ciphertext’s own key ID', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    const stranger = await kms.stranger();
    for (const KeyId of [undefined, key.id, key.arn]) {
      const input = { CiphertextBlob, ...(KeyId !== undefined && { KeyId }) };
      expect(await kms.refusal('Decrypt', input, stranger)).toContain(
        `AccessDeniedException: User: arn:aws:iam::${otherAccount}:user/stranger is not authorized to perform: kms:Decrypt on `,
      );
    }
  });

  it.each([1, 4096])('take %i bytes', async (size) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId: key.id, Plaintext: new Uint8Array(size) });
    expect((await kms.call('Decrypt', { CiphertextBlob }))['Plaintext']).toEqual(new Uint8Array(size));
  });

  it('refuse 4,097 bytes before they look for the key', async () => {
    const kms = await openKmsWorld();
    expect(await kms.refusal('Encrypt', { KeyId: 'none', Plaintext: new Uint8Array(4097) })).toBe(
      "ValidationException: 1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    );
  });

  it('never make the same ciphertext twice', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const blobs = await Promise.all(Array.from({ length: 10 }, () => kms.encrypt(key.id, 'text')));
    expect(new Set(blobs.map(String)).size).toBe(10);
  });

  it('refuse algorithms of other key specs, after the key state', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256';
    const message =
      'InvalidKeyUsageException: Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.';
    const encrypt = { KeyId: key.id, Plaintext: bytes('text'), EncryptionAlgorithm };
    const decrypt = { KeyId: key.id, CiphertextBlob, EncryptionAlgorithm };
    expect(await kms.refusal('Encrypt', encrypt)).toBe(message);
    expect(await kms.refusal('Decrypt', decrypt)).toBe(message);
    expect(await kms.refusal('Decrypt', { CiphertextBlob, EncryptionAlgorithm })).toBe(
      'ValidationException: KeyId must not be null',
    );
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await kms.refusal('Encrypt', encrypt)).toBe(`DisabledException: ${key.arn} is disabled.`);
    expect(await kms.refusal('Decrypt', decrypt)).toBe(`DisabledException: ${key.arn} is disabled.`);
    // The key state comes before the ciphertext.
    expect(await kms.refusal('Decrypt', { KeyId: key.id, CiphertextBlob: bytes('no blob') })).toContain('Disabled');
  });

  it('Decrypt needs a ciphertext', async () => {
    const kms = await openKmsWorld();
    expect(await kms.refusal('Decrypt', {})).toBe(
      "ValidationException: 1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
    );
  });

  it('with DryRun always fail: with that, or with what else is wrong', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const blob = await kms.encrypt(key.id, 'text');
    const encrypt = { KeyId: key.id, Plaintext: bytes('text'), DryRun: true };
    expect(await kms.refusal('Encrypt', encrypt)).toBe(dryRun);
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, DryRun: true })).toBe(dryRun);
    const changed = blob.map((byte, at) => (at === blob.length - 1 ? byte ^ 1 : byte));
    expect(await kms.refusal('Decrypt', { CiphertextBlob: changed, DryRun: true })).toBe(invalid);
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await kms.refusal('Encrypt', encrypt)).toContain('DisabledException');
    expect(await kms.refusal('Decrypt', { CiphertextBlob: blob, DryRun: true })).toContain('DisabledException');
  });

  it('Decrypt with IGNORE_CIPHERTEXT judges the permission alone, and needs the key named', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const modified = { DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] };
    expect(await kms.refusal('Decrypt', { ...modified, KeyId: key.id })).toBe(dryRun);
    expect(await kms.refusal('Decrypt', { ...modified, KeyId: key.id, CiphertextBlob: bytes('no blob') })).toBe(dryRun);
    expect(await kms.refusal('Decrypt', modified)).toContain("Value null at 'keyId'");
    const without = { KeyId: key.id, DryRunModifiers: ['IGNORE_CIPHERTEXT'] };
    expect(await kms.refusal('Decrypt', without)).toContain('ValidationException');
    const stranger = await kms.stranger();
    expect(await kms.refusal('Decrypt', { ...modified, KeyId: key.arn }, stranger)).toContain('AccessDeniedException');
  });

  it('remember the key material, and no plaintext', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.decrypt(await kms.encrypt(key.id, 'a secret that nobody may read again'));
    const calls = kms.world.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : [])).slice(-2);
    for (const call of calls) {
      expect(call.details).toEqual({ keyMaterialId: key.materialId });
      expect(call.resources).toEqual([key.arn]);
    }
    expect(JSON.stringify(kms.world.entries)).not.toContain('secret that');
  });
});
