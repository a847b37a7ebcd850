// The worlds that are open in this page, each with its mirror, its terminal and its lesson. They stay open while the page
// shows something else.
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Host, OpenedWorld, Outcome, WorldInfo } from '../host/protocol.ts';
import { Lesson } from './learn/lesson.svelte.ts';
import { Mirror } from './mirror.svelte.ts';
import { TerminalSession } from './terminal/session.svelte.ts';

export class OpenWorld {
  readonly mirror: Mirror;
  readonly session: TerminalSession;
  readonly lesson: Lesson | null;
  readonly #host: Host;

  constructor(host: Host, mirror: Mirror, opened: OpenedWorld, lesson: Lesson | null) {
    this.#host = host;
    this.mirror = mirror;
    this.session = new TerminalSession(host, opened);
    this.lesson = lesson;
    lesson?.attach(this.id);
    this.session.whenEnded((end) => {
      mirror.setRegion(end.region);
      // What was just typed is what one wants to see.
      mirror.lookAt(null);
      void lesson?.worldChanged();
    });
  }

  get id(): string {
    return this.mirror.info.id;
  }

  async undo(): Promise<void> {
    this.#tell('Undone', await this.#host.undo(this.id));
  }

  async redo(): Promise<void> {
    this.#tell('Done again', await this.#host.redo(this.id));
  }

  async advance(byMs: number, what: string): Promise<void> {
    await this.#host.advance(this.id, byMs);
    this.#note(`The clock moved ${what} forward.`);
  }

  /** The world as it was made, and the lesson from its beginning. */
  async reset(): Promise<void> {
    await this.#host.reset(this.id);
    this.session.transcript.clear();
    this.lesson?.restart();
    this.session.transcript.add({ kind: 'note', text: 'The world is as it was at the beginning.' });
  }

  close(): void {
    this.session.close();
    this.mirror.close();
  }

  #tell(done: string, outcome: Outcome<string>): void {
    this.#note(outcome.ok ? `${done}: ${outcome.value}` : outcome.message);
  }

  #note(text: string): void {
    this.mirror.lookAt(null);
    this.session.transcript.add({ kind: 'note', text });
    void this.lesson?.worldChanged();
  }
}

/** How many of the lines of the last visit are shown at the next. */
const LINES_SHOWN = 4;

/** What stands in a terminal that is opened again: what was printed is gone, and the lines tell where one was. */
function asYouLeftIt(lines: readonly string[]): string {
  const last = lines.slice(-LINES_SHOWN).map((line) => {
    const [first = '', ...others] = line.split('\n');
    return `  ${first}${others.length > 0 ? ' …' : ''}`;
  });
  return ['The world is as you left it. You typed last (the up arrow brings it back):', ...last].join('\n');
}

export class Workspace {
  readonly lessons: readonly Scenario[];
  readonly #host: Host;
  readonly #open = new Map<string, Promise<Outcome<OpenWorld>>>();
  readonly #progress = new Map<string, Lesson>();

  constructor(host: Host, lessons: readonly Scenario[]) {
    this.#host = host;
    this.lessons = lessons;
  }

  /** How far the learner is in a lesson, whether its world is open or not. */
  lesson(scenario: Scenario): Lesson {
    const known = this.#progress.get(scenario.id);
    if (known) return known;
    const lesson = new Lesson(this.#host, scenario);
    this.#progress.set(scenario.id, lesson);
    return lesson;
  }

  openSandbox(): Promise<Outcome<OpenWorld>> {
    return this.#once('sandbox', async () => {
      const text = 'An account of your own. “lab help” says what this terminal has; Tab completes what you type.';
      return this.#opened(await this.#host.sandbox(), null, text);
    });
  }

  openLesson(scenario: Scenario): Promise<Outcome<OpenWorld>> {
    return this.#once(`lesson ${scenario.id}`, async () => {
      const found = await this.#host.worldOf(scenario.text);
      return found.ok ? this.#opened(found.value, this.lesson(scenario)) : found;
    });
  }

  /** A world that a link made. */
  openWorld(id: string): Promise<Outcome<OpenWorld>> {
    return this.#once(`world ${id}`, async () => {
      const info = (await this.#host.worlds()).find((world) => world.id === id);
      if (info === undefined) return { ok: false, message: 'This world is no longer kept in this browser.' };
      return this.#opened(info, this.#lessonOf(info));
    });
  }

  /** Worlds of this browser that are neither the sandbox nor one of the course’s lessons. */
  async others(): Promise<readonly WorldInfo[]> {
    const texts = new Set(this.lessons.map(({ text }) => text));
    return (await this.#host.worlds()).filter(({ scenario }) => scenario !== null && !texts.has(scenario));
  }

  async delete(id: string): Promise<void> {
    const open = await this.#open.get(`world ${id}`);
    if (open?.ok) open.value.close();
    this.#open.delete(`world ${id}`);
    await this.#host.deleteWorld(id);
  }

  #lessonOf({ id, scenario: text }: WorldInfo): Lesson | null {
    if (text === null) return null;
    try {
      const scenario = parseScenario(text);
      // A stranger's scenario may bear the name of a lesson: its progress is kept apart.
      return scenario.steps.length === 0 ? null : this.lesson({ ...scenario, id: `world ${id}` });
    } catch {
      // The worker made a world of this text, so an older format is all that this can be: the world is there, its text is not.
      return null;
    }
  }

  async #opened(info: WorldInfo, lesson: Lesson | null, greeting?: string): Promise<Outcome<OpenWorld>> {
    const opened = await Mirror.open(this.#host, info.id);
    if (!opened.ok) return opened;
    const world = new OpenWorld(this.#host, opened.value.mirror, opened.value.opened, lesson);
    await world.session.history.ready;
    const { lines } = world.session.history;
    const text = lines.length > 0 ? asYouLeftIt(lines) : greeting;
    if (text !== undefined) world.session.transcript.add({ kind: 'note', text });
    return { ok: true, value: world };
  }

  #once(key: string, open: () => Promise<Outcome<OpenWorld>>): Promise<Outcome<OpenWorld>> {
    const known = this.#open.get(key);
    if (known) return known;
    const opening = open();
    this.#open.set(key, opening);
    // What failed may be tried again.
    void opening.then(
      ({ ok }) => !ok && this.#open.delete(key),
      () => this.#open.delete(key),
    );
    return opening;
  }
}
