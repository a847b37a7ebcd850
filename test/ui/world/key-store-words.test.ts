// How custom key stores are spoken of, beside a drawing that shows one HSM only.
import { expect, test } from 'vitest';
import { keyViews, type KeyView } from '../../../src/services/kms/view.ts';
import type { Region } from '../../../src/base/brand.ts';
import { failureOf, keyStoreNotes } from '../../../src/ui/world/key-store-words.ts';
import { defaultAccount } from '../../../src/world/default-world.ts';
import { AWorld } from './a-world.ts';

const store = (type: 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE'): Partial<KeyView> => ({
  customKeyStore: { id: 'cks-1', name: 'store', type, connection: 'CONNECTED', errorCode: null },
});
const named = (arn: string) => ({ arn, alias: null, encryptionContext: {} });

test('a failure is told in words, and nothing where nothing failed', () => {
  expect(failureOf({ errorCode: 'USER_LOGGED_IN' })).toBe('somebody else is logged in as kmsuser');
  expect(failureOf({ errorCode: null })).toBe('');
});

test('beside a call it is told of its keys, and of no other, where they do their part', async () => {
  const world = await AWorld.begin();
  for (const name of ['plain', 'cluster', 'outside']) await world.createKey(name);
  const [plain, cluster, outside] = keyViews(world.world.view, defaultAccount, 'us-east-1' as Region);
  const keys = [plain!, { ...cluster!, ...store('AWS_CLOUDHSM') }, { ...outside!, ...store('EXTERNAL_KEY_STORE') }];
  const notes = (from: string, to: string | null, error: { code: string; message: string } | null = null) =>
    keyStoreNotes({ key: named(from), destination: to === null ? null : named(to), error }, keys);
  expect(notes(plain!.arn, null)).toEqual([]);
  expect(notes(plain!.arn, outside!.arn)).toEqual([expect.stringMatching(/^alias\/outside .* encrypted twice/)]);
  expect(notes(cluster!.arn, outside!.arn).map((note) => note.split(' ')[0])).toEqual([
    'alias/cluster',
    'alias/outside',
  ]);
  expect(notes(outside!.arn, null, { code: 'KMSInvalidStateException', message: '' })).toEqual([]);
});
