// A group: the calls of one typed line, click or request, and what else a line does to its world.
import { deepEqual } from '../base/equal.ts';
import type { EntropySource } from '../hsm/types.ts';
import { clockTable, offsetOf } from './clock.ts';
import { entropyOf } from './entropy.ts';
import { blobsOf, writeFiles } from './files.ts';
import type { FrontDoor } from './front-door.ts';
import { isBookkeeping, type Restoration } from './history.ts';
import type { Change } from './records.ts';
import type {
  Answer,
  Call,
  FileChange,
  Group,
  HostMachine,
  InvokeOptions,
  UndoResult,
  WorldKind,
} from './world-api.ts';
import { UndoError } from './world-api.ts';
import type { BatchWriter, GroupRef, Writer } from './writer.ts';

export class WorldGroup implements Group {
  readonly #ref: GroupRef = { number: null, startMs: 0 };

  constructor(
    readonly options: { readonly kind: WorldKind; readonly machine: HostMachine },
    readonly writer: Writer,
    readonly door: FrontDoor,
  ) {}

  invoke(call: Call, options: InvokeOptions = {}): Promise<Answer> {
    return this.door.invoke(this.#ref, call, options);
  }

  entropy(): EntropySource {
    const number = this.writer.state.takeCallNumber();
    return entropyOf(this.options.kind, this.options.machine, number, 'shell');
  }

  async advance(byMs: number): Promise<void> {
    if (!Number.isSafeInteger(byMs) || byMs <= 0)
      throw new RangeError('The clock moves forward, by whole milliseconds.');
    await this.writer.submit(async (batch) => {
      const untilMs = (await batch.begin(this.#ref)) + byMs;
      const group = batch.numbered(this.#ref);
      await batch.settle(untilMs, group);
      const transaction = batch.transaction(untilMs);
      if (this.options.kind.kind === 'sandbox') {
        const offsetMs = offsetOf(batch.state.tables) + byMs;
        transaction.put(clockTable, '', 'offset', { offsetMs });
      }
      batch.write({ kind: 'clock', byMs }, group, transaction);
      this.#ref.startMs = untilMs;
    });
  }

  undo(): Promise<UndoResult | undefined> {
    return this.#restore('undo');
  }

  redo(): Promise<UndoResult | undefined> {
    return this.#restore('redo');
  }

  async begins(what: string): Promise<void> {
    await this.writer.submit((batch) => {
      const transaction = batch.transaction(this.writer.nowMs());
      batch.write({ kind: 'begin', what }, batch.numbered(this.#ref), transaction);
    });
  }

  async endLine(line: {
    readonly text: string;
    readonly exitCode: number | null;
    readonly files: readonly FileChange[];
  }): Promise<void> {
    const blobs = blobsOf(line.files);
    await this.writer.submit(async (batch) => {
      const transaction = batch.transaction(await batch.begin(this.#ref));
      writeFiles(line.files, blobs, transaction);
      for (const blob of blobs) batch.blobs.push(blob);
      const { text, exitCode } = line;
      batch.write({ kind: 'line', text, exitCode }, batch.numbered(this.#ref), transaction);
    });
  }

  #restore(way: 'undo' | 'redo'): Promise<UndoResult | undefined> {
    return this.writer.submit((batch) => {
      const { history } = batch.state;
      const restoration = way === 'undo' ? history.undoing() : history.redoing();
      if (!restoration) return undefined;
      this.#assertUntouched(batch, restoration, way);
      const { group, what } = restoration;
      // What has been counted since an undo stays counted when it is done again.
      const changes = restoration.changes.filter((each) => !isBookkeeping(each) || this.#isUntouched(batch, each));
      const transaction = batch.transaction(this.#momentOf(restoration));
      for (const { table, partition, id, after } of changes) {
        if (after === undefined) transaction.remove({ name: table }, partition, id);
        else transaction.put({ name: table }, partition, id, after);
      }
      const kind = way === 'undo' ? { kind: way, undone: group } : { kind: way, redone: group };
      batch.write(kind, batch.numbered(this.#ref), transaction);
      this.#ref.startMs = transaction.nowMs;
      return { group, what };
    });
  }

  /** A seeded world's time is restored with the rest; a sandbox's offset is a record like any other. */
  #momentOf(restoration: Restoration): number {
    if (this.options.kind.kind === 'seeded') return restoration.atMs;
    const offset = restoration.changes.find(({ table }) => table === clockTable.name);
    if (!offset) return this.writer.nowMs();
    const offsetMs = (offset.after as { offsetMs: number } | undefined)?.offsetMs ?? 0;
    return Math.max(restoration.atMs, this.options.machine.nowMs() + offsetMs);
  }

  #isUntouched(batch: BatchWriter, change: Change): boolean {
    return deepEqual(batch.state.tables.read(change), change.before);
  }

  /** Between tabs, another group may have changed since what this one had changed. */
  #assertUntouched(batch: BatchWriter, { what, changes }: Restoration, way: 'undo' | 'redo'): void {
    if (changes.every((change) => isBookkeeping(change) || this.#isUntouched(batch, change))) return;
    throw new UndoError(`Can't ${way} “${what}”: something else has changed the same things since.`);
  }
}
