// What the page and its worker say to each other. The worker has the worlds and the shells; the page mirrors entries.
import type { Answer, Credentials, WorldKind } from '../world/world-api.ts';
import type { Caller, Entry } from '../world/entry.ts';
import type { Snapshot } from '../world/journal.ts';
import type { Completion, Output } from '../shell/shell-api.ts';
import type { CheckReport } from '../scenario/types.ts';

/** A world of this browser, as the list of worlds has it. */
export interface WorldInfo {
  readonly id: string;
  readonly title: string;
  readonly kind: WorldKind;
  /** The scenario that made it (its text), where one did. */
  readonly scenario: string | null;
  readonly createdAtMs: number;
}

export type Persistence = 'durable' | 'memory' | 'full' | 'denied' | 'broken';

export interface OpenedWorld {
  readonly info: WorldInfo;
  readonly snapshot: Snapshot;
  readonly entries: readonly Entry[];
  readonly nowMs: number;
  /** Adding the machine's clock to this gives the world's; null where world time stands still between groups. */
  readonly offsetMs: number | null;
  readonly persistence: Persistence;
  readonly caller: Caller;
  readonly region: string;
  readonly prompt: string;
}

export interface LineEnd {
  readonly exitCode: number;
  readonly interrupted: boolean;
  readonly prompt: string;
  readonly region: string;
}

/** What a link would do, read before anything of it runs. */
export interface LinkPreview {
  readonly title: string;
  readonly summary: string;
  readonly setup: readonly string[];
  readonly text: string;
}

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** A proof as it is played: each command with what came of it, then whether it showed what it claims. */
export interface ProofStep {
  readonly text: string;
  readonly output: readonly Output[];
  readonly exitCode: number;
}
export interface ProofResult {
  readonly steps: readonly ProofStep[];
  readonly proved: boolean;
}

/** What the page can ask of the worker. Every call answers; a refusal for the user is an Outcome. */
export interface HostApi {
  worlds(): Promise<readonly WorldInfo[]>;
  /** The sandbox that is always there, made at the first asking. */
  sandbox(): Promise<WorldInfo>;
  /** The world of this scenario (a lesson, a link): found, or made and its set-up run. */
  worldOf(scenarioText: string): Promise<Outcome<WorldInfo>>;
  deleteWorld(id: string): Promise<void>;
  open(id: string): Promise<Outcome<OpenedWorld>>;
  run(id: string, text: string): Promise<LineEnd>;
  /** Ctrl+C: ends the line that runs, by force if it does not listen. */
  interrupt(id: string): Promise<void>;
  needsMore(id: string, text: string): Promise<boolean>;
  complete(id: string, text: string, cursor: number): Promise<Completion>;
  undo(id: string): Promise<Outcome<string>>;
  redo(id: string): Promise<Outcome<string>>;
  /** The world as it was when it was made. */
  reset(id: string): Promise<void>;
  advance(id: string, byMs: number): Promise<void>;
  /** A call from a click in the page. */
  invoke(
    id: string,
    call: { service: string; operation: string; input: unknown; region: string; credentials?: Credentials },
  ): Promise<Answer>;
  check(id: string, step: number): Promise<CheckReport>;
  /** Plays an item's proof of one option (a letter). `showing` names it in the events that tell each command as it is done. */
  prove(itemText: string, option: string, showing: string): Promise<Outcome<ProofResult>>;
  /** A link's fragment to share this world, and what of it cannot be replayed, a sentence each. */
  share(id: string): Promise<{ readonly fragment: string; readonly left: readonly string[] }>;
  readLink(fragment: string): Promise<Outcome<LinkPreview>>;
  /** Small things that are kept: progress, answers, the history of lines. */
  keep(key: string, value: unknown): Promise<void>;
  kept(key: string): Promise<unknown>;
  /** Every world of this browser is forgotten, and all that was kept. */
  forgetEverything(): Promise<void>;
}

/** What the worker tells the page on its own. */
export type HostEvent =
  | { readonly kind: 'output'; readonly world: string; readonly output: Output }
  | {
      readonly kind: 'entries';
      readonly world: string;
      readonly entries: readonly Entry[];
      readonly nowMs: number;
      readonly offsetMs: number | null;
    }
  | { readonly kind: 'persistence'; readonly world: string; readonly persistence: Persistence }
  /** A proof's command number `at` (from 0) is done. Told again where the proof had to be begun again. */
  | { readonly kind: 'proof'; readonly showing: string; readonly at: number; readonly step: ProofStep }
  | { readonly kind: 'reopened'; readonly world: string };

/** How the page holds the worker: src/host/client.ts. Tests put another in its place. */
export interface Host extends HostApi {
  subscribe(listener: (event: HostEvent) => void): () => void;
}
