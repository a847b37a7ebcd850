// A real world in memory to draw from, and a mirror of it as the page has one.
import type { Region } from '../../../src/base/brand.ts';
import { assembleMemoryWorld } from '../../../src/host/assemble.ts';
import type { Host, HostEvent, OpenedWorld } from '../../../src/host/protocol.ts';
import { Mirror } from '../../../src/ui/mirror.svelte.ts';
import { defaultAccount, learnerCredentials } from '../../../src/world/default-world.ts';
import type { Structure } from '../../../src/world/model.ts';
import type { Answer, World } from '../../../src/world/world-api.ts';

export const aDay = 86_400_000;

export class AWorld {
  readonly listeners = new Set<(event: HostEvent) => void>();

  constructor(readonly world: World) {}

  static async begin(): Promise<AWorld> {
    return new AWorld(await assembleMemoryWorld({ kind: { kind: 'seeded', seed: 'drawings' } }));
  }

  answer(operation: string, input: unknown = {}, region = 'us-east-1'): Promise<Answer> {
    const call = { service: 'kms', operation, input, region: region as Region, credentials: learnerCredentials };
    return this.world.group().invoke(call);
  }

  /** The output of a call that must succeed. */
  async call(operation: string, input: unknown = {}, region?: string): Promise<Structure> {
    const answer = await this.answer(operation, input, region);
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
    return answer.output ?? {};
  }

  async createKey(alias?: string, region?: string): Promise<string> {
    const { KeyMetadata } = await this.call('CreateKey', { Description: alias ? `for ${alias}` : '' }, region);
    const { KeyId } = KeyMetadata as { KeyId: string };
    if (alias) await this.call('CreateAlias', { AliasName: `alias/${alias}`, TargetKeyId: KeyId }, region);
    return KeyId;
  }

  opened(): OpenedWorld {
    const [call] = this.world.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
    const caller = call?.caller ?? {
      account: defaultAccount,
      arn: 'arn:aws:iam::111122223333:user/learner',
      accessKeyId: '',
    };
    return {
      info: { id: 'w', title: 'Sandbox', kind: this.world.kind, scenario: null, createdAtMs: 0 },
      snapshot: { number: 0, tables: [] },
      entries: [...this.world.entries],
      nowMs: this.world.nowMs(),
      offsetMs: null,
      persistence: 'durable',
      caller,
      region: 'us-east-1',
      prompt: '$ ',
    };
  }

  /** A host that does what the panes ask of one, and nothing else. */
  host(): Host {
    const host: Pick<Host, 'subscribe' | 'open' | 'invoke'> = {
      subscribe: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
      open: async () => ({ ok: true, value: this.opened() }),
      invoke: async (_, { operation, input, region }) => {
        const answer = await this.answer(operation, input, region);
        this.tell();
        return answer;
      },
    };
    return host as Host;
  }

  /** Lets the mirrors know what has happened since. */
  tell(): void {
    const entries = [...this.world.entries];
    for (const listener of this.listeners)
      listener({ kind: 'entries', world: 'w', entries, nowMs: this.world.nowMs(), offsetMs: null });
  }

  mirror(): Mirror {
    return new Mirror(this.host(), this.opened());
  }
}

export const text = (plain: string): Uint8Array => new TextEncoder().encode(plain);
