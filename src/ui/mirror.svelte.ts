// The page's copy of an opened world: its tables, kept by applying each entry's changes, at the moment that is looked at.
// ARCHITECTURE.md: the page mirrors entries and never waits for the worker.
import type { Entry } from '../world/entry.ts';
import { History } from '../world/history.ts';
import type { View } from '../world/records.ts';
import { Tables } from '../world/tables.ts';
import type { Host, HostEvent, OpenedWorld, Outcome, Persistence, WorldInfo } from '../host/protocol.ts';

const TICK_MS = 1000;

/** A View with an identity of its own, so that what is derived from it is derived anew. */
const sameTables = (tables: View): View => ({
  get: (table, partition, id) => tables.get(table, partition, id),
  scan: (table, partition, options) => tables.scan(table, partition, options),
  partitions: (table) => tables.partitions(table),
  count: (table, partition) => tables.count(table, partition),
});

export class Mirror {
  readonly #host: Host;
  #tables: Tables;
  /** The number of the last entry that is in `#tables`. */
  #at = 0;
  #earliest = 0;
  #unsubscribe: () => void = () => undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  #info: WorldInfo;
  #view: View;
  #entries: readonly Entry[] = $state.raw([]);
  #lookingAt: number | null = $state.raw(null);
  #offsetMs: number | null = $state.raw(null);
  #liveMs = $state.raw(0);
  #account = $state.raw('');
  #caller = $state.raw('');
  #region = $state.raw('');
  #persistence: Persistence = $state.raw('memory');
  #history = new History(0);
  #undoing: string | null = $state.raw(null);
  #redoing: string | null = $state.raw(null);
  #shown: readonly Entry[] = $derived(
    this.#lookingAt === null ? this.#entries : this.#entries.slice(0, countUpTo(this.#entries, this.#lookingAt)),
  );

  /** The mirror of world `id`, following it until `close()`. */
  static async open(host: Host, id: string): Promise<Outcome<{ mirror: Mirror; opened: OpenedWorld }>> {
    // Entries that come in while the world is being opened are kept, and sorted out by their numbers.
    const early: HostEvent[] = [];
    const unsubscribe = host.subscribe((event) => early.push(event));
    const opened = await host.open(id);
    unsubscribe();
    if (!opened.ok) return opened;
    const mirror = new Mirror(host, opened.value);
    for (const event of early) mirror.#hear(event);
    return { ok: true, value: { mirror, opened: opened.value } };
  }

  constructor(host: Host, opened: OpenedWorld) {
    this.#host = host;
    this.#tables = Tables.fromSnapshot(opened.snapshot);
    this.#info = $state.raw(opened.info);
    this.#view = $state.raw(this.#tables);
    this.#load(opened);
    this.#unsubscribe = host.subscribe((event) => this.#hear(event));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** The tables at the moment that is looked at. A new object after each change. */
  get view(): View {
    return this.#view;
  }
  /** Every entry that is kept, also those after the moment that is looked at. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }
  /** The entries up to the moment that is looked at. */
  get entriesShown(): readonly Entry[] {
    return this.#shown;
  }
  /** The world's time at the moment that is looked at: of now, it ticks where the world's does. */
  get nowMs(): number {
    return this.#lookingAt === null ? this.#liveMs : (this.#shown.at(-1)?.atMs ?? this.#liveMs);
  }
  /** The number of the entry after which the world is shown; null for now. */
  get lookingAt(): number | null {
    return this.#lookingAt;
  }
  /** The first moment that can be looked at: changes of entries before it are no longer kept. */
  get earliest(): number {
    return this.#earliest;
  }
  get account(): string {
    return this.#account;
  }
  /** The ARN of the learner in this world. */
  get caller(): string {
    return this.#caller;
  }
  get region(): string {
    return this.#region;
  }
  get info(): WorldInfo {
    return this.#info;
  }
  get persistence(): Persistence {
    return this.#persistence;
  }
  /** What an undo would take back, in words; null where there is nothing. */
  get undoing(): string | null {
    return this.#undoing;
  }
  get redoing(): string | null {
    return this.#redoing;
  }

  /** Shows the world as it was after entry `number`; null goes back to now. */
  lookAt(number: number | null): void {
    const last = this.#entries.at(-1)?.number ?? this.#at;
    const target = number === null ? null : Math.max(number, this.#earliest);
    this.#lookingAt = target === null || target >= last ? null : target;
    this.#moveTo(this.#lookingAt ?? last);
  }

  /** The Region that the shell is in, after a line has ended. */
  setRegion(region: string): void {
    this.#region = region;
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#timer);
  }

  #load(opened: OpenedWorld): void {
    this.#info = opened.info;
    this.#tables = Tables.fromSnapshot(opened.snapshot);
    this.#at = opened.snapshot.number;
    this.#entries = opened.entries;
    this.#history = new History(0);
    this.#remember(opened.entries);
    this.#lookingAt = null;
    this.#liveMs = opened.nowMs;
    this.#offsetMs = opened.offsetMs;
    this.#account = opened.caller.account;
    this.#caller = opened.caller.arn;
    this.#region = opened.region;
    this.#persistence = opened.persistence;
    // Changes are dropped from the oldest entry on, so behind the first entry that has some, all have theirs.
    const firstWithChanges = opened.entries.find((entry) => entry.changes.length > 0);
    this.#earliest = Math.min(opened.snapshot.number, (firstWithChanges?.number ?? Infinity) - 1);
    this.#moveTo(opened.entries.at(-1)?.number ?? this.#at);
  }

  #moveTo(target: number): void {
    let index = countUpTo(this.#entries, this.#at);
    for (; this.#at > target; index -= 1) {
      const entry = this.#entries[index - 1];
      if (entry === undefined) break;
      this.#tables.revert(entry.changes);
      this.#at = this.#entries[index - 2]?.number ?? entry.number - 1;
    }
    for (; this.#at < target; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined) break;
      this.#tables.apply(entry.changes);
      this.#at = entry.number;
    }
    this.#view = sameTables(this.#tables);
  }

  #hear(event: HostEvent): void {
    if (event.kind === 'output' || event.kind === 'proof' || event.world !== this.#info.id) return;
    if (event.kind === 'persistence') this.#persistence = event.persistence;
    else if (event.kind === 'reopened') void this.#reopen();
    else {
      const last = this.#entries.at(-1)?.number ?? this.#at;
      const news = event.entries.filter((entry) => entry.number > last);
      this.#offsetMs = event.offsetMs;
      this.#liveMs = event.nowMs;
      const first = news[0];
      if (first === undefined) return;
      // Something was missed: everything is taken anew.
      if (first.number !== last + 1) return void this.#reopen();
      this.#entries = [...this.#entries, ...news];
      this.#remember(news);
      if (this.#lookingAt === null) this.#moveTo(news.at(-1)?.number ?? last);
    }
  }

  #remember(entries: readonly Entry[]): void {
    for (const entry of entries) this.#history.add(entry);
    this.#undoing = this.#history.undoing()?.what ?? null;
    this.#redoing = this.#history.redoing()?.what ?? null;
  }

  async #reopen(): Promise<void> {
    const opened = await this.#host.open(this.#info.id);
    if (opened.ok) this.#load(opened.value);
  }

  #tick(): void {
    if (this.#offsetMs !== null) this.#liveMs = Math.max(this.#liveMs, Date.now() + this.#offsetMs);
  }
}

/** How many of these entries have a number up to `number`. */
function countUpTo(entries: readonly Entry[], number: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.number ?? Infinity) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
