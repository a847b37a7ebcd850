// The page's end of the wire: answers, failures, Ctrl+C by force, and workers that die or never come to life.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHost } from '../../src/host/client.ts';
import type { Connection, Hearing } from '../../src/host/connection.ts';
import { serve, type FromWorker, type Request, type WorkerApi } from '../../src/host/transport.ts';
import type { HostEvent } from '../../src/host/protocol.ts';

const never = new Promise<never>(() => undefined);
const opened = (prompt: string) => ({ ok: true, value: { prompt, region: 'eu-west-1' } });

/** A worker without a thread. What its host answers is the test's. */
class FakeWorker {
  readonly asked: Request[] = [];
  ended = false;
  readonly #hearing: Hearing;
  #heard: (request: Request) => void = () => undefined;

  constructor(hearing: Hearing, session: string, api: Partial<Record<keyof WorkerApi, unknown>>, alive = true) {
    this.#hearing = hearing;
    if (!alive) return;
    queueMicrotask(() => {
      const listen = (heard: (request: Request) => void) => void (this.#heard = heard);
      const bury = async () => undefined;
      serve(
        { post: (message) => this.#post(message), listen },
        session,
        Promise.resolve({ bury, ...api } as WorkerApi),
      );
    });
  }

  /** As a real one, it says nothing any more once it has ended. */
  #post(message: FromWorker): void {
    const copy = structuredClone(message);
    queueMicrotask(() => {
      if (!this.ended) this.#hearing.heard(copy);
    });
  }

  event(event: HostEvent): void {
    this.#post({ kind: 'event', event });
  }

  die(): void {
    this.ended = true;
    this.#hearing.died();
  }

  connection(terminates = true): Connection {
    const post = (request: Request): void => {
      const copy = structuredClone(request);
      this.asked.push(copy);
      if (!this.ended) queueMicrotask(() => this.#heard(copy));
    };
    return terminates ? { post, terminate: () => void (this.ended = true) } : { post };
  }

  methods(): string[] {
    return this.asked.map(({ method }) => method);
  }
}

type Api = Partial<Record<keyof WorkerApi, unknown>>;

/** A page whose workers have these hosts, one after another; a `null` is a worker that never comes to life. */
function page(apis: readonly (Api | null)[], inPage: Api = {}) {
  const workers: FakeWorker[] = [];
  const events: HostEvent[] = [];
  const connectWorker = (hearing: Hearing): Connection => {
    const api = apis[workers.length];
    if (api === undefined) throw new Error('this page may have no worker');
    const worker = new FakeWorker(hearing, `session-${workers.length}`, api ?? {}, api !== null);
    workers.push(worker);
    return worker.connection();
  };
  const connectInPage = async (hearing: Hearing): Promise<Connection> => {
    const worker = new FakeWorker(hearing, 'session-page', inPage);
    workers.push(worker);
    return worker.connection(false);
  };
  const host = startHost({ connectWorker, connectInPage });
  host.subscribe((event) => events.push(event));
  return { host, workers, events };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a call', () => {
  it('is answered with what the host gave, however many are under way', async () => {
    const { host } = page([{ kept: async (key: string) => ({ key }), worlds: async () => [] }]);
    expect(await Promise.all([host.kept('a'), host.worlds(), host.kept('b')])).toEqual([
      { key: 'a' },
      [],
      { key: 'b' },
    ]);
  });

  it('fails with the name and message of what the host threw', async () => {
    const fail = async () => {
      throw new RangeError('The clock moves forward.');
    };
    const { host } = page([{ advance: fail }]);
    await expect(host.advance('w', -1)).rejects.toMatchObject({
      name: 'RangeError',
      message: 'The clock moves forward.',
    });
  });

  it('fails if the host has no such method, or what crosses cannot be copied', async () => {
    const { host } = page([{ kept: async () => () => 1 }]);
    await expect(host.worlds()).rejects.toThrow('the host has no worlds');
    await expect(host.kept('x')).rejects.toThrow();
    await expect(host.keep('x', () => 1)).rejects.toThrow();
  });

  it('cannot reach what every object has', async () => {
    const { host } = page([{}]);
    await expect((host as unknown as Record<string, () => Promise<unknown>>)['worlds']?.()).rejects.toThrow();
    const answers: FromWorker[] = [];
    let ask: (request: Request) => void = () => undefined;
    serve(
      { post: (message) => answers.push(message), listen: (heard) => void (ask = heard) },
      's',
      Promise.resolve({} as WorkerApi),
    );
    ask({ id: 1, method: 'constructor' as never, args: [] });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(answers[1]).toMatchObject({ kind: 'failure' });
  });

  it('fails if the host could not be opened', async () => {
    const answers: FromWorker[] = [];
    let ask: (request: Request) => void = () => undefined;
    const opening = Promise.reject(new Error('no registry'));
    serve({ post: (message) => answers.push(message), listen: (heard) => void (ask = heard) }, 's', opening);
    ask({ id: 1, method: 'worlds', args: [] });
    await vi.waitFor(() => expect(answers[1]).toMatchObject({ kind: 'failure', message: 'no registry' }));
  });

  it('can be followed by events until nobody listens any more', async () => {
    const { host, workers, events } = page([{ worlds: async () => [] }]);
    await host.worlds();
    const heard = vi.fn();
    const stop = host.subscribe(heard);
    workers[0]?.event({ kind: 'reopened', world: 'w' });
    await vi.waitFor(() => expect(events).toHaveLength(1));
    stop();
    workers[0]?.event({ kind: 'reopened', world: 'w' });
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(heard).toHaveBeenCalledOnce();
  });
});

describe('Ctrl+C', () => {
  it('lets a line that listens end by itself', async () => {
    let end: (value: unknown) => void = () => undefined;
    const api: Api = {
      run: () => new Promise((resolve) => (end = resolve)),
      interrupt: async () => end({ exitCode: 130, interrupted: true, prompt: '$ ', region: 'us-east-1' }),
    };
    const { host, workers } = page([api]);
    const line = host.run('w', 'sleep 9');
    await vi.advanceTimersByTimeAsync(10);
    const interrupted = host.interrupt('w');
    await vi.advanceTimersByTimeAsync(400);
    await interrupted;
    expect(await line).toMatchObject({ interrupted: true, prompt: '$ ' });
    expect(workers).toHaveLength(1);
  });

  it('ends a worker that does not listen, opens its worlds in another, and ends the line as interrupted', async () => {
    const deaf: Api = { run: () => never, interrupt: () => never, open: async () => opened('before $ ') };
    const bury = vi.fn(async () => undefined);
    const next: Api = { open: async () => opened('after $ '), bury };
    const { host, workers, events } = page([deaf, next]);
    await host.open('w');
    const line = host.run('w', 'while :; do :; done');
    await vi.advanceTimersByTimeAsync(10);
    const interrupted = host.interrupt('w');
    await vi.advanceTimersByTimeAsync(250);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(await line).toEqual({ exitCode: 130, interrupted: true, prompt: 'after $ ', region: 'eu-west-1' });
    await interrupted;
    expect(workers[0]?.ended).toBe(true);
    expect(bury).toHaveBeenCalledWith('session-0');
    expect(workers[1]?.methods()).toEqual(['bury', 'open']);
    expect(events).toEqual([{ kind: 'reopened', world: 'w' }]);
  });

  it('does nothing where no line runs', async () => {
    const { host, workers } = page([{ worlds: async () => [] }]);
    await host.worlds();
    await host.interrupt('w');
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers[0]?.methods()).toEqual(['worlds']);
  });

  it('spares a line that was begun after it', async () => {
    let lines = 0;
    let end: (value: unknown) => void = () => undefined;
    const done = { exitCode: 130, interrupted: true, prompt: '$ ', region: 'r' };
    const api: Api = {
      run: () => ((lines += 1) === 1 ? new Promise((resolve) => (end = resolve)) : never),
      interrupt: async () => end(done),
    };
    const { host, workers } = page([api]);
    const line = host.run('w', 'one');
    await vi.advanceTimersByTimeAsync(10);
    void host.interrupt('w');
    await line;
    void host.run('w', 'two');
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers).toHaveLength(1);
  });

  it('waits for the line where the host runs in the page', async () => {
    const { host, workers } = page([], { run: () => never, interrupt: async () => undefined });
    void host.run('w', 'deaf');
    await vi.advanceTimersByTimeAsync(10);
    await Promise.all([host.interrupt('w'), vi.advanceTimersByTimeAsync(1000)]);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.ended).toBe(false);
  });
});

describe('a worker that dies', () => {
  const dying: Api = {
    open: async () => opened('$ '),
    run: () => never,
    kept: () => never,
    advance: () => never,
    undo: () => never,
    invoke: () => never,
  };

  it('is replaced: looking is asked again, what changes things is refused, lines are interrupted', async () => {
    const { host, workers, events } = page([dying, { ...dying, kept: async () => 'kept' }]);
    await host.open('w');
    const calls = [host.kept('a'), host.advance('w', 1), host.undo('w'), host.run('w', 'x')] as const;
    const outcomes = Promise.allSettled(calls);
    await vi.advanceTimersByTimeAsync(10);
    workers[0]?.die();
    const [kept, advance, undo, line] = await outcomes;
    expect(kept).toMatchObject({ status: 'fulfilled', value: 'kept' });
    expect(advance).toMatchObject({ status: 'rejected' });
    expect(undo).toMatchObject({ status: 'fulfilled', value: { ok: false } });
    expect(line).toMatchObject({ status: 'fulfilled', value: { exitCode: 130, interrupted: true } });
    expect(workers[1]?.methods()).not.toContain('run');
    expect(workers[1]?.methods()).not.toContain('advance');
    expect(events).toContainEqual({ kind: 'reopened', world: 'w' });
  });

  it('says nothing any more that anybody believes', async () => {
    const { host, workers, events } = page([dying, dying]);
    await host.open('w');
    workers[0]?.die();
    await vi.advanceTimersByTimeAsync(10);
    const before = events.length;
    if (workers[0]) workers[0].ended = false;
    workers[0]?.event({ kind: 'reopened', world: 'ghost' });
    await vi.advanceTimersByTimeAsync(10);
    workers[0]?.die();
    await vi.advanceTimersByTimeAsync(10);
    expect(events).toHaveLength(before);
    expect(workers).toHaveLength(2);
  });

  it('twice of the same call is not asked a third time', async () => {
    const { host, workers } = page([dying, dying, dying]);
    const outcome = host.kept('poison').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10);
    workers[0]?.die();
    await vi.advanceTimersByTimeAsync(10);
    workers[1]?.die();
    await vi.advanceTimersByTimeAsync(10);
    expect(await outcome).toBeInstanceOf(Error);
    expect(workers[2]?.methods()).toEqual(['bury']);
  });

  it('before it came to life leaves the work to the page, which does all that was asked for', async () => {
    const done = { exitCode: 0, interrupted: false, prompt: '', region: '' };
    const inPage: Api = {
      worlds: async () => ['in the page'],
      run: () => new Promise((end) => setTimeout(() => end(done), 50)),
    };
    const { host, workers } = page([null, { worlds: async () => ['in a second worker'] }], inPage);
    const worlds = host.worlds();
    const line = host.run('w', 'asked for before anything was there');
    await vi.advanceTimersByTimeAsync(10);
    workers[0]?.die();
    expect(await worlds).toEqual(['in the page']);
    await vi.advanceTimersByTimeAsync(100);
    expect(await line).toEqual(done);
  });
});

describe('a page', () => {
  it('that may have no worker does the work itself', async () => {
    const { host } = page([], { worlds: async () => ['in the page'] });
    expect(await host.worlds()).toEqual(['in the page']);
  });

  it('that can load nothing says so', async () => {
    const host = startHost({
      connectWorker: () => {
        throw new Error('no worker');
      },
      connectInPage: () => Promise.reject(new Error('offline')),
    });
    await expect(host.worlds()).rejects.toThrow('The engine could not be loaded.');
    await expect(host.run('w', 'later')).rejects.toThrow('The engine could not be loaded.');
  });

  it('asks once that its storage is kept, with the first line', async () => {
    const persist = vi.fn(async () => true);
    vi.stubGlobal('navigator', { storage: { persist } });
    const { host } = page([{ run: async () => ({ prompt: '', region: '' }), worlds: async () => [] }]);
    await host.worlds();
    expect(persist).not.toHaveBeenCalled();
    await host.run('w', 'a');
    await host.run('w', 'b');
    expect(persist).toHaveBeenCalledOnce();
  });

  it('that is looked at again lets happen what is due', async () => {
    const page_ = new EventTarget() as EventTarget & { visibilityState: string };
    page_.visibilityState = 'hidden';
    vi.stubGlobal('document', page_);
    const wake = vi.fn(async () => undefined);
    const { host } = page([{ wake, worlds: async () => [] }]);
    await host.worlds();
    page_.dispatchEvent(new Event('visibilitychange'));
    page_.visibilityState = 'visible';
    page_.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(10);
    expect(wake).toHaveBeenCalledOnce();
  });
});
