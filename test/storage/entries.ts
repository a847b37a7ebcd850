// Entries, sealed material and snapshots for tests of journals.
import type { AccountId, MaterialHandle, MaterialToken, Region } from '../../src/base/brand.ts';
import type { SealedMaterial } from '../../src/hsm/types.ts';
import type { CallRecord, Entry } from '../../src/world/entry.ts';
import type { Batch, Compaction } from '../../src/world/journal.ts';

export const call = (number: number): CallRecord => ({
  number,
  service: 'kms',
  operation: 'CreateKey',
  region: 'us-east-1' as Region,
  caller: { account: '111122223333' as AccountId, arn: 'arn:aws:iam::111122223333:user/a', accessKeyId: 'AKIAEXAMPLE' },
  requestId: `request-${number}`,
  eventId: `event-${number}`,
  input: { Description: 'a key', Tags: [], Policy: null },
  output: { KeyMetadata: { Enabled: true } },
  resources: ['arn:aws:kms:us-east-1:111122223333:key/1'],
});

export const entry = (number: number): Entry => ({
  kind: 'call',
  number,
  group: number,
  atMs: 1000 + number,
  nextCall: number + 1,
  changes: [{ table: 'kms/keys', partition: 'p', id: `key-${number}`, after: { description: `the ${number}th` } }],
  call: call(number),
});

export const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, at) => entry(from + at));

export const material = (handle: string, byte = 1): SealedMaterial => ({
  handle: handle as MaterialHandle,
  token: new Uint8Array(40).fill(byte) as MaterialToken,
});

export const batch = (more: Partial<Batch>): Batch => ({ entries: [], materials: [], blobs: [], ...more });

export const compaction = (number: number, more: Partial<Compaction> = {}): Compaction => ({
  snapshot: {
    number,
    tables: [{ name: 'kms/keys', partitions: [{ partition: 'p', records: [['key-1', { description: 'x' }]] }] }],
  },
  stripUpTo: 0,
  forgetUpTo: 0,
  materials: new Set(),
  blobs: new Set(),
  ...more,
});

export const handle = (text: string) => text as MaterialHandle;
