// The page's calls to whatever runs the host, by number: each is answered, also when its worker is ended in between.
import type { Connection, Hearing } from './connection.ts';
import { fates } from './fates.ts';
import type { HostEvent } from './protocol.ts';
import type { FromWorker, Method } from './transport.ts';

export interface Pending {
  readonly method: Method;
  readonly args: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** How often a connection was given it. */
  posts: number;
}

export interface Connectors {
  readonly connectWorker: (hearing: Hearing) => Connection;
  readonly connectInPage: (hearing: Hearing) => Promise<Connection>;
}

export interface CallerOptions extends Connectors {
  readonly event: (event: HostEvent) => void;
  /** Another connection has taken the place of one that was at work; these lines were cut off. */
  readonly replaced: (lines: readonly Pending[]) => Promise<void>;
}

const restarted = 'The engine had to be started again before it answered. Look whether it was done.';

export class Caller {
  readonly #options: CallerOptions;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** Is another with each connection, so that a late word of an ended one is not taken for the present one's. */
  #life: object = {};
  #connection: Promise<Connection>;
  /** The name of the host that has come to life; null until then. */
  #session: string | null = null;
  /** Why there is, and will be, no connection. */
  #failure: Error | null = null;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#connection = this.#connect('worker');
    this.#connection.catch((error: unknown) => this.#giveUp(error as Error));
  }

  call(method: Method, args: readonly unknown[]): Promise<unknown> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const id = (this.#lastId += 1);
      this.#pending.set(id, { method, args, resolve, reject, posts: 0 });
      if (this.#session !== null) void this.#post(id);
    });
  }

  /** The lines of this world that are under way. */
  lines(world: string): readonly Pending[] {
    return [...this.#pending.values()].filter(({ method, args }) => method === 'run' && args[0] === world);
  }

  /** Ends the worker, whatever it is doing, and begins another. Nothing happens where it cannot be ended. */
  async restart(): Promise<void> {
    const life = this.#life;
    const connection = await this.#connection;
    if (life === this.#life && connection.terminate) await this.#replace('worker');
  }

  /** Ends a call here. */
  settle(pending: Pending, value: unknown): void {
    for (const [id, it] of this.#pending) if (it === pending) this.#pending.delete(id);
    pending.resolve(value);
  }

  async #connect(where: 'worker' | 'page'): Promise<Connection> {
    const life = {};
    this.#life = life;
    this.#session = null;
    const hearing: Hearing = {
      heard: (message) => {
        if (life === this.#life) this.#hear(message);
      },
      died: () => {
        // One that never came to life would not do so at the next try: the page does its work.
        if (life === this.#life) void this.#replace(this.#session === null ? 'page' : 'worker');
      },
    };
    if (where === 'worker') {
      try {
        return this.#options.connectWorker(hearing);
      } catch {
        // This page may have no worker.
      }
    }
    return this.#options.connectInPage(hearing);
  }

  async #post(id: number): Promise<void> {
    const life = this.#life;
    const connection = await this.#connection;
    const pending = this.#pending.get(id);
    if (!pending || life !== this.#life) return;
    pending.posts += 1;
    try {
      connection.post({ id, method: pending.method, args: pending.args });
    } catch (error) {
      // Something that cannot be copied to another thread.
      this.#pending.delete(id);
      pending.reject(error as Error);
    }
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'event') {
      this.#options.event(message.event);
      return;
    }
    if (message.kind === 'ready') {
      this.#session = message.session;
      for (const [id, { posts }] of this.#pending) if (posts === 0) void this.#post(id);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.value);
    else pending?.reject(Object.assign(new Error(message.message), { name: message.name }));
  }

  async #replace(where: 'worker' | 'page'): Promise<void> {
    const ended = this.#session;
    const before = this.#connection;
    // What waits for its first post waits for the next one to come to life.
    const cut = [...this.#pending].filter(([, { posts }]) => posts > 0);
    before.then((connection) => connection.terminate?.()).catch(() => undefined);
    this.#connection = this.#connect(where);
    this.#connection.catch((error: unknown) => this.#giveUp(error as Error));
    const life = this.#life;
    if (ended !== null) await this.call('bury', [ended]).catch(() => undefined);
    // That one is gone, too, and whoever replaced it has taken over these calls.
    if (life !== this.#life) return;
    for (const [id, pending] of cut) this.#meetFate(id, pending);
    await this.#options.replaced(cut.map(([, pending]) => pending).filter(({ method }) => method === 'run'));
  }

  #meetFate(id: number, pending: Pending): void {
    const { method, posts } = pending;
    const fate = fates[method];
    // One that is cut off twice may well be what ends the worker.
    if (fate === 'again' && posts < 2) {
      void this.#post(id);
      return;
    }
    if (fate === 'interrupted') return;
    this.#pending.delete(id);
    if (fate === 'done') pending.resolve(undefined);
    else if (method === 'undo' || method === 'redo') pending.resolve({ ok: false, message: restarted });
    else pending.reject(new Error(restarted));
  }

  /** There is neither a worker nor a program for the page. */
  #giveUp(cause: Error): void {
    this.#failure = new Error('The engine could not be loaded. Reload the page.', { cause });
    for (const { reject } of this.#pending.values()) reject(this.#failure);
    this.#pending.clear();
  }
}
