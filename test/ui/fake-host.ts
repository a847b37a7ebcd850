// A host without a worker: it answers what a test tells it to, and remembers what it was asked.
import type { AccountId } from '../../src/base/brand.ts';
import type {
  Host,
  HostEvent,
  LineEnd,
  LinkPreview,
  OpenedWorld,
  Outcome,
  ProofResult,
  WorldInfo,
} from '../../src/host/protocol.ts';
import type { CheckReport } from '../../src/scenario/types.ts';
import type { Completion, Output } from '../../src/shell/shell-api.ts';
import type { Answer } from '../../src/world/world-api.ts';

export const EPOCH_MS = Date.UTC(2027, 2, 12, 9, 41);

export const info = (id: string, more: Partial<WorldInfo> = {}): WorldInfo => ({
  id,
  title: id,
  kind: { kind: 'sandbox' },
  scenario: null,
  createdAtMs: EPOCH_MS,
  ...more,
});

export const openedWorld = (more: Partial<OpenedWorld> = {}): OpenedWorld => ({
  info: info('sandbox'),
  snapshot: { number: 0, tables: [] },
  entries: [],
  nowMs: EPOCH_MS,
  offsetMs: null,
  persistence: 'durable',
  caller: {
    account: '111122223333' as AccountId,
    arn: 'arn:aws:sts::111122223333:assumed-role/Administrator/learner',
    accessKeyId: 'ASIAEXAMPLE',
  },
  region: 'us-east-1',
  prompt: 'learner ~ $ ',
  ...more,
});

export interface FakeHost extends Host {
  /** Every call, by name and arguments, in order. */
  readonly asked: readonly (readonly [name: string, ...args: unknown[]])[];
  readonly keeping: Map<string, unknown>;
  /** Sends an event as the worker would. */
  emit(event: HostEvent): void;
  /** What a line prints and how it ends; lines that are not listed end well and print nothing. */
  answers: Map<
    string,
    { readonly output?: readonly Output[]; readonly end?: Partial<LineEnd>; readonly until?: Promise<void> }
  >;
  opened: (id: string) => Outcome<OpenedWorld>;
  report: (step: number) => CheckReport;
  completion: Completion;
  proof: Outcome<ProofResult>;
  /** A proof's verdict waits for this; its commands do not. */
  proving: Promise<void>;
  link: Outcome<LinkPreview>;
  left: readonly string[];
  madeOf: (scenarioText: string) => Outcome<WorldInfo>;
}

export function fakeHost(more: Partial<FakeHost> = {}): FakeHost {
  const asked: (readonly [string, ...unknown[]])[] = [];
  const listeners = new Set<(event: HostEvent) => void>();
  const keeping = new Map<string, unknown>();
  const end: LineEnd = { exitCode: 0, interrupted: false, prompt: 'learner ~ $ ', region: 'us-east-1' };
  const answer: Answer = { ok: true, output: null, requestId: 'r' };
  const note = (...call: readonly [string, ...unknown[]]) => void asked.push(call);

  const host: FakeHost = {
    asked,
    keeping,
    answers: new Map(),
    opened: (id) => ({ ok: true, value: openedWorld({ info: info(id) }) }),
    report: () => ({ passed: false, checks: [], mistakes: [] }),
    completion: { from: 0, options: [] },
    proof: { ok: true, value: { steps: [], proved: true } },
    proving: Promise.resolve(),
    link: { ok: false, message: 'This link is damaged: it ends too early.' },
    left: [],
    madeOf: () => ({ ok: true, value: info('made') }),
    emit: (event) => listeners.forEach((listener) => listener(event)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    worlds: async () => [info('sandbox')],
    sandbox: async () => info('sandbox'),
    worldOf: async (text) => {
      note('worldOf', text);
      return host.madeOf(text);
    },
    deleteWorld: async (id) => note('deleteWorld', id),
    open: async (id) => {
      note('open', id);
      return host.opened(id);
    },
    run: async (id, text) => {
      note('run', id, text);
      const known = host.answers.get(text);
      for (const output of known?.output ?? []) host.emit({ kind: 'output', world: id, output });
      await known?.until;
      return { ...end, ...known?.end };
    },
    interrupt: async (id) => note('interrupt', id),
    needsMore: async (_id, text) => text.endsWith('\\') || text.split("'").length % 2 === 0,
    complete: async (id, text, cursor) => {
      note('complete', id, text, cursor);
      return host.completion;
    },
    undo: async (id) => {
      note('undo', id);
      return { ok: true, value: 'aws kms create-key' };
    },
    redo: async (id) => {
      note('redo', id);
      return { ok: false, message: 'There is nothing to redo.' };
    },
    reset: async (id) => note('reset', id),
    advance: async (id, byMs) => note('advance', id, byMs),
    invoke: async (id, call) => {
      note('invoke', id, call);
      return answer;
    },
    check: async (id, step) => {
      note('check', id, step);
      return host.report(step);
    },
    prove: async (itemText, option, showing) => {
      note('prove', itemText, option);
      if (host.proof.ok) host.proof.value.steps.forEach((step, at) => host.emit({ kind: 'proof', showing, at, step }));
      return host.proving.then(() => host.proof);
    },
    share: async (id) => {
      note('share', id);
      return { fragment: 's=abc', left: host.left };
    },
    readLink: async (fragment) => {
      note('readLink', fragment);
      return host.link;
    },
    keep: async (key, value) => {
      keeping.set(key, structuredClone(value));
    },
    kept: async (key) => keeping.get(key),
    forgetEverything: async () => {
      note('forgetEverything');
      keeping.clear();
    },
    ...more,
  };
  return host;
}
