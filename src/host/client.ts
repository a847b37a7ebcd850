// The page's end of the wire. It is in the page's first bytes, so it knows types alone. A worker that does not listen to
// Ctrl+C, or dies, is replaced by another: the worlds are opened again from their journals, and what was answered is there.
import { Caller, type Connectors, type Pending } from './caller.ts';
import { connectInPage, connectWorker } from './connection.ts';
import { fates } from './fates.ts';
import type { Host, HostApi, HostEvent, LineEnd, OpenedWorld, Outcome } from './protocol.ts';
import type { Method } from './transport.ts';

/** How long a line has to end by itself after Ctrl+C. */
const PATIENCE_MS = 300;

class Client {
  readonly #caller: Caller;
  readonly #listeners = new Set<(event: HostEvent) => void>();
  /** The worlds that the page has opened, and how each one's last line left it. */
  readonly #opened = new Map<string, Pick<LineEnd, 'prompt' | 'region'>>();
  #askedToPersist = false;

  constructor(connectors: Connectors) {
    this.#caller = new Caller({
      ...connectors,
      event: (event) => this.#tell(event),
      replaced: (lines) => this.#replaced(lines),
    });
  }

  subscribe(listener: (event: HostEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  call(method: Method, args: readonly unknown[]): Promise<unknown> {
    return this.#caller.call(method, args);
  }

  async open(id: string): Promise<Outcome<OpenedWorld>> {
    const opened = (await this.call('open', [id])) as Outcome<OpenedWorld>;
    if (opened.ok) this.#opened.set(id, opened.value);
    else this.#opened.delete(id);
    return opened;
  }

  async run(id: string, text: string): Promise<LineEnd> {
    this.#persist();
    const end = (await this.call('run', [id, text])) as LineEnd;
    this.#opened.set(id, end);
    return end;
  }

  async interrupt(id: string): Promise<void> {
    const lines = this.#caller.lines(id);
    if (lines.length === 0) return;
    // A worker that is busy does not answer this.
    this.call('interrupt', [id]).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    const left = this.#caller.lines(id);
    if (lines.some((line) => left.includes(line))) await this.#caller.restart();
  }

  #tell(event: HostEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Opens the worlds in the new worker, which marks the lines that were cut off as interrupted, and ends them here. */
  async #replaced(lines: readonly Pending[]): Promise<void> {
    const worlds = new Set([...this.#opened.keys(), ...lines.map(({ args }) => String(args[0]))]);
    for (const world of worlds) {
      const before = this.#opened.get(world) ?? { prompt: '', region: '' };
      await this.open(world).catch(() => undefined);
      const { prompt, region } = this.#opened.get(world) ?? before;
      const end: LineEnd = { exitCode: 130, interrupted: true, prompt, region };
      this.#tell({ kind: 'reopened', world });
      for (const line of lines) if (line.args[0] === world) this.#caller.settle(line, end);
    }
  }

  /** Asks the browser once not to throw the worlds away when the disk is full: with the first line there is one to keep. */
  #persist(): void {
    if (this.#askedToPersist) return;
    this.#askedToPersist = true;
    const { navigator } = globalThis as { navigator?: { storage?: Partial<StorageManager> } };
    navigator?.storage?.persist?.().catch(() => false);
  }
}

/** Starts the worker at once: its program is fetched while the page is still being drawn. */
export function startHost(connectors: Connectors = { connectWorker, connectInPage }): Host {
  const client = new Client(connectors);
  const api = Object.fromEntries(
    (Object.keys(fates) as Method[]).map((method) => [
      method,
      (...args: readonly unknown[]) => client.call(method, args),
    ]),
  ) as unknown as HostApi;
  if (typeof document !== 'undefined') {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') client.call('wake', []).catch(() => undefined);
    });
  }
  return {
    ...api,
    open: (id) => client.open(id),
    run: (id, text) => client.run(id, text),
    interrupt: (id) => client.interrupt(id),
    subscribe: (listener) => client.subscribe(listener),
  };
}
