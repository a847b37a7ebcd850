// What was read back from a disk is somebody else's until it is parsed: is this an entry, a snapshot, of ours?
// It rules on shape alone. Records are their services' own, so of them it asks only that they are objects.
import type { CallRecord, Entry, EntryKind } from '../world/entry.ts';
import type { Snapshot } from '../world/journal.ts';
import type { Change } from '../world/records.ts';

type Unknown = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** 0, 1, 2 … */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Deeper than any request nests, and an end to what contains itself. */
const DEEPEST = 64;

function isRedacted(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || isText(value)) return true;
  if (depth > DEEPEST || !isObject(value)) return false;
  return Object.values(value).every((inner) => isRedacted(inner, depth + 1));
}

function isChange(value: unknown): value is Change {
  if (!isObject(value) || !isText(value['table']) || !isText(value['partition']) || !isText(value['id'])) return false;
  return ['before', 'after'].every((side) => value[side] === undefined || isObject(value[side]));
}

const isCaller = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['account']) &&
  isText(value['arn']) &&
  isText(value['accessKeyId']) &&
  (value['service'] === undefined || isText(value['service']));

const isCallError = (value: unknown): boolean => isObject(value) && isText(value['code']) && isText(value['message']);

function isCall(call: unknown): call is CallRecord {
  return (
    isObject(call) &&
    isCount(call['number']) &&
    ['service', 'operation', 'region', 'requestId', 'eventId'].every((name) => isText(call[name])) &&
    isCaller(call['caller']) &&
    isRedacted(call['input']) &&
    (call['output'] === undefined || isRedacted(call['output'])) &&
    (call['error'] === undefined || isCallError(call['error'])) &&
    Array.isArray(call['resources']) &&
    call['resources'].every(isText) &&
    (call['details'] === undefined || (isObject(call['details']) && isRedacted(call['details'])))
  );
}

/** What each kind of entry has of its own. */
const own: Readonly<Record<EntryKind, (entry: Unknown) => boolean>> = {
  begin: ({ what }) => isText(what),
  call: ({ call }) => isCall(call),
  due: ({ service, what, subject }) => isText(service) && isText(what) && isText(subject),
  clock: ({ byMs }) => isTime(byMs),
  line: ({ text, exitCode }) => isText(text) && (exitCode === null || Number.isSafeInteger(exitCode)),
  undo: ({ undone }) => isCount(undone),
  redo: ({ redone }) => isCount(redone),
};

export function isEntry(value: unknown): value is Entry {
  if (!isObject(value)) return false;
  const { kind, number, group, atMs, nextCall, changes } = value;
  if (!isText(kind) || !Object.hasOwn(own, kind)) return false;
  if (!isCount(number) || number < 1 || !isCount(group) || !isTime(atMs) || !isCount(nextCall)) return false;
  if (!Array.isArray(changes) || !changes.every(isChange)) return false;
  return own[kind as EntryKind](value);
}

const isRow = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && isObject(value[1]);

const isPartition = (value: unknown): boolean =>
  isObject(value) && isText(value['partition']) && Array.isArray(value['records']) && value['records'].every(isRow);

const isTable = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['name']) &&
  Array.isArray(value['partitions']) &&
  value['partitions'].every(isPartition);

export const isSnapshot = (value: unknown): value is Snapshot =>
  isObject(value) && isCount(value['number']) && Array.isArray(value['tables']) && value['tables'].every(isTable);

/** These, if each is an entry and each has the number behind the one before it; else undefined. */
export function parseEntries(values: readonly unknown[]): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (const value of values) {
    const last = entries.at(-1);
    if (!isEntry(value) || (last && value.number !== last.number + 1)) return undefined;
    entries.push(value);
  }
  return entries;
}
