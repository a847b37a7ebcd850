// How far a learner is in one scenario: the step, what was predicted, which hints were given, what the checks say.
// It is kept in this browser, so that a lesson goes on in mid-step. Nothing is ever locked.
import * as v from 'valibot';
import type { Host } from '../../host/protocol.ts';
import type { CheckReport, Scenario, Step } from '../../scenario/types.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const keptShape = v.object({
  step: count,
  done: v.array(count),
  predictions: v.record(v.string(), count),
  hints: v.record(v.string(), count),
  solutions: v.array(count),
});
type Kept = v.InferOutput<typeof keptShape>;

const fresh: Kept = { step: 0, done: [], predictions: {}, hints: {}, solutions: [] };

export class Lesson {
  readonly scenario: Scenario;
  readonly ready: Promise<void>;
  readonly #host: Host;
  #kept: Kept = $state.raw(fresh);
  #touched = false;
  #report: CheckReport | null = $state.raw(null);
  #tried = $state.raw(false);
  #world: string | null = null;
  #asked = 0;

  constructor(host: Host, scenario: Scenario) {
    this.#host = host;
    this.scenario = scenario;
    this.ready = this.#load();
  }

  get index(): number {
    return Math.min(this.#kept.step, Math.max(0, this.scenario.steps.length - 1));
  }
  get step(): Step | undefined {
    return this.scenario.steps[this.index];
  }
  /** What the checks of this step said last; null before they were asked. */
  get report(): CheckReport | null {
    return this.#report;
  }
  /** Whether something was done in this step: before, nobody is told what still fails. */
  get tried(): boolean {
    return this.#tried;
  }
  get doneCount(): number {
    return this.#kept.done.length;
  }
  /** Whether anything was done in this lesson at all. */
  get begun(): boolean {
    return this.#kept.step > 0 || this.#kept.done.length > 0;
  }
  get finished(): boolean {
    return this.scenario.steps.length > 0 && this.scenario.steps.every((_, index) => this.isDone(index));
  }
  isDone(index: number): boolean {
    return this.#kept.done.includes(index);
  }
  get hintsGiven(): readonly string[] {
    return this.step?.hints.slice(0, this.#kept.hints[this.index] ?? 0) ?? [];
  }
  get hintsLeft(): number {
    return (this.step?.hints.length ?? 0) - this.hintsGiven.length;
  }
  get solutionShown(): boolean {
    return this.#kept.solutions.includes(this.index);
  }
  /** The option that was chosen of the prediction in this passage of this step. */
  predicted(passage: number): number | null {
    return this.#kept.predictions[`${this.index}.${passage}`] ?? null;
  }

  predict(passage: number, option: number): void {
    this.#change({ predictions: { ...this.#kept.predictions, [`${this.index}.${passage}`]: option } });
  }

  giveHint(): void {
    if (this.hintsLeft > 0) {
      this.#change({ hints: { ...this.#kept.hints, [this.index]: this.hintsGiven.length + 1 } });
    }
  }

  showSolution(): void {
    if (!this.solutionShown) this.#change({ solutions: [...this.#kept.solutions, this.index] });
  }

  /** Opens a step; one that has nothing to check is done by going on. */
  goTo(index: number): void {
    if (index < 0 || index >= this.scenario.steps.length) return;
    if (index > this.index && this.step?.checks.length === 0) this.#markDone(this.index);
    this.#change({ step: index });
    this.#report = null;
    this.#tried = false;
    void this.check();
  }

  /** The last step, where there is nothing to check. */
  finish(): void {
    if (this.step?.checks.length === 0) this.#markDone(this.index);
  }

  /** Checks are asked of this world from now on. */
  attach(world: string): void {
    this.#world = world;
    void this.ready.then(() => this.check());
  }

  /** Something happened in the world. */
  async worldChanged(): Promise<void> {
    this.#tried = true;
    await this.check();
  }

  async check(): Promise<void> {
    const { index } = this;
    if (this.#world === null || (this.step?.checks.length ?? 0) === 0) return;
    const asked = ++this.#asked;
    const report = await this.#host.check(this.#world, index);
    // An answer that was overtaken by a later question, or by going on to another step, says nothing any more.
    if (asked !== this.#asked || index !== this.index) return;
    this.#report = report;
    if (report.passed) this.#markDone(index);
  }

  /** Begins anew: all that was kept of this lesson is forgotten. */
  restart(): void {
    this.#report = null;
    this.#tried = false;
    this.#change(fresh);
    void this.check();
  }

  #markDone(index: number): void {
    if (!this.isDone(index)) this.#change({ done: [...this.#kept.done, index] });
  }

  #change(part: Partial<Kept>): void {
    this.#touched = true;
    this.#kept = { ...this.#kept, ...part };
    void this.#host.keep(`lesson/${this.scenario.id}`, this.#kept);
  }

  async #load(): Promise<void> {
    const kept = v.safeParse(keptShape, await this.#host.kept(`lesson/${this.scenario.id}`));
    if (kept.success && !this.#touched) this.#kept = kept.output;
  }
}
