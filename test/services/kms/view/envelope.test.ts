// What a call did, as the drawing of the envelope shows it: read off the entries of real calls.
import { describe, expect, it } from 'vitest';
import { envelopeScene, type EnvelopeScene } from '../../../../src/services/kms/view.ts';
import { KeyStores } from '../key-stores/support.ts';
import { bytes, openKmsWorld, region, account, type KmsWorld } from '../world.ts';

const last = (kms: KmsWorld): EnvelopeScene | null => {
  const { entries } = kms.world;
  return envelopeScene(entries.at(-1)!, entries.slice(0, -1));
};
/** The parts in few words. */
const drawn = (kms: KmsWorld) => last(kms)?.parts.map(({ kind, direction, bytes }) => `${kind} ${direction} ${bytes}`);

describe('envelopeScene', () => {
  it('of Encrypt: plaintext in, ciphertext out, and no data key', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.encrypt(key.id, 'text', { a: '1' });
    expect(drawn(kms)).toEqual(['plaintext into the HSM 4', 'ciphertext out of the HSM 156']);
    const scene = last(kms)!;
    expect(scene.key).toEqual({ arn: key.arn, alias: null, encryptionContext: { a: '1' } });
    expect(scene.parts.map(({ mark }) => mark)).toEqual([null, expect.stringMatching(/^[0-9a-f]+$/)]);
    expect(scene).toMatchObject({ operation: 'Encrypt', destination: null, error: null, origin: null });
    expect(scene.entry).toBe(kms.world.entries.at(-1)!.number);
    expect(scene.atMs).toBe(kms.world.nowMs());
  });

  it('of GenerateDataKey: the data key out twice, once encrypted', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.id });
    for (const KeyId of ['alias/app', `arn:aws:kms:${region}:${account}:alias/app`]) {
      await kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' });
      expect(drawn(kms)).toEqual(['data key out of the HSM 32', 'encrypted data key out of the HSM 184']);
      expect(last(kms)!.key).toEqual({ arn: key.arn, alias: 'alias/app', encryptionContext: {} });
    }
  });

  it('of GenerateDataKeyWithoutPlaintext: no plaintext data key', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    await kms.call('GenerateDataKeyWithoutPlaintext', { KeyId: key.id, KeySpec: 'AES_128' });
    expect(drawn(kms)).toEqual(['encrypted data key out of the HSM 168']);
  });

  it.each(['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'])(
    'of a Decrypt that opens the data key of an earlier %s: says so',
    async (operation) => {
      const kms = await openKmsWorld();
      const key = await kms.createKey();
      const { CiphertextBlob } = await kms.call(operation, { KeyId: key.id, KeySpec: 'AES_256' });
      const made = kms.world.entries.at(-1)!.number;
      await kms.encrypt(key.id, 'something in between');
      await kms.call('Decrypt', { CiphertextBlob });
      expect(drawn(kms)).toEqual(['encrypted data key into the HSM 184', 'data key out of the HSM 32']);
      expect(last(kms)!.origin).toEqual({ entry: made, operation });
      // Where the earlier entries are forgotten, it is a ciphertext like any other.
      const alone = envelopeScene(kms.world.entries.at(-1)!)!;
      expect(alone.origin).toBeNull();
      expect(alone.parts.map(({ kind }) => kind)).toEqual(['ciphertext', 'plaintext']);
    },
  );

  it('of a Decrypt of what Encrypt made: ciphertext in, plaintext out', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const blob = await kms.encrypt(key.id, 'text');
    const made = kms.world.entries.at(-1)!.number;
    await kms.decrypt(blob);
    expect(drawn(kms)).toEqual(['ciphertext into the HSM 156', 'plaintext out of the HSM 4']);
    expect(last(kms)!.origin).toEqual({ entry: made, operation: 'Encrypt' });
  });

  it('of ReEncrypt: both keys, and a data key stays one', async () => {
    const kms = await openKmsWorld();
    const [from, to] = [await kms.createKey(), await kms.createKey()];
    const { CiphertextBlob } = await kms.call('GenerateDataKey', {
      KeyId: from.id,
      KeySpec: 'AES_256',
      EncryptionContext: { a: '1' },
    });
    const made = kms.world.entries.at(-1)!.number;
    const output = await kms.call('ReEncrypt', {
      CiphertextBlob,
      SourceEncryptionContext: { a: '1' },
      DestinationKeyId: to.id,
      DestinationEncryptionContext: { b: '2' },
    });
    expect(drawn(kms)).toEqual(['encrypted data key into the HSM 184', 'encrypted data key out of the HSM 184']);
    expect(last(kms)).toMatchObject({
      key: { arn: from.arn, encryptionContext: { a: '1' } },
      destination: { arn: to.arn, encryptionContext: { b: '2' } },
    });
    await kms.call('Decrypt', { CiphertextBlob: output['CiphertextBlob'], EncryptionContext: { b: '2' } });
    expect(drawn(kms)).toEqual(['encrypted data key into the HSM 184', 'data key out of the HSM 32']);
    expect(last(kms)!.origin).toEqual({ entry: made, operation: 'GenerateDataKey' });
  });

  it('of ReEncrypt under the same key: that key twice', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text');
    await kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId: key.id });
    expect(last(kms)).toMatchObject({ key: { arn: key.arn }, destination: { arn: key.arn } });
  });

  it('of a refused call: what went in, nothing out, and why', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const CiphertextBlob = await kms.encrypt(key.id, 'text', { a: '1' });
    await kms.refusal('Decrypt', { CiphertextBlob });
    expect(drawn(kms)).toEqual(['ciphertext into the HSM 156']);
    expect(last(kms)).toMatchObject({
      key: { arn: key.arn },
      error: { code: 'InvalidCiphertextException', message: '' },
    });
    await kms.refusal('Encrypt', { KeyId: 'alias/none', Plaintext: bytes('text') });
    expect(last(kms)).toMatchObject({ key: { arn: null, alias: 'alias/none' }, error: { code: 'NotFoundException' } });
  });

  it('of ReEncrypt between an RSA and a symmetric key: a ciphertext each way, and where it is from', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const rsa = await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const algorithm = 'RSAES_OAEP_SHA_256';
    const { CiphertextBlob } = await kms.call('Encrypt', {
      KeyId: rsa.id,
      Plaintext: bytes('text'),
      EncryptionAlgorithm: algorithm,
    });
    const made = kms.world.entries.at(-1)!.number;
    expect(drawn(kms)).toEqual(['plaintext into the HSM 4', 'ciphertext out of the HSM 256']);
    await kms.call('ReEncrypt', {
      CiphertextBlob,
      SourceKeyId: rsa.id,
      SourceEncryptionAlgorithm: algorithm,
      DestinationKeyId: key.id,
      DestinationEncryptionContext: { a: '1' },
    });
    expect(drawn(kms)).toEqual(['ciphertext into the HSM 256', 'ciphertext out of the HSM 156']);
    expect(last(kms)).toMatchObject({
      key: { arn: rsa.arn, encryptionContext: {} },
      destination: { arn: key.arn, encryptionContext: { a: '1' } },
      origin: { entry: made, operation: 'Encrypt' },
    });
  });

  it('of a data key pair: its private key twice, and known again when it is opened', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey();
    const pair = { KeyId: key.id, KeyPairSpec: 'ECC_NIST_P256' };
    const { PrivateKeyCiphertextBlob } = await kms.call('GenerateDataKeyPair', pair);
    const made = kms.world.entries.at(-1)!.number;
    expect(last(kms)!.parts.map(({ kind }) => kind)).toEqual(['private key', 'encrypted private key']);
    await kms.call('GenerateDataKeyPairWithoutPlaintext', pair);
    expect(last(kms)!.parts.map(({ kind }) => kind)).toEqual(['encrypted private key']);
    await kms.call('Decrypt', { CiphertextBlob: PrivateKeyCiphertextBlob });
    expect(last(kms)!.parts.map(({ kind }) => kind)).toEqual(['encrypted private key', 'private key']);
    expect(last(kms)!.origin).toEqual({ entry: made, operation: 'GenerateDataKeyPair' });
  });

  it('of keys in an external key store: as of any other', async () => {
    const stores = await KeyStores.open();
    const key = await stores.keyIn(await stores.storeIn('EXTERNAL_KEY_STORE', 'CONNECTED'));
    const CiphertextBlob = await stores.kms.encrypt(key.id, 'text');
    expect(last(stores.kms)!.parts.map(({ kind }) => kind)).toEqual(['plaintext', 'ciphertext']);
    await stores.kms.call('Decrypt', { CiphertextBlob });
    expect(last(stores.kms)!.parts.map(({ kind }) => kind)).toEqual(['ciphertext', 'plaintext']);
  });

  it('is null for signatures and MACs', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await kms.call('GenerateMac', { KeyId: key.id, Message: bytes('text'), MacAlgorithm: 'HMAC_SHA_256' });
    expect(last(kms)).toBeNull();
  });

  it('is null for what is about no envelope', async () => {
    const kms = await openKmsWorld();
    for (const entry of kms.world.entries) expect(envelopeScene(entry)).toBeNull();
    await kms.createKey();
    expect(last(kms)).toBeNull();
    await kms.call('GenerateRandom', { NumberOfBytes: 32 });
    expect(last(kms)).toBeNull();
  });
});
