// A sandbox's identifiers are random, so where a line names one that an earlier line was given, the shared lines name a
// variable instead, and the earlier line puts the new world's identifier into it.
import type { CallRecord, Redacted } from '../world/entry.ts';
import { changing } from './happenings.ts';
import type { Happening } from './happenings.ts';

/** Which member of which operation's answer is a new identifier, and how to list those that there are. */
const producers = new Map([
  ['CreateKey', { path: ['KeyMetadata', 'KeyId'], prefix: 'KEY', list: `aws kms list-keys --query 'Keys[].KeyId'` }],
  [
    'CreateCustomKeyStore',
    {
      path: ['CustomKeyStoreId'],
      prefix: 'STORE',
      list: `aws kms describe-custom-key-stores --query 'CustomKeyStores[].CustomKeyStoreId'`,
    },
  ],
]);

export interface Made {
  readonly id: string;
  readonly call: CallRecord;
}

export const madeBy = (happening: Happening): readonly Made[] =>
  happening.calls.filter(changing).flatMap((call) => {
    const path = producers.get(call.operation)?.path;
    const id = path?.reduce<Redacted | undefined>((value, name) => member(value, name), call.output);
    return typeof id === 'string' ? [{ id, call }] : [];
  });

const member = (value: Redacted | undefined, name: string): Redacted | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, Redacted>>)[name]
    : undefined;

/** A name for the `number`th identifier of its sort that no line uses. */
export function variableFor(made: Made, number: number, lines: string): string {
  const name = `${producers.get(made.call.operation)?.prefix ?? 'ID'}_${number}`;
  return new RegExp(`\\b${name}\\b`).test(lines) ? variableFor(made, number + 100, lines) : name;
}

/** The lines that do what `line` did and put what it made into `variable`. */
export function capture(line: string, made: Made, variable: string): readonly string[] {
  const producer = producers.get(made.call.operation);
  if (!producer) return [line];
  const simple = /^aws [^|&;<>()$`\n]*$/.test(line) && !/ --(query|output|cli-input|generate)/.test(line);
  if (simple) return [`${variable}=$(${line.trim()} --query ${producer.path.join('.')} --output text)`];
  // Any other line is left as it is; what there is behind it and was not before is what it made.
  const list = `$(${producer.list} --region ${made.call.region} --output text)`;
  const find = `case " $BEFORE " in *"$ID"*) ;; *) ${variable}=$ID ;; esac`;
  return [`BEFORE=${list}`, line, `for ID in ${list}; do ${find}; done`];
}

/** The line with the variable wherever it names the identifier. Undefined where bash would not look into the text. */
export function substitute(line: string, id: string, variable: string): string | undefined {
  const hereDocument = /<<-?\s*['"\\]/.exec(line);
  if (hereDocument && line.indexOf(id, hereDocument.index) >= 0) return undefined;
  let result = '';
  let quote = '';
  for (let at = 0; at < line.length;) {
    if (line.startsWith(id, at)) {
      result += quote === "'" ? `'"\${${variable}}"'` : `\${${variable}}`;
      at += id.length;
      continue;
    }
    const character = line[at] ?? '';
    if (character === '\\' && quote !== "'") {
      result += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (character === quote) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) quote = character;
    result += character;
    at += 1;
  }
  return result;
}
