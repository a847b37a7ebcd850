// Encrypt, Decrypt and GenerateDataKey through the front door, and the WebCrypto calls that they cannot do without.
import type { Region } from '../../src/base/brand.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import type { Structure } from '../../src/world/model.ts';
import type { World } from '../../src/world/world-api.ts';
import { timeEach } from './measure.ts';

const region = 'us-east-1' as Region;
const context = { tenant: 'acme', purpose: 'invoices' };

export async function call(world: World, operation: string, input: Structure): Promise<Structure> {
  const answer = await world.group().invoke({
    service: 'kms',
    operation,
    input,
    region,
    credentials: learnerCredentials,
  });
  if (!answer.ok) throw new Error(`${operation}: ${answer.error.code} ${answer.error.message}`);
  return answer.output ?? {};
}

export async function createKey(world: World): Promise<string> {
  const { KeyMetadata } = await call(world, 'CreateKey', {});
  return (KeyMetadata as { KeyId: string }).KeyId;
}

/** HMAC for the message's key, its import, and AES-GCM one way: what no implementation can leave out. */
async function bareCalls(): Promise<{ seal: () => Promise<unknown>; open: () => Promise<unknown> }> {
  const { subtle } = crypto;
  const material = await subtle.importKey('raw', new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const plaintext = crypto.getRandomValues(new Uint8Array(32));
  const additionalData = new Uint8Array(160);
  const derived = async (nonce: Uint8Array<ArrayBuffer>, use: KeyUsage) =>
    subtle.importKey('raw', await subtle.sign('HMAC', material, nonce), 'AES-GCM', false, [use]);
  const nonce = crypto.getRandomValues(new Uint8Array(48));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    await derived(nonce, 'encrypt'),
    plaintext,
  );
  return {
    seal: async () => {
      const fresh = crypto.getRandomValues(new Uint8Array(60));
      const key = await derived(fresh.slice(0, 48), 'encrypt');
      return subtle.encrypt({ name: 'AES-GCM', iv: fresh.slice(48), additionalData }, key, plaintext);
    },
    open: async () => subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, await derived(nonce, 'decrypt'), sealed),
  };
}

export interface CallTimes {
  readonly operation: string;
  readonly microseconds: number;
  readonly bareMicroseconds: number;
}

/** One call at a time, the journal in memory. */
export async function timeCalls(world: World): Promise<readonly CallTimes[]> {
  const KeyId = await createKey(world);
  const Plaintext = crypto.getRandomValues(new Uint8Array(32));
  const { CiphertextBlob } = await call(world, 'Encrypt', { KeyId, Plaintext, EncryptionContext: context });
  const { seal, open } = await bareCalls();
  const times = await timeEach({
    seal,
    open,
    Encrypt: () => call(world, 'Encrypt', { KeyId, Plaintext, EncryptionContext: context }),
    Decrypt: () => call(world, 'Decrypt', { CiphertextBlob: CiphertextBlob ?? null, EncryptionContext: context }),
    GenerateDataKey: () => call(world, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256', EncryptionContext: context }),
  });
  const of = (name: string) => times.find((time) => time.name === name)?.microseconds ?? Number.NaN;
  return ['Encrypt', 'Decrypt', 'GenerateDataKey'].map((operation) => ({
    operation,
    microseconds: of(operation),
    bareMicroseconds: of(operation === 'Decrypt' ? 'open' : 'seal'),
  }));
}

export const describeTimes = (times: readonly CallTimes[]): string =>
  times
    .map(({ operation, microseconds, bareMicroseconds }) => {
      const ratio = (microseconds / bareMicroseconds).toFixed(2);
      const more = (microseconds - bareMicroseconds).toFixed(0);
      return `${operation.padEnd(16)} ${microseconds.toFixed(0).padStart(5)} µs, bare WebCrypto ${bareMicroseconds.toFixed(0).padStart(4)} µs: ${ratio} times, ${more} µs more`;
    })
    .join('\n');
