// --output yaml: block style, members sorted, lines folded at 80 columns.
// Source: YAML 1.2; the layout and the choice of quotes are libyaml's.
import { isJsonObject, type Json } from '../../../base/json.ts';
import { isEmptyObject } from './json.ts';
import { isJsonList, isScalar } from './scalars.ts';
import { yamlDoubleQuoted, yamlString } from './yaml-scalars.ts';

/** Nothing for an operation that answers nothing. */
export function formatYaml(value: Json): string {
  if (isEmptyObject(value)) return '';
  // A text alone is always double-quoted: a plain one would need a document end behind it.
  if (typeof value === 'string') return `${yamlDoubleQuoted(value, 0, 2)}\n`;
  return isScalar(value) ? `${scalar(value, 0, 0)}\n` : block(value, 0);
}

/** A stream of documents is a list, written item by item as the pages come. */
export const formatYamlItem = (value: Json): string => block([value], 0);

const isInline = (value: Json): boolean =>
  isScalar(value) || (isJsonList(value) ? value.length === 0 : isEmptyObject(value));

/** The lines of a structure or list whose entries stand at this column. */
function block(value: Json, column: number): string {
  if (isInline(value)) return `${scalar(value, column, column)}\n`;
  const margin = ' '.repeat(column);
  if (isJsonList(value)) {
    return value
      .map((item) => {
        if (isInline(item)) return `${margin}- ${scalar(item, column + 2, column + 2)}\n`;
        // The item's first line continues the dash's.
        return `${margin}- ${block(item, column + 2).slice(column + 2)}`;
      })
      .join('');
  }
  if (!isJsonObject(value)) return '';
  return Object.keys(value)
    .sort()
    .map((name) => `${margin}${member(name, value[name] ?? null, column)}`)
    .join('');
}

function member(name: string, value: Json, column: number): string {
  // libyaml writes a long or broken key in the explicit form.
  if (name.length > 128 || name.includes('\n')) return explicitMember(name, value, column);
  const key = yamlString(name, column, Number.POSITIVE_INFINITY, true);
  if (isInline(value)) return `${key}: ${scalar(value, column + key.length + 2, column + 2)}\n`;
  // A list in a structure stands under its name, not indented.
  return `${key}:\n${block(value, isJsonList(value) ? column : column + 2)}`;
}

function explicitMember(name: string, value: Json, column: number): string {
  const key = `? ${yamlString(name, column + 2, column + 2)}\n${' '.repeat(column)}`;
  const shown = isInline(value)
    ? `${scalar(value, column + 2, column + 2)}\n`
    : block(value, column + 2).slice(column + 2);
  return `${key}: ${shown}`;
}

function scalar(value: Json, column: number, indent: number): string {
  if (typeof value === 'string') return yamlString(value, column, indent);
  if (isJsonList(value)) return '[]';
  return isJsonObject(value) ? '{}' : String(value);
}
