// A world that is open in this host, with the shell on it: runs lines, tells the page what happens, lets due things happen.
import { assert } from '../base/assert.ts';
import type { ShellSession, ShellState } from '../shell/shell-api.ts';
import type { StoredWorld } from '../storage/registry.ts';
import { learnerCredentials } from '../world/default-world.ts';
import type { Entry } from '../world/entry.ts';
import type { World } from '../world/world-api.ts';
import type { OpenWorld } from './open-world.ts';
import type { HostParts } from './parts.ts';
import type { LineEnd, OpenedWorld, Persistence } from './protocol.ts';
import { defaultRegion, learnerShell } from './shells.ts';
import type { TabState } from './tab-state.ts';

/** At least this often the world takes in what others wrote and what is due. */
const SETTLE_MS = 30_000;
const SOONEST_MS = 50;
/** How long a world that is closed waits for its lines to end. */
const PATIENCE_MS = 2000;

export interface LiveWorldOptions {
  readonly parts: HostParts;
  readonly tabs: TabState;
  readonly info: StoredWorld;
  readonly opened: OpenWorld;
  /** What the shell begins with. */
  readonly state: ShellState | undefined;
  /** What the checks begin with. */
  readonly setup: ShellState | undefined;
  /** Somebody typed `lab reset`: to be done when the line has ended. */
  readonly reset: () => Promise<void>;
}

export class LiveWorld {
  readonly info: StoredWorld;
  readonly world: World;
  setup: ShellState | undefined;
  readonly #options: LiveWorldOptions;
  readonly #shell: ShellSession;
  readonly #lines = new Map<AbortController, Promise<unknown>>();
  /** The number of the last entry that the page was told of. */
  #told: number;
  #persistence: Persistence;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the line that runs has asked for. */
  readonly #asked: { reset: boolean };
  #closed = false;

  static async open(options: LiveWorldOptions): Promise<LiveWorld> {
    const { parts, opened, state } = options;
    const asked = { reset: false };
    const reset = async (): Promise<void> => {
      asked.reset = true;
    };
    const shellWith = (kept: ShellState | undefined): Promise<ShellSession> =>
      learnerShell(parts.createShell, opened.world, kept, reset);
    // A state that cannot be restored is worth less than a world that can be opened.
    const shell = await shellWith(state).catch(() => shellWith(undefined));
    return new LiveWorld(options, shell, asked);
  }

  private constructor(options: LiveWorldOptions, shell: ShellSession, asked: { reset: boolean }) {
    this.#asked = asked;
    this.#options = options;
    this.info = options.info;
    this.world = options.opened.world;
    this.setup = options.setup;
    this.#shell = shell;
    this.#told = this.world.entries.at(-1)?.number ?? 0;
    this.#persistence = this.persistence;
    this.world.subscribe((entries) => this.#hear(entries));
    this.#arm();
  }

  get persistence(): Persistence {
    return this.#options.opened.refusal ?? this.world.persistence;
  }
  get shell(): ShellSession {
    return this.#shell;
  }

  opening(): OpenedWorld {
    const { world } = this;
    const caller = world.whoIs(learnerCredentials);
    assert(caller, 'every world knows the learner');
    return {
      info: this.info,
      snapshot: this.#options.opened.snapshot(),
      entries: [...world.entries],
      nowMs: world.nowMs(),
      offsetMs: world.offsetMs,
      persistence: this.persistence,
      caller,
      region: this.#region(),
      prompt: this.#shell.prompt(),
    };
  }

  async run(text: string): Promise<LineEnd> {
    const { tabs, parts } = this.#options;
    const { id } = this.info;
    const controller = new AbortController();
    tabs.lineBegins(id, text);
    const before = this.#shell.state();
    const line = this.#shell.run(text, {
      signal: controller.signal,
      onOutput: (output) => parts.emit({ kind: 'output', world: id, output }),
    });
    this.#lines.set(controller, line);
    try {
      const { exitCode, interrupted } = await line;
      const after = this.#shell.state();
      if (!this.#closed && (after.cwd !== before.cwd || after.script !== before.script)) tabs.keepShell(id, after);
      return { exitCode, interrupted, prompt: this.#shell.prompt(), region: this.#region() };
    } finally {
      this.#lines.delete(controller);
      tabs.lineEnds(id);
      this.#tellPersistence();
      if (this.#asked.reset) {
        this.#asked.reset = false;
        await this.#options.reset();
      }
    }
  }

  interrupt(): void {
    for (const controller of this.#lines.keys()) controller.abort();
  }

  async settle(): Promise<void> {
    if (this.#closed) return;
    await this.world.settle();
    this.#tellPersistence();
    this.#arm();
  }

  /** Ends its lines, waits for them, and lets go of the world. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.interrupt();
    // A line that does not listen goes on with a world that nobody has any more.
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([Promise.allSettled(this.#lines.values()), patience]);
    await this.#options.opened.close();
  }

  #region(): string {
    const { AWS_REGION, AWS_DEFAULT_REGION } = this.#shell.env() as Readonly<Record<string, string | undefined>>;
    return AWS_REGION ?? AWS_DEFAULT_REGION ?? defaultRegion;
  }

  #hear(entries: readonly Entry[]): void {
    const { emit } = this.#options.parts;
    const [first] = entries;
    const expected = this.#told + 1;
    this.#told = entries.at(-1)?.number ?? this.#told;
    const { world, info } = this;
    // Not what comes next, but all there is: the world had stayed too far behind, and was read anew.
    if (first && first.number !== expected) emit({ kind: 'reopened', world: info.id });
    else emit({ kind: 'entries', world: info.id, entries, nowMs: world.nowMs(), offsetMs: world.offsetMs });
    this.#tellPersistence();
    this.#arm();
  }

  #tellPersistence(): void {
    const { persistence } = this;
    if (persistence === this.#persistence) return;
    this.#persistence = persistence;
    this.#options.parts.emit({ kind: 'persistence', world: this.info.id, persistence });
  }

  /** Wakes when something falls due. A seeded world's time stands still, but another tab may have moved it. */
  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const { nextDueMs, offsetMs } = this.world;
    const wait = nextDueMs === null || offsetMs === null ? SETTLE_MS : nextDueMs - this.world.nowMs();
    const settle = (): void => {
      this.settle().catch(() => this.#arm());
    };
    this.#timer = setTimeout(settle, Math.min(SETTLE_MS, Math.max(SOONEST_MS, wait)));
  }
}
