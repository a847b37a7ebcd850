// The only way into the journal. Decisions that wait together are one batch: one turn of the lock, one transaction.
//   lock → read what others wrote → each decision: settle what is due, decide → write → release → answer
import { assert } from '../base/assert.ts';
import { compactionOf, isTimeToCompact, remaining } from './compaction.ts';
import { SEEDED_TICK_MS, worldNowMs } from './clock.ts';
import { nextDue } from './due.ts';
import { entropyOf } from './entropy.ts';
import type { Entry } from './entry.ts';
import { StorageError, type Blob, type Journal, type JournalSession } from './journal.ts';
import type { SealedMaterial } from '../hsm/types.ts';
import type { Table } from './records.ts';
import type { AnyDueHandler, Due, DueContext } from './service.ts';
import { WorldState } from './state.ts';
import { WorldTransaction } from './transaction.ts';
import type { EntryListener, HostMachine, WorldKind } from './world-api.ts';

/** A group has its number from the first thing that happens in it. */
export interface GroupRef {
  number: number | null;
  /** World time when it began. */
  startMs: number;
}

type OmitEach<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;
/** An entry before it has its place. */
export type EntryDraft = OmitEach<Entry, 'number' | 'group' | 'atMs' | 'nextCall' | 'changes'>;

export interface WriterOptions {
  readonly kind: WorldKind;
  readonly machine: HostMachine;
  readonly state: WorldState;
  readonly journal: Journal;
  readonly tables: readonly Table<never>[];
  /** By service and name. */
  readonly dueHandler: (service: string, handler: string) => AnyDueHandler | undefined;
  /** Hears of entries once they are durable. */
  readonly written: EntryListener;
  /** The journal failed: gives the one to go on with. */
  readonly replaceJournal: (reason: StorageError['reason']) => Journal;
  readonly reopened: (state: WorldState) => void;
}

interface Job {
  readonly decide: (batch: BatchWriter) => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_IN_A_BATCH = 256;
/** A tab that slept through more than this reads the world anew: entries further back may have lost their changes. */
const MOST_TO_CATCH_UP = 800;
/** How many entries a compaction that was refused is put off by. */
const COMPACT_AGAIN_AFTER = 200;

export class Writer {
  #journal: Journal;
  #state: WorldState;
  readonly #queue: Job[] = [];
  #pumping: Promise<void> | null = null;
  /** Before this entry there is no sense in another try to make the journal smaller. */
  #compactBehind = 0;

  constructor(readonly options: WriterOptions) {
    this.#journal = options.journal;
    this.#state = options.state;
  }

  get state(): WorldState {
    return this.#state;
  }

  nowMs(): number {
    const { kind, machine } = this.options;
    return worldNowMs(kind, machine, this.#state.tables, this.#state.lastMs);
  }

  /**
   * Runs `decide` against the newest state, and resolves to what it gave once all that it wrote is durable. All other
   * decisions wait for it, so it may itself wait for nothing but what falls due.
   */
  submit<Result>(decide: (batch: BatchWriter) => Result | Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ decide, resolve, reject });
      this.#pumping ??= this.#pump();
    });
  }

  async idle(): Promise<void> {
    while (this.#pumping) await this.#pumping;
  }

  async #pump(): Promise<void> {
    // Whatever is called in the same turn comes into the same batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const jobs = this.#queue.splice(0, MOST_IN_A_BATCH);
      try {
        await this.#runBatch(jobs);
      } catch (error) {
        // Whoever waits hears of it, and the next batch has its turn.
        for (const { reject } of jobs) reject(error);
      }
    }
    this.#pumping = null;
  }

  async #runBatch(jobs: readonly Job[]): Promise<void> {
    const answers: (() => void)[] = [];
    const news: Entry[] = [];
    const batch = new BatchWriter(this);
    let decided = false;
    try {
      await this.#journal.exclusively(async (session) => {
        await this.#catchUp(session, news);
        for (const job of jobs) answers.push(await runJob(job, batch));
        decided = true;
        if (batch.entries.length > 0 || batch.materials.length > 0) await session.append(batch);
        await this.#compactIfDue(session);
      });
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#journal = this.options.replaceJournal(error.reason);
      await this.#journal.exclusively(async (session) => {
        // What is decided stands: it is in the tables. What is not, is decided now.
        if (!decided) for (const job of jobs) answers.push(await runJob(job, batch));
        await session.append(batch);
      });
    }
    for (const entry of batch.entries) news.push(entry);
    if (news.length > 0) this.options.written(news);
    for (const answer of answers) answer();
  }

  async #catchUp(session: JournalSession, news: Entry[]): Promise<void> {
    const state = this.#state;
    const missed = await session.readAfter(state.lastNumber);
    const [first] = missed;
    if (!first) return;
    if (missed.length > MOST_TO_CATCH_UP || first.number !== state.lastNumber + 1) {
      const { snapshot, entries } = await this.#journal.open();
      this.#state = WorldState.open(snapshot, entries, state.lastMs);
      this.#state.insteadOf(state);
      this.options.reopened(this.#state);
      return;
    }
    for (const entry of missed) state.absorb(entry);
    news.push(...missed);
  }

  async #compactIfDue(session: JournalSession): Promise<void> {
    const state = this.#state;
    if (!isTimeToCompact(state) || state.lastNumber < this.#compactBehind) return;
    const compaction = compactionOf(state, this.options.tables);
    try {
      await session.compact(compaction);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Nothing is lost: the journal is only longer than it need be, and not each call is to pay for another try.
      this.#compactBehind = state.lastNumber + COMPACT_AGAIN_AFTER;
      return;
    }
    state.snapshotNumber = compaction.snapshot.number;
    state.entries = remaining(state.entries, compaction);
  }
}

/** Decides, and gives what is to be told once it is durable. */
async function runJob({ decide, resolve, reject }: Job, batch: BatchWriter): Promise<() => void> {
  try {
    const value = await decide(batch);
    return () => resolve(value as never);
  } catch (error) {
    return () => reject(error);
  }
}

/** The pen of one batch. */
export class BatchWriter {
  readonly entries: Entry[] = [];
  readonly materials: SealedMaterial[] = [];
  readonly blobs: Blob[] = [];

  constructor(readonly writer: Writer) {}

  get state(): WorldState {
    return this.writer.state;
  }

  /** Begins, or goes on with, a group: what is due by now happens first, in the group before. Gives the world's time. */
  async begin(group: GroupRef): Promise<number> {
    const seeded = this.writer.options.kind.kind === 'seeded';
    if (group.number === null) group.startMs = this.writer.nowMs() + (seeded ? SEEDED_TICK_MS : 0);
    const nowMs = Math.max(this.writer.nowMs(), seeded ? group.startMs : 0);
    await this.settle(nowMs);
    this.numbered(group);
    return nowMs;
  }

  /** Gives the group its number without letting time pass. */
  numbered(group: GroupRef): number {
    group.number ??= this.state.lastGroup + 1;
    this.state.lastGroup = Math.max(this.state.lastGroup, group.number);
    return group.number;
  }

  /** Lets happen what is due by `untilMs`, in order, each at its own moment. */
  async settle(untilMs: number, group = this.state.lastGroup): Promise<void> {
    for (;;) {
      const due = nextDue(this.state.tables);
      if (!due || due.atMs > untilMs) return;
      const handler = this.writer.options.dueHandler(due.service, due.handler);
      assert(handler, `${due.service} has a handler for ${due.handler}`);
      const prepared = handler.prepare && (await handler.prepare(due.subject, this.#dueContext(due)));
      const transaction = this.transaction(due.atMs);
      try {
        transaction.unschedule(due);
        handler.happen(due.subject, transaction, prepared);
      } catch (error) {
        // Nothing may stand in the tables that stands in no entry.
        transaction.takeBack();
        throw error;
      }
      const { service, handler: what, subject } = due;
      this.write({ kind: 'due', service, what, subject }, group, transaction);
    }
  }

  /** What falls due draws as a call of its own would: under a number that nothing else has. */
  #dueContext(due: Due): DueContext {
    const { kind, machine } = this.writer.options;
    const entropy = entropyOf(kind, machine, this.state.takeCallNumber(), `due ${due.service}.${due.handler}`);
    return { view: this.state.tables, nowMs: due.atMs, entropy };
  }

  transaction(nowMs: number): WorldTransaction {
    return new WorldTransaction(this.state.tables, nowMs);
  }

  write(draft: EntryDraft, group: number, transaction: WorldTransaction): Entry {
    const { state } = this;
    const place = {
      number: state.lastNumber + 1,
      group,
      atMs: transaction.nowMs,
      nextCall: state.nextCall,
      changes: transaction.changes(),
    };
    const entry: Entry = { ...draft, ...place };
    state.add(entry);
    this.entries.push(entry);
    for (const material of transaction.materials) this.materials.push(material);
    return entry;
  }
}
