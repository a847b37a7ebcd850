// What the envelope shows is what happened: every scene here comes from a real call.
import { beforeAll, describe, expect, test } from 'vitest';
import { envelopeScene } from '../../../src/services/kms/view.ts';
import { envelopePicture, sealCells } from '../../../src/ui/world/envelope-picture.ts';
import type { EnvelopePicture, Scene, ThingKind } from '../../../src/ui/world/envelope-picture.ts';
import { lastEnvelope, sceneOf } from '../../../src/ui/world/scene-of.ts';
import { AWorld, text } from './a-world.ts';

let world: AWorld;
let blob: unknown;
let keyId: string;
const context = { purpose: 'payroll', team: 'finance' };

/** The scene of the last call that was about an envelope, and its picture. */
function last(): { scene: Scene; picture: EnvelopePicture } {
  const found = lastEnvelope(world.world.entries, envelopeScene);
  const scene = sceneOf(found!.entry, found!.scene, (arn) => `named ${arn.slice(-4)}`);
  return { scene, picture: envelopePicture(scene) };
}
const drawn = ({ picture }: ReturnType<typeof last>) =>
  picture.slots.map(({ side, flow, thing, title }) => `${side} ${flow} ${thing?.kind ?? title}`);

beforeAll(async () => {
  world = await AWorld.begin();
  keyId = await world.createKey('ledger');
  await world.createKey('orders');
  const made = await world.call('GenerateDataKey', {
    KeyId: 'alias/ledger',
    KeySpec: 'AES_256',
    EncryptionContext: context,
  });
  blob = made['CiphertextBlob'];
});

describe('what is drawn of', () => {
  test('GenerateDataKey: the data key twice, and its context tied to the encrypted one', () => {
    const it = last();
    expect(drawn(it)).toEqual(['left out data key', 'right out encrypted data key']);
    expect(it.picture.slots.map(({ note }) => note)).toEqual([
      '32 bytes · in the clear',
      expect.stringMatching(/^184 bytes · [0-9a-f]{8}$/),
    ]);
    expect(it.picture.slots.map(({ pairs }) => pairs)).toEqual([[], ['purpose = payroll', 'team = finance']]);
    expect(it.scene.keys.map(({ name }) => name)).toEqual(['alias/ledger']);
    expect(it.scene.keys[0]?.keyMaterialId).toMatch(/^[0-9a-f]{64}$/);
    expect(it.picture.caption).toContain('gave it twice');
  });

  test('GenerateDataKeyWithoutPlaintext: no data key in the clear', async () => {
    await world.call('GenerateDataKeyWithoutPlaintext', { KeyId: keyId, KeySpec: 'AES_256' });
    expect(drawn(last())).toEqual(['right out encrypted data key']);
    expect(last().scene.keys[0]?.name).toBe(`named ${keyId.slice(-4)}`);
  });

  test('Encrypt: no data key at all', async () => {
    await world.call('Encrypt', { KeyId: 'alias/ledger', Plaintext: text('hello') });
    expect(drawn(last())).toEqual(['left in plaintext', 'right out ciphertext']);
    expect(last().picture.caption).not.toMatch(/data key|context/);
  });

  test('Decrypt of an encrypted data key: it comes back', async () => {
    const before = lastEnvelope(world.world.entries.slice(0, 6), envelopeScene)!;
    await world.call('Decrypt', { CiphertextBlob: blob, EncryptionContext: context });
    expect(drawn(last())).toEqual(['right in encrypted data key', 'left out data key']);
    const mark = before.scene.parts.find(({ kind }) => kind === 'encrypted data key')?.mark;
    expect(mark).toBeDefined();
    expect(last().picture.slots[0]?.thing?.mark).toBe(mark);
  });

  test('ReEncrypt: two KMS keys, before on the left and after on the right, nothing in the clear', async () => {
    await world.call('ReEncrypt', {
      CiphertextBlob: blob,
      SourceEncryptionContext: context,
      DestinationKeyId: 'alias/orders',
    });
    const it = last();
    expect(drawn(it)).toEqual(['left in encrypted data key', 'right out encrypted data key']);
    expect(it.scene.keys.map(({ name }) => name)).toEqual([expect.stringMatching(/^named/), 'alias/orders']);
    expect(new Set(it.scene.keys.map(({ keyMaterialId }) => keyMaterialId)).size).toBe(2);
    expect(it.picture.slots.map(({ pairs }) => pairs.length)).toEqual([2, 0]);
    expect(it.picture.caption).not.toContain('context');
  });

  test('GenerateDataKeyPair: the private key twice, and back again', async () => {
    const pair = { KeyId: 'alias/ledger', KeyPairSpec: 'ECC_NIST_P256' };
    const { PrivateKeyCiphertextBlob } = await world.call('GenerateDataKeyPair', pair);
    expect(drawn(last())).toEqual(['left out private key', 'right out encrypted private key']);
    expect(last().picture.caption).toContain('The public key is no secret.');
    await world.call('GenerateDataKeyPairWithoutPlaintext', pair);
    expect(drawn(last())).toEqual(['right out encrypted private key']);
    expect(last().picture.caption).toContain('asks Decrypt');
    await world.call('Decrypt', { CiphertextBlob: PrivateKeyCiphertextBlob });
    expect(drawn(last())).toEqual(['right in encrypted private key', 'left out private key']);
    await world.call('ReEncrypt', { CiphertextBlob: PrivateKeyCiphertextBlob, DestinationKeyId: 'alias/orders' });
    expect(drawn(last())).toEqual(['left in encrypted private key', 'right out encrypted private key']);
    expect(last().picture.caption).toContain('the private key was decrypted and encrypted again');
  });

  test('a refused Decrypt: what was given, and that nothing came out', async () => {
    await world.answer('Decrypt', { CiphertextBlob: blob, EncryptionContext: { purpose: 'other' } });
    const it = last();
    expect(drawn(it)).toEqual(['right in encrypted data key', 'left out nothing came out']);
    expect(it.picture.caption).toBe('Decrypt was refused with InvalidCiphertextException: nothing left the HSM.');
  });

  test('a refused GenerateDataKey: neither of the two', async () => {
    await world.call('DisableKey', { KeyId: keyId });
    await world.answer('GenerateDataKey', { KeyId: keyId, KeySpec: 'AES_256' });
    expect(drawn(last())).toEqual(['left out nothing came out', 'right out nothing came out']);
    expect(last().scene.error).toBe('DisabledException');
  });
});

test('a call that is about no envelope changes nothing of what is drawn', async () => {
  const before = last();
  await world.call('DescribeKey', { KeyId: keyId });
  expect(last()).toEqual(before);
});

test.each([
  { given: [], sides: ['left', 'right'], said: /gave it twice/ },
  { given: ['ciphertext'] as const, sides: ['left', 'right'], said: /opened the ciphertext/ },
])('what only an attested enclave can open is no plaintext: %j', ({ given, sides, said }) => {
  const thing = (kind: ThingKind) => ({ kind, bytes: 10, mark: '01234567', context: [] });
  const received: readonly ThingKind[] =
    given.length > 0 ? ['ciphertext for the enclave'] : ['ciphertext for the enclave', 'encrypted data key'];
  const scene: Scene = {
    operation: 'Decrypt',
    region: 'us-east-1',
    keys: [],
    given: given.map(thing),
    received: received.map(thing),
    error: null,
    withheld: [],
  };
  const { slots, caption } = envelopePicture(scene);
  expect(slots.map(({ side }) => side)).toEqual(sides);
  expect(slots.map(({ note }) => note).join()).not.toContain('in the clear');
  expect(caption).toMatch(said);
  expect(caption).toContain('attested enclave');
});

test('of many pairs the first are written, the others counted', () => {
  const pairs = Array.from(
    { length: 7 },
    (_, index) => [`key${index}`, 'a value that is much longer than there is room'] as const,
  );
  const ciphertext = { kind: 'ciphertext', bytes: 10, mark: '01234567', context: pairs } as const;
  const scene: Scene = {
    operation: 'Decrypt',
    region: 'us-east-1',
    keys: [],
    given: [ciphertext],
    received: [],
    error: null,
    withheld: [],
  };
  const [slot] = envelopePicture(scene).slots;
  expect(slot?.pairs).toHaveLength(3);
  expect(slot?.pairs.at(-1)).toBe('and 5 more');
  expect(Math.max(...slot!.pairs.map((pair) => pair.length))).toBeLessThanOrEqual(23);
});

test('equal marks have equal seals, and others mostly others', () => {
  const marks = Array.from({ length: 200 }, (_, index) => ((index * 0x9e3779b1) >>> 0).toString(16).padStart(8, '0'));
  const seals = marks.map((mark) => JSON.stringify(sealCells(mark)));
  expect(sealCells(marks[3]!)).toEqual(sealCells(marks[3]!));
  expect(new Set(seals).size).toBeGreaterThan(150);
});
