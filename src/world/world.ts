// A world put together: its state, its writer, its front door, and the groups that go through it.
import type { Vault } from '../hsm/types.ts';
import { authorize } from './authorizer.ts';
import { clockTable, offsetOf, SEEDED_EPOCH_MS } from './clock.ts';
import { accessKeysTable, accountsTable, callerOf, defaultRecords, principalsTable } from './default-world.ts';
import { dueNamesTable, dueTable, nextDue } from './due.ts';
import type { Entry } from './entry.ts';
import { filesTable } from './files.ts';
import { FrontDoor } from './front-door.ts';
import { WorldGroup } from './group.ts';
import type { Journal, StorageError } from './journal.ts';
import { createMemoryJournal, emptySnapshot, type MemoryJournal } from './memory-journal.ts';
import type { ApiModel } from './model.ts';
import type { Change, Table, View } from './records.ts';
import type { Service } from './service.ts';
import { WorldState } from './state.ts';
import type { Credentials, EntryListener, FileRecord, HostMachine, World, WorldKind } from './world-api.ts';
import { Writer } from './writer.ts';

export interface WorldOptions {
  readonly kind: WorldKind;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly machine: HostMachine;
  /** What a new world's first entry writes; without, the learner's account. */
  readonly beginsWith?: readonly Change[];
  /** Makes the services of one world, whose key material lies in `vault`. */
  readonly services: (vault: Vault) => readonly Service[];
}

/** Opens the world that the journal holds, or begins a new one in it. Throws a StorageError where it can't be read. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { snapshot, entries } = await options.journal.open();
  const epochMs = options.kind.kind === 'seeded' ? SEEDED_EPOCH_MS : 0;
  const world = new OpenWorld(options, WorldState.open(snapshot, entries, epochMs));
  await world.beginIfNew();
  return world;
}

const worldTables: readonly Table<never>[] = [
  accountsTable,
  accessKeysTable,
  principalsTable,
  clockTable,
  dueTable,
  dueNamesTable,
];

class OpenWorld implements World {
  readonly kind: WorldKind;
  readonly models: Readonly<Record<string, ApiModel>>;
  readonly #options: WorldOptions;
  readonly #services: ReadonlyMap<string, Service>;
  readonly #writer: Writer;
  readonly #door: FrontDoor;
  readonly #listeners = new Set<EntryListener>();
  readonly #unsubscribe: () => void;
  readonly #vault: Vault;
  #journal: Journal;
  /** The journal that stands in for one that failed. */
  #standIn: MemoryJournal | null = null;
  #failure: StorageError['reason'] | null = null;

  constructor(options: WorldOptions, state: WorldState) {
    this.kind = options.kind;
    this.#options = options;
    this.#journal = options.journal;
    this.#vault = { read: async (handle) => (await this.#standIn?.vault.read(handle)) ?? options.vault.read(handle) };
    const services = options.services(this.#vault);
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.models = Object.fromEntries(services.filter(({ ofAws }) => ofAws).map(({ name, model }) => [name, model]));
    this.#writer = new Writer({
      kind: options.kind,
      machine: options.machine,
      state,
      journal: options.journal,
      tables: [...worldTables, ...services.flatMap(({ tables }) => tables)],
      dueHandler: (service, handler) => this.#services.get(service)?.due[handler],
      written: (entries) => this.#tell(entries),
      replaceJournal: (reason) => this.#replaceJournal(reason),
      reopened: (reopened) => this.#tell(reopened.entries),
    });
    this.#door = new FrontDoor({
      kind: options.kind,
      machine: options.machine,
      writer: this.#writer,
      services: this.#services,
      authorize,
    });
    this.#unsubscribe = options.journal.subscribe(() => {
      // Whoever calls next is told of what goes wrong here.
      this.settle().catch(() => undefined);
    });
  }

  get view(): View {
    return this.#writer.state.tables;
  }
  get entries(): readonly Entry[] {
    return this.#writer.state.entries;
  }
  get persistence(): World['persistence'] {
    return this.#failure ?? (this.#journal.durable ? 'durable' : 'memory');
  }
  get journal(): Journal {
    return this.#journal;
  }
  get offsetMs(): number | null {
    return this.kind.kind === 'seeded' ? null : offsetOf(this.view);
  }
  get nextDueMs(): number | null {
    return nextDue(this.view)?.atMs ?? null;
  }

  nowMs(): number {
    return this.#writer.nowMs();
  }

  group() {
    return new WorldGroup(this.#options, this.#writer, this.#door);
  }

  whoIs(credentials: Credentials) {
    return callerOf(this.view, credentials);
  }

  files(): readonly { readonly path: string; readonly record: FileRecord }[] {
    return this.view.scan(filesTable, '').map(({ id, row }) => ({ path: id, record: row }));
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    const record = this.view.get(filesTable, '', path);
    return record && this.#journal.readBlob(record.hash);
  }

  async settle(): Promise<void> {
    await this.#writer.submit((batch) => batch.settle(this.#writer.nowMs()));
  }

  fork(): World {
    const readBlob = (hash: string) => this.#journal.readBlob(hash);
    const state = this.#writer.state.fork();
    const snapshot = { ...emptySnapshot, number: state.lastNumber };
    const journal = createMemoryJournal({ snapshot, behind: { vault: this.#vault, readBlob } });
    return new OpenWorld({ ...this.#options, journal, vault: journal.vault }, state);
  }

  subscribe(listener: EntryListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#writer.idle();
    this.#listeners.clear();
    this.#journal.close();
  }

  /** Whoever comes first writes what every world begins with. */
  async beginIfNew(): Promise<void> {
    if (this.#writer.state.lastNumber > 0) return;
    await this.#writer.submit((batch) => {
      if (batch.state.lastNumber > 0) return;
      const transaction = batch.transaction(this.#writer.nowMs());
      for (const { table, partition, id, after } of this.#options.beginsWith ?? defaultRecords) {
        if (after) transaction.put({ name: table }, partition, id, after);
      }
      batch.write({ kind: 'begin', what: 'a new world' }, 0, transaction);
    });
  }

  #replaceJournal(reason: StorageError['reason']): Journal {
    this.#failure = reason;
    const failed = this.#journal;
    const snapshot = { ...emptySnapshot, number: this.#writer.state.lastNumber };
    this.#standIn = createMemoryJournal({
      snapshot,
      behind: { vault: this.#options.vault, readBlob: (hash) => failed.readBlob(hash) },
    });
    this.#journal = this.#standIn;
    return this.#standIn;
  }

  #tell(entries: readonly Entry[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(entries);
      } catch (error) {
        // What is durable is answered, whatever a listener makes of it. The failure is the program's to report.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
