// What the storage takes of a browser besides IndexedDB (which fake-indexeddb gives): locks that die with their holder,
// and channels between tabs. A `tab` can be killed: its locks are let go, and it hears nothing any more.
import type { BrowserParts } from '../../src/storage/indexeddb/browser.ts';
import type { Locks } from '../../src/storage/locks.ts';

interface Waiting {
  readonly tab: symbol;
  readonly start: () => void;
}

export class FakeBrowser {
  readonly #queues = new Map<string, { holder: symbol | null; waiting: Waiting[] }>();
  readonly #channels = new Map<string, Set<FakeChannel>>();

  tab(): { parts: BrowserParts; kill: () => void } {
    const tab = Symbol('tab');
    const parts: BrowserParts = { locks: this.#locksOf(tab), channel: (name) => this.#channel(name, tab) };
    const kill = () => {
      for (const channels of this.#channels.values()) {
        for (const channel of channels) if (channel.tab === tab) channels.delete(channel);
      }
      for (const [name, queue] of this.#queues) {
        queue.waiting = queue.waiting.filter((waiting) => waiting.tab !== tab);
        if (queue.holder === tab) this.#next(name);
      }
    };
    return { parts, kill };
  }

  #queue(name: string) {
    const queue = this.#queues.get(name) ?? { holder: null, waiting: [] };
    this.#queues.set(name, queue);
    return queue;
  }

  #next(name: string): void {
    const queue = this.#queue(name);
    const next = queue.waiting.shift();
    queue.holder = next?.tab ?? null;
    next?.start();
  }

  #locksOf(tab: symbol): Locks {
    const holding = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
      try {
        return await work();
      } finally {
        if (this.#queue(name).holder === tab) this.#next(name);
      }
    };
    return {
      exclusively: async (name, work) => {
        await new Promise<void>((start) => {
          const queue = this.#queue(name);
          queue.waiting.push({ tab, start });
          if (queue.holder === null) this.#next(name);
        });
        return holding(name, work);
      },
      ifFree: async (name, work) => {
        const queue = this.#queue(name);
        if (queue.holder !== null) return undefined;
        queue.holder = tab;
        return holding(name, work);
      },
    };
  }

  #channel(name: string, tab: symbol): BroadcastChannel {
    const channels = this.#channels.get(name) ?? new Set<FakeChannel>();
    this.#channels.set(name, channels);
    const channel = new FakeChannel(tab, channels);
    channels.add(channel);
    return channel as unknown as BroadcastChannel;
  }
}

class FakeChannel extends EventTarget {
  constructor(
    readonly tab: symbol,
    readonly peers: Set<FakeChannel>,
  ) {
    super();
  }
  postMessage(data: unknown): void {
    for (const peer of this.peers) if (peer !== this) peer.dispatchEvent(new MessageEvent('message', { data }));
  }
  close(): void {
    this.peers.delete(this);
  }
}
