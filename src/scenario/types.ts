// A scenario, parsed: a lesson, a link, an exercise or a proof. The text's format is DESIGN.md's; parse.ts reads it.

/** What must be true: one command, and a fact about its answer. It runs in a fork that is thrown away. */
export interface Probe {
  readonly run: string;
  /** A JMESPath expression over its JSON output that must be true. */
  readonly expect?: string;
  /** The error code that it must end with. Neither: it must succeed. */
  readonly error?: string;
  /** The principal that runs it, where that is not the administrator: a profile's name. */
  readonly as?: string;
}

export interface Check extends Probe {
  /** What the learner is told while it fails. */
  readonly otherwise: string;
  /** The goal in a few words, shown before and after; where absent, the step's title. */
  readonly goal?: string;
}

export interface Mistake {
  /** What the tests do to make it. */
  readonly run: string;
  /** How it shows in the state. */
  readonly seen: Probe;
  readonly because: string;
}

/** Something to decide before the surprise: a question, options, and which of them turns out right. */
export interface Prediction {
  readonly question: string;
  readonly options: readonly { readonly text: string; readonly right: boolean; readonly because: string }[];
}

/** What the learner reads, in order. `command` is a block that can be typed for them; `fails`: the lesson wants it to. */
export type Passage =
  | { readonly kind: 'prose'; readonly markdown: string }
  | { readonly kind: 'command'; readonly text: string; readonly fails: boolean }
  | { readonly kind: 'prediction'; readonly prediction: Prediction };

export interface Step {
  readonly title: string;
  readonly passages: readonly Passage[];
  /** Commands, one each, of the played solution. Empty for a step that is only read. */
  readonly solution: readonly string[];
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  readonly mistakes: readonly Mistake[];
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly seed: string;
  readonly summary: string;
  readonly minutes: number | null;
  /** Exam and task: SCS-C03/5.2. */
  readonly exam: readonly string[];
  /** Commands that make the world before the learner comes. */
  readonly setup: readonly string[];
  /** What a learner had typed when they shared it: run behind the set-up; the checks do not see its variables. */
  readonly resume: readonly string[];
  readonly steps: readonly Step[];
  /** The text it was parsed from. */
  readonly text: string;
}

/** Where a scenario's text is wrong, and how to mend it. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** What a step's checks say of a world. */
export interface CheckReport {
  readonly passed: boolean;
  readonly checks: readonly { readonly goal: string; readonly passed: boolean; readonly otherwise: string | null }[];
  /** The `because` of each listed mistake that the state shows. */
  readonly mistakes: readonly string[];
}
