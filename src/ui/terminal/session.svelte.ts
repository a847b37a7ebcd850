// One terminal on one world: it runs lines on the host, and keeps what both of its views show. It lives on when the page
// shows something else, so that nothing is lost by looking around.
import type { Completion } from '../../shell/shell-api.ts';
import type { Host, HostEvent, LineEnd, OpenedWorld } from '../../host/protocol.ts';
import { motionReduced } from '../theme.svelte.ts';
import { Listeners } from '../listeners.ts';
import { History } from './history.svelte.ts';
import { Transcript } from './transcript.svelte.ts';

/** How long typing a line for the learner takes at most, and a character at most. */
const TYPING_MS = 700;
const CHARACTER_MS = 16;

export class TerminalSession {
  readonly world: string;
  readonly transcript = new Transcript();
  readonly history: History;
  readonly #host: Host;
  readonly #unsubscribe: () => void;
  readonly #ended = new Listeners<LineEnd>();
  readonly #idle = new Listeners<undefined>();
  readonly #typed = new Listeners<string>();
  #prompt: string = $state.raw('');
  #running: string | null = $state.raw(null);
  #typing = $state.raw(false);
  #draft = $state.raw('');
  #waiting: Promise<unknown> = Promise.resolve();
  #dropped = 0;

  constructor(host: Host, opened: OpenedWorld) {
    this.#host = host;
    this.world = opened.info.id;
    this.#prompt = opened.prompt;
    this.history = new History(host, opened.info.id);
    this.#unsubscribe = host.subscribe((event) => this.#hear(event));
  }

  get prompt(): string {
    return this.#prompt;
  }
  /** The line that runs; null while the prompt waits. */
  get running(): string | null {
    return this.#running;
  }
  /** While a line is typed for the learner, nobody else types. */
  get typing(): boolean {
    return this.#typing;
  }
  /** The line that is being written, the same in both views. */
  get draft(): string {
    return this.#draft;
  }
  set draft(text: string) {
    this.#draft = text;
  }

  /** Runs a line, after those that were given before it. */
  run(text: string): Promise<LineEnd | undefined> {
    const dropped = this.#dropped;
    // Ctrl+C also forgets what waits behind the line that it ends.
    const result = this.#waiting.then(() => (dropped === this.#dropped ? this.#runNow(text) : undefined));
    this.#waiting = result.catch(() => undefined);
    return result;
  }

  /** Writes a line into the terminal as if the learner did, and runs it. */
  async type(text: string): Promise<LineEnd | undefined> {
    await this.#waiting;
    if (this.#typing) return undefined;
    const dropped = this.#dropped;
    this.#typing = true;
    try {
      const pause = motionReduced() ? 0 : Math.min(CHARACTER_MS, TYPING_MS / Math.max(text.length, 1));
      // Several characters at a time where the timer is too slow for one each.
      const stride = pause === 0 ? text.length : Math.max(1, Math.ceil(6 / pause));
      for (let shown = 0; shown < text.length; shown += stride) {
        if (dropped !== this.#dropped) return undefined;
        this.#draft = text.slice(0, shown + stride);
        this.#typed.tell(this.#draft);
        if (pause > 0) await new Promise((go) => setTimeout(go, pause * stride));
      }
    } finally {
      this.#typing = false;
    }
    return this.run(text);
  }

  async interrupt(): Promise<void> {
    this.#dropped += 1;
    if (this.#running === null) {
      this.transcript.add({ kind: 'line', prompt: this.#prompt, text: `${this.#draft}^C` });
      this.#draft = '';
      return;
    }
    this.transcript.add({ kind: 'output', stream: 'stdout', text: '^C\n' });
    await this.#host.interrupt(this.world);
  }

  needsMore(text: string): Promise<boolean> {
    return this.#host.needsMore(this.world, text);
  }

  complete(text: string, cursor: number): Promise<Completion> {
    return this.#host.complete(this.world, text, cursor);
  }

  /** Hears when a line has ended, well or not, and the prompt waits. */
  whenIdle(listener: () => void): () => void {
    return this.#idle.add(listener);
  }

  /** Hears how far a line is that is typed for the learner. */
  whenTyped(listener: (draft: string) => void): () => void {
    return this.#typed.add(listener);
  }

  /** Hears of every line that has ended. */
  whenEnded(listener: (end: LineEnd) => void): () => void {
    return this.#ended.add(listener);
  }

  close(): void {
    this.#unsubscribe();
  }

  async #runNow(text: string): Promise<LineEnd> {
    this.#draft = '';
    this.transcript.add({ kind: 'line', prompt: this.#prompt, text });
    this.history.add(text);
    if (/^\s*clear\s*$/.test(text)) this.transcript.clear();
    this.#running = text;
    try {
      const end = await this.#host.run(this.world, text);
      this.#prompt = end.prompt;
      this.#running = null;
      this.#ended.tell(end);
      return end;
    } finally {
      this.#running = null;
      this.#idle.tell(undefined);
    }
  }

  #hear(event: HostEvent): void {
    if (event.kind === 'output' && event.world === this.world) this.transcript.add({ kind: 'output', ...event.output });
  }
}
