// What the journal file says, in memory: the newest snapshot, the entries behind it, sealed material, file bytes.
// Each frame's JSON is hostile until it is parsed here.
import type { MaterialHandle, MaterialToken } from '../../base/brand.ts';
import { isCount, isSnapshot, parseEntries } from '../../storage/parse-entry.ts';
import { remaining } from '../../world/compaction.ts';
import type { Entry } from '../../world/entry.ts';
import type { Batch, Compaction, Snapshot } from '../../world/journal.ts';
import { emptySnapshot } from '../../world/memory-journal.ts';
import { fromTaggedJson, toTaggedJson } from './tagged-json.ts';

/** Bytes, and the last entry when they were written. */
interface Kept {
  readonly bytes: Uint8Array;
  readonly since: number;
}
type KeptRow = readonly [name: string, since: number, bytes: Uint8Array];

/** The first frame: what this file is, and of which FILE its world was made. */
interface Header {
  readonly journal: 'keyroom';
  readonly version: 1;
  readonly madeOf: string;
}

/** All others. */
interface Written {
  readonly snapshot?: Snapshot;
  readonly entries?: readonly Entry[];
  readonly materials?: readonly KeptRow[];
  readonly blobs?: readonly KeptRow[];
}

/** How many entries, or materials, of a compaction are one frame. */
const IN_A_FRAME = 200;

export class JournalContent {
  snapshot: Snapshot = emptySnapshot;
  entries: Entry[] = [];
  readonly materials = new Map<string, Kept>();
  readonly blobs = new Map<string, Kept>();

  constructor(readonly madeOf: string) {}

  /** Undefined where the payloads are none of a journal of ours. */
  static parse(payloads: readonly string[]): JournalContent | undefined {
    const [first, ...rest] = payloads.map(parsed);
    if (!isHeader(first)) return undefined;
    const content = new JournalContent(first.madeOf);
    const values: unknown[] = [];
    for (const [at, payload] of rest.entries()) {
      if (!isWritten(payload)) return undefined;
      if (payload.snapshot) {
        if (at > 0) return undefined;
        content.snapshot = payload.snapshot;
      }
      for (const entry of payload.entries ?? []) values.push(entry);
      for (const [name, since, bytes] of payload.materials ?? []) content.materials.set(name, { bytes, since });
      for (const [name, since, bytes] of payload.blobs ?? []) content.blobs.set(name, { bytes, since });
    }
    const entries = parseEntries(values);
    if (!entries) return undefined;
    content.entries = [...entries];
    const { snapshot, last } = content;
    // Nothing is missing between the snapshot and the first entry; the snapshot is of what was written.
    if ((entries[0]?.number ?? 0) > snapshot.number + 1 || snapshot.number > last) return undefined;
    return content;
  }

  /** The number of the last entry. */
  get last(): number {
    return this.entries.at(-1)?.number ?? this.snapshot.number;
  }

  /** The frame of a batch. Entries must lead on from the last. */
  payloadOf({ entries, materials, blobs }: Batch): string {
    const since = entries.at(-1)?.number ?? this.last;
    return toTaggedJson({
      ...(entries.length > 0 && { entries }),
      ...(materials.length > 0 && { materials: materials.map(({ handle, token }) => [handle, since, token]) }),
      ...(blobs.length > 0 && { blobs: blobs.map(({ hash, bytes }) => [hash, since, bytes]) }),
    });
  }

  leadsOn({ entries }: Batch): boolean {
    return entries.every(({ number }, at) => number === this.last + 1 + at);
  }

  add({ entries, materials, blobs }: Batch): void {
    for (const entry of entries) this.entries.push(entry);
    const since = this.last;
    for (const { handle, token } of materials) this.materials.set(handle, { bytes: token, since });
    for (const { hash, bytes } of blobs) this.blobs.set(hash, { bytes, since });
  }

  /** What was written behind the snapshot may be named by entries that the snapshot does not know. */
  compact(compaction: Compaction): void {
    const { snapshot, materials, blobs } = compaction;
    this.snapshot = snapshot;
    this.entries = remaining(this.entries, compaction);
    forget(this.materials, snapshot.number, materials);
    forget(this.blobs, snapshot.number, blobs);
  }

  /** The whole of it anew. */
  *payloads(): Generator<string> {
    yield toTaggedJson({ journal: 'keyroom', version: 1, madeOf: this.madeOf } satisfies Header);
    if (this.snapshot.number > 0) yield toTaggedJson({ snapshot: this.snapshot });
    for (const entries of inFrames(this.entries)) yield toTaggedJson({ entries });
    for (const materials of inFrames(rowsOf(this.materials))) yield toTaggedJson({ materials });
    for (const blobs of inFrames(rowsOf(this.blobs))) yield toTaggedJson({ blobs });
  }

  material(handle: MaterialHandle): MaterialToken | undefined {
    return this.materials.get(handle)?.bytes as MaterialToken | undefined;
  }
}

function forget(kept: Map<string, Kept>, upTo: number, named: ReadonlySet<string>): void {
  for (const [name, { since }] of kept) if (since <= upTo && !named.has(name)) kept.delete(name);
}

const rowsOf = (kept: ReadonlyMap<string, Kept>): readonly KeptRow[] =>
  [...kept].map(([name, { bytes, since }]) => [name, since, bytes]);

function* inFrames<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += IN_A_FRAME) yield items.slice(at, at + IN_A_FRAME);
}

function parsed(payload: string): unknown {
  try {
    return fromTaggedJson(payload);
  } catch {
    return undefined;
  }
}

type Unknown = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;

const isHeader = (value: unknown): value is Header =>
  isObject(value) && value['journal'] === 'keyroom' && value['version'] === 1 && typeof value['madeOf'] === 'string';

const isKeptRow = (value: unknown): boolean =>
  Array.isArray(value) && typeof value[0] === 'string' && isCount(value[1]) && value[2] instanceof Uint8Array;

/** Entries are parsed all together: each must lead on from the one before, across frames. */
function isWritten(value: unknown): value is Written {
  if (!isObject(value)) return false;
  const { snapshot, entries = [], materials = [], blobs = [] } = value;
  if (snapshot !== undefined && !isSnapshot(snapshot)) return false;
  if (!Array.isArray(entries) || !Array.isArray(materials) || !Array.isArray(blobs)) return false;
  return [...(materials as unknown[]), ...(blobs as unknown[])].every(isKeptRow);
}
