// An entry of the journal as a line that one can read: what was asked, of what, and what came of it.
import { assertNever } from '../../base/assert.ts';
import type { Entry, Redacted } from '../../world/entry.ts';
import { commandName, span } from './words.ts';

export interface JournalLine {
  readonly number: number;
  readonly atMs: number;
  readonly what: string;
  /** It is a line as somebody typed it. */
  readonly typed: boolean;
  /** What it was about: a key's name, a file. */
  readonly about: string;
  readonly result: string;
  readonly tone: 'ok' | 'bad' | 'plain';
  /** As it was recorded: what nobody may read again is not in it. */
  readonly request: string | null;
  readonly response: string | null;
}

/** How what an entry speaks of is called: resources by their ARN, groups by their number. */
export interface Names {
  readonly ofResource: (arn: string) => string;
  readonly ofGroup: (group: number) => string;
}

export function journalLine(entry: Entry, names: Names): JournalLine {
  const base = {
    number: entry.number,
    atMs: entry.atMs,
    typed: false,
    about: '',
    result: '',
    tone: 'plain',
    request: null,
    response: null,
  } as const;
  switch (entry.kind) {
    case 'begin':
      return { ...base, what: 'the world began', about: entry.what };
    case 'call': {
      const { call } = entry;
      return {
        ...base,
        what: commandName(call.operation),
        about: (call.resources.length > 0 ? call.resources : made(call.output)).map(names.ofResource).join(', '),
        result: call.error?.code ?? 'done',
        tone: call.error ? 'bad' : 'ok',
        request: indented(call.input),
        response: call.error ? `${call.error.code}: ${call.error.message}` : indented(call.output ?? null),
      };
    }
    case 'due':
      return {
        ...base,
        what: commandName(entry.what).replaceAll('-', ' '),
        about: names.ofResource(entry.subject),
        result: 'was due',
      };
    case 'clock':
      return { ...base, what: 'the clock moved', about: span(entry.byMs) };
    case 'line':
      return {
        ...base,
        what: entry.text.trim(),
        typed: true,
        result: entry.exitCode === null ? 'interrupted' : entry.exitCode === 0 ? '' : `exit ${entry.exitCode}`,
      };
    case 'undo':
      return { ...base, what: 'undo', about: names.ofGroup(entry.undone) };
    case 'redo':
      return { ...base, what: 'redo', about: names.ofGroup(entry.redone) };
    default:
      return assertNever(entry);
  }
}

/** A group by what was typed, or by its first call. */
export function nameOfGroup(group: number, entries: readonly Entry[]): string {
  const its = entries.filter((entry) => entry.group === group);
  const typed = its.find((entry) => entry.kind === 'line');
  if (typed) return typed.text.trim();
  const called = its.find((entry) => entry.kind === 'call');
  return called ? commandName(called.call.operation) : '';
}

/** The ARN of a key that the call made. */
function made(output: Redacted | undefined): readonly string[] {
  const metadata = output && isObject(output) ? output['KeyMetadata'] : undefined;
  const arn = metadata && isObject(metadata) ? metadata['Arn'] : undefined;
  return typeof arn === 'string' ? [arn] : [];
}

const isObject = (value: Redacted): value is { readonly [key: string]: Redacted } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const indented = (value: Redacted): string => JSON.stringify(value, null, 2);

/** What an ARN names, in short; what is none, as it is. */
export function nameOfResource(arn: string, nameOfKey: (arn: string) => string): string {
  if (/^arn:[^:]*:kms:.*:key\//.test(arn)) return nameOfKey(arn);
  return /^arn:/.test(arn) ? arn.slice(arn.lastIndexOf(':') + 1) : arn;
}
