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

export function journalLine(entry: Entry, nameOf: (arn: string) => string): JournalLine {
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
        about: (call.resources.length > 0 ? call.resources : made(call.output)).map(nameOf).join(', '),
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
        about: nameOf(entry.subject),
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
      return { ...base, what: 'undo', about: `group ${entry.undone}` };
    case 'redo':
      return { ...base, what: 'redo', about: `group ${entry.redone}` };
    default:
      return assertNever(entry);
  }
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
