// What is told of the chosen key besides what every key has. The keys are those of a real world.
import { describe, expect, test } from 'vitest';
import type { Region } from '../../../src/base/brand.ts';
import { grantViews, keyViews, relatedKeyViews, type KeyView } from '../../../src/services/kms/view.ts';
import { granteeName, keyFacts } from '../../../src/ui/world/key-facts.ts';
import { dateTime } from '../../../src/ui/world/words.ts';
import { defaultAccount } from '../../../src/world/default-world.ts';
import { AWorld, aDay } from './a-world.ts';

const here = 'us-east-1' as Region;
const there = 'eu-central-1' as Region;

/** The facts of the only key of a Region, a line of text each; `as` says what else is true of the key. */
function told({ world }: AWorld, region = here, as: Partial<KeyView> = {}): Record<string, readonly string[]> {
  const [key] = keyViews(world.view, defaultAccount, region);
  if (!key) throw new Error('there is a key');
  const related = relatedKeyViews(world.view, defaultAccount, region, key.id);
  const facts = keyFacts({ ...key, ...as }, related, grantViews(world.view, key.arn), world.nowMs());
  return Object.fromEntries(
    facts.map(({ name, lines }) => [name, lines.map(({ of, text }) => [of, text].filter(Boolean).join(' | '))]),
  );
}

test('of a plain key: its material, and that it is not rotated; nothing that it does not have', async () => {
  const world = await AWorld.begin();
  await world.createKey();
  expect(told(world)).toEqual({
    'Key material': [expect.stringMatching(/^[0-9a-f]{12}…$/)],
    Rotation: ['not automatic'],
  });
});

test('of a key that signs: neither a material ID, which AWS does not tell, nor rotation, which it cannot have', async () => {
  const world = await AWorld.begin();
  await world.call('CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  expect(told(world)).toEqual({});
});

test('rotation: its period and next date, what is under way, and which material is current', async () => {
  const world = await AWorld.begin();
  const KeyId = await world.createKey();
  await world.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 });
  const next = dateTime(world.world.nowMs() + 90 * aDay);
  await world.call('RotateKeyOnDemand', { KeyId });
  const asked = dateTime(world.world.nowMs());
  expect(told(world)['Rotation']).toEqual([
    `every 90 days, next ${next} UTC`,
    `on demand, under way since ${asked} UTC`,
  ]);
  await world.world.group().advance(aDay);
  expect(told(world)['Rotation']).toEqual([`every 90 days, next ${next} UTC`, '1 rotation on demand so far']);
  expect(told(world)['Key material']).toEqual([
    expect.stringMatching(/^[0-9a-f]{12}… \| current$/),
    expect.stringMatching(/^[0-9a-f]{12}… \| earlier, opens what it encrypted$/),
  ]);
});

test('a rotation that was missed is overdue', async () => {
  const world = await AWorld.begin();
  const KeyId = await world.createKey();
  await world.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 });
  await world.call('DisableKey', { KeyId });
  await world.world.group().advance(91 * aDay);
  expect(told(world)['Rotation']?.[0]).toMatch(/^every 90 days, overdue since /);
});

describe('imported material', () => {
  const material = { keyMaterialId: 'ab'.repeat(32), handle: 'm', imported: true, expiresAtMs: null } as const;
  const imported = async (materials: KeyView['materials']) => {
    const world = await AWorld.begin();
    await world.call('CreateKey', { Origin: 'EXTERNAL' });
    return { world, lines: () => told(world, here, { materials })['Key material'] };
  };

  test('is none before the first import', async () => {
    const { lines } = await imported([]);
    expect(lines()).toEqual(['none imported yet']);
  });

  test('expires at a moment, or not', async () => {
    const { world } = await imported([]);
    const expiresAtMs = world.world.nowMs() + 2 * aDay;
    const says = (one: KeyView['materials'][number]) => told(world, here, { materials: [one] })['Key material'];
    expect(says({ ...material, state: 'CURRENT' })).toEqual(['abababababab… | imported']);
    expect(says({ ...material, state: 'CURRENT', expiresAtMs })).toEqual([
      `abababababab… | imported; expires in 2 d, ${dateTime(expiresAtMs)} UTC`,
    ]);
  });

  test('that is gone, or waits, says so', async () => {
    const { lines } = await imported([
      { ...material, state: 'CURRENT', handle: null },
      { ...material, keyMaterialId: 'cd'.repeat(32), state: 'PENDING_ROTATION' },
    ]);
    expect(lines()).toEqual([
      'cdcdcdcdcdcd… | waits for its rotation',
      'abababababab… | current; missing until it is imported here',
    ]);
  });
});

test('related keys: each Region with its role and state', async () => {
  const world = await AWorld.begin();
  const { KeyMetadata } = await world.call('CreateKey', { MultiRegion: true });
  const { KeyId } = KeyMetadata as { KeyId: string };
  expect(told(world)['Related keys']).toBeUndefined();
  await world.call('ReplicateKey', { KeyId, ReplicaRegion: there });
  expect(told(world)['Related keys']).toEqual(['eu-central-1 | replica, creating']);
  expect(told(world, there)['Related keys']).toEqual(['us-east-1 | primary, enabled']);
});

test('grants: who may do what, and until when only with the token; those that are too many are counted', async () => {
  const world = await AWorld.begin();
  const KeyId = await world.createKey();
  const GranteePrincipal = 'arn:aws:iam::111122223333:role/app/reader';
  const operations = ['Encrypt', 'Decrypt', 'DescribeKey', 'GenerateDataKey', 'GetPublicKey'];
  await world.call('CreateGrant', {
    KeyId,
    GranteePrincipal,
    Operations: [...operations.slice(0, 4), 'GenerateDataKeyWithoutPlaintext'],
    Constraints: { EncryptionContextSubset: { a: '1' } },
  });
  expect(told(world)['Grants']).toEqual([
    expect.stringMatching(
      /^reader \| may encrypt, decrypt, describe-key, generate-data-key and 1 more; under constraints; known everywhere in [23] min.*; until then with its token$/,
    ),
  ]);
  await world.world.group().advance(aDay);
  for (let count = 0; count < 4; count += 1)
    await world.call('CreateGrant', { KeyId, GranteePrincipal, Operations: ['Encrypt'] });
  await world.world.group().advance(aDay);
  expect(told(world)['Grants']).toEqual([...Array<string>(4).fill('reader | may encrypt'), 'and 1 more']);
});

test.each([
  ['arn:aws:iam::111122223333:role/app/reader', 'reader'],
  ['arn:aws:iam::111122223333:user/alice', 'alice'],
  ['arn:aws:sts::111122223333:assumed-role/app/session', 'session'],
  ['arn:aws:iam::111122223333:root', 'root of 111122223333'],
  ['ebs.amazonaws.com', 'ebs.amazonaws.com'],
])('the grantee %s is called %s', (arn, name) => expect(granteeName(arn)).toBe(name));

test('a key store: its type, its connection, and in words why that failed; the external key', async () => {
  const world = await AWorld.begin();
  await world.createKey();
  const customKeyStore = { id: 'cks-1', name: 'outside', type: 'EXTERNAL_KEY_STORE', errorCode: null } as const;
  const says = (more: Partial<KeyView>) => told(world, here, more)['Key store'];
  expect(says({ customKeyStore: { ...customKeyStore, connection: 'CONNECTED' }, externalKeyId: 'ledger' })).toEqual([
    'outside | external key store, connected',
    'ledger | is the external key that it goes with',
  ]);
  expect(
    says({ customKeyStore: { ...customKeyStore, connection: 'FAILED', errorCode: 'XKS_PROXY_TIMED_OUT' } }),
  ).toEqual(['outside | external key store, failed: the proxy did not answer in time']);
});
