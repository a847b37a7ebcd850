// A world to try KMS in: the real one, in memory. And the one thing that no operation does yet: a key in any state.
import { expect } from 'vitest';
import type { AccountId, Region } from '../../../src/base/brand.ts';
import { assembleMemoryWorld } from '../../../src/host/assemble.ts';
import type { LifecycleSnapshot } from '../../../src/services/kms/lifecycle/snapshot.ts';
import { keysTable, partitionOf, type KeyRecord } from '../../../src/services/kms/records.ts';
import { defaultAccount, learnerCredentials } from '../../../src/world/default-world.ts';
import type { Change } from '../../../src/world/records.ts';
import type { Structure } from '../../../src/world/model.ts';
import type { Answer, Credentials, Group, World, WorldKind } from '../../../src/world/world-api.ts';
import { fixtureRsa } from '../../hsm/rsa-fixtures.ts';

export const DAY_IN_MS = 86_400_000;
export const account: AccountId = defaultAccount;
export const region = 'us-east-1' as Region;
export const otherRegion = 'eu-central-1' as Region;
export const otherAccount = '444455556666' as AccountId;

const strangerCredentials: Credentials = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE' };
const strangerArn = `arn:aws:iam::${otherAccount}:user/stranger`;

export interface Where {
  readonly region?: Region;
  readonly credentials?: Credentials;
  /** Otherwise each call is a group of its own. */
  readonly group?: Group;
}

export class KmsWorld {
  constructor(readonly world: World) {}

  async answer(operation: string, input: unknown = {}, where: Where = {}): Promise<Answer> {
    const { region: inRegion = region, credentials = learnerCredentials, group = this.world.group() } = where;
    return group.invoke({ service: 'kms', operation, input, region: inRegion, credentials });
  }

  /** The output of a call that must succeed. */
  async call(operation: string, input: unknown = {}, where?: Where): Promise<Structure> {
    const answer = await this.answer(operation, input, where);
    expect(answer, `${operation} succeeds`).toMatchObject({ ok: true });
    return (answer.ok && answer.output) || {};
  }

  /** Code and message of a call that must be refused: `Code: message`. */
  async refusal(operation: string, input: unknown = {}, where?: Where): Promise<string> {
    const answer = await this.answer(operation, input, where);
    expect(answer.ok, `${operation} is refused`).toBe(false);
    return answer.ok ? '' : `${answer.error.code}: ${answer.error.message}`;
  }

  async createKey(input: unknown = {}, where?: Where): Promise<TestKey> {
    const { KeyMetadata } = await this.call('CreateKey', input, where);
    const { KeyId, Arn, CurrentKeyMaterialId } = KeyMetadata as Record<string, string>;
    return { id: KeyId!, arn: Arn!, materialId: CurrentKeyMaterialId! };
  }

  async encrypt(keyId: string, text: string, context?: Record<string, string>): Promise<Uint8Array> {
    const input = { KeyId: keyId, Plaintext: bytes(text), ...(context && { EncryptionContext: context }) };
    return (await this.call('Encrypt', input))['CiphertextBlob'] as Uint8Array;
  }

  async decrypt(blob: Uint8Array, context?: Record<string, string>): Promise<string> {
    const input = { CiphertextBlob: blob, ...(context && { EncryptionContext: context }) };
    return text((await this.call('Decrypt', input))['Plaintext'] as Uint8Array);
  }

  key(id: string): KeyRecord {
    return this.world.view.get(keysTable, partitionOf({ account, region }), id)!;
  }

  /** Puts a key into a state that no operation leads to yet, as another tab that could would have written it. */
  async place(id: string, lifecycle: LifecycleSnapshot): Promise<void> {
    await this.change({ ...this.key(id), lifecycle });
    expect(this.key(id).lifecycle).toEqual(lifecycle);
  }

  /** Writes a key's record, as another tab would have. */
  async change(after: KeyRecord): Promise<void> {
    const place = { table: keysTable.name, partition: partitionOf(after), id: after.keyId };
    const before = this.world.view.get(keysTable, place.partition, place.id);
    await this.write([{ ...place, ...(before && { before }), after }]);
  }

  /** Somebody of another account. */
  async stranger(): Promise<Where & { readonly arn: string }> {
    const after = { account: otherAccount, arn: strangerArn, secretAccessKey: 'secret', sessionToken: null };
    await this.write([{ table: 'world/access-keys', partition: '', id: strangerCredentials.accessKeyId, after }]);
    return { credentials: strangerCredentials, arn: strangerArn };
  }

  /** Writes records as another tab would have. */
  async write(changes: readonly Change[]): Promise<void> {
    const { journal } = this.world;
    const last = this.world.entries.at(-1)!;
    await journal.exclusively((session) =>
      session.append({
        entries: [{ ...last, kind: 'begin', what: 'a fixture', number: last.number + 1, changes }],
        materials: [],
        blobs: [],
      }),
    );
    await this.world.settle();
  }
}

export interface TestKey {
  readonly id: string;
  readonly arn: string;
  readonly materialId: string;
}

export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
export const text = (value: Uint8Array): string => new TextDecoder().decode(value);

export const openKmsWorld = async (kind: WorldKind = { kind: 'seeded', seed: 'kms' }): Promise<KmsWorld> =>
  new KmsWorld(await assembleMemoryWorld({ kind, generateRsa: fixtureRsa() }));
