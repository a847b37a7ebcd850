// No plaintext, data key or key material may be read again: not in an entry, not on the disk, not in what the page is told,
// not in an error. (What is typed is recorded as typed.)
import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { toBase64, toBase64Url, toHex, toLatin1 } from '../../src/base/encodings.ts';
import type { Answer } from '../../src/world/world-api.ts';
import { BrowserOfHosts } from './browser-of-hosts.ts';

const fence = '```';
const lesson = `---
id: secrets
title: Secrets
seed: 7
---
${fence}sh setup
create-key
${fence}
## A step
Some text.
${fence}sh solution
create-key
${fence}
${fence}check
run: list-keys
otherwise: There is no key.
${fence}
`;

/** Each way in which the bytes could stand in a text. */
const needlesOf = (secret: Uint8Array): readonly string[] => {
  const whole = secret.subarray(0, secret.length - (secret.length % 3));
  return [
    toLatin1(secret),
    toHex(secret),
    toHex(secret).toUpperCase(),
    toBase64(whole),
    toBase64Url(whole),
    secret.join(','),
  ];
};

/** Every text in a value, byte strings as latin-1. */
function textsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value === 'string') found.push(value);
  else if (value instanceof Uint8Array) found.push(toLatin1(value));
  else if (value instanceof ArrayBuffer) found.push(toLatin1(new Uint8Array(value)));
  else if (typeof value === 'object' && value !== null && !(value instanceof CryptoKey)) {
    for (const [key, inner] of Object.entries(value)) {
      found.push(key);
      textsIn(inner, found);
    }
  }
  return found;
}

const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('the database refused', { cause: request.error }));
  });

async function everythingStored(): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      all.push(await done(objects.getAll()), await done(objects.getAllKeys()));
    }
    database.close();
  }
  return all;
}

/** Key bytes that were handed to WebCrypto, by whomever. */
function keysHandedOver(): Uint8Array[] {
  const seen: Uint8Array[] = [];
  const { importKey } = crypto.subtle;
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation((...args: unknown[]) => {
    if (args[0] === 'raw') seen.push(new Uint8Array(args[1] as Uint8Array));
    return Reflect.apply(importKey, crypto.subtle, args) as Promise<CryptoKey>;
  });
  return seen;
}

test.each(['sandbox', 'seeded'] as const)('in a %s, after a long session', async (kind) => {
  const secrets = keysHandedOver();
  const tab = await new BrowserOfHosts().tab();
  const made = kind === 'sandbox' ? await tab.host.sandbox() : await tab.host.worldOf(lesson);
  const id = 'id' in made ? made.id : made.ok ? made.value.id : '';
  await tab.open(id);
  const told: unknown[] = [];
  const invoke = async (operation: string, input: unknown): Promise<Answer> => {
    const answer = await tab.host.invoke(id, { service: 'kms', operation, input, region: 'us-east-1' });
    if (!answer.ok) told.push(answer);
    else if (answer.output?.['Plaintext'] instanceof Uint8Array) secrets.push(answer.output['Plaintext']);
    return answer;
  };
  const outputOf = (answer: Answer, name: string): unknown => (answer.ok ? answer.output?.[name] : undefined);
  const key = await invoke('CreateKey', {});
  const KeyId = (outputOf(key, 'KeyMetadata') as { KeyId: string }).KeyId;
  const EncryptionContext = { purpose: 'test' };

  for (let round = 0; round < 25; round += 1) {
    const Plaintext = crypto.getRandomValues(new Uint8Array(20 + round));
    secrets.push(Plaintext);
    const encrypted = await invoke('Encrypt', { KeyId, Plaintext, EncryptionContext });
    const CiphertextBlob = outputOf(encrypted, 'CiphertextBlob');
    await invoke('Decrypt', { CiphertextBlob, EncryptionContext });
    await invoke('Decrypt', { CiphertextBlob });
    await invoke('ReEncrypt', { CiphertextBlob, SourceEncryptionContext: EncryptionContext, DestinationKeyId: KeyId });
    await invoke('GenerateDataKey', { KeyId, NumberOfBytes: 16 + round });
    await invoke('GenerateDataKeyWithoutPlaintext', { KeyId, KeySpec: 'AES_256' });
    await invoke('GenerateRandom', { NumberOfBytes: 32 });
    // Refused, and put where it does not belong.
    await invoke('Encrypt', { KeyId, Plaintext: new Uint8Array(5000).fill(Plaintext[0] ?? 0) });
    await invoke('Encrypt', { KeyId: 'nobody', Plaintext });
    await invoke('Encrypt', { KeyId, Plaintext: toBase64(Plaintext) });
    await invoke('Decrypt', { CiphertextBlob: Plaintext });
  }
  vi.restoreAllMocks();

  expect(secrets.length).toBeGreaterThan(100);
  const stored = await everythingStored();
  const texts = textsIn([stored, tab.events, told, await tab.open(id)]);
  expect(texts).toContain('GenerateDataKey');
  const haystack = texts.join('\n');
  const found = secrets.filter((secret) => needlesOf(secret).some((needle) => haystack.includes(needle)));
  expect(found).toEqual([]);
});
