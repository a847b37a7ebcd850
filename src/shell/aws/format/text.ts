// --output text: a line for each structure, its scalars sorted by name and separated by tabs; a nested structure's or
// list's lines begin with its name in capitals.
// Source: AWS CLI User Guide, "Text output format".
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { isJsonList, isScalar, scalarText } from './scalars.ts';

export function formatText(value: Json): string {
  return lines(value, undefined, undefined)
    .map((line) => `${line}\n`)
    .join('');
}

function lines(value: Json, name: string | undefined, columns: readonly string[] | undefined): string[] {
  if (isJsonObject(value)) return structureLines(value, name, columns);
  if (isJsonList(value)) return listLines(value, name);
  return [scalarText(value)];
}

function listLines(list: readonly Json[], name: string | undefined): string[] {
  if (list.length === 0) return [];
  if (list.some(isJsonObject)) {
    const columns = scalarNames(list.filter(isJsonObject));
    return list.flatMap((item) => lines(item, name, columns));
  }
  const scalars = list.filter(isScalar);
  const nested = list.filter((item) => !isScalar(item));
  return [
    ...(scalars.length > 0 ? scalarLines(scalars, name) : []),
    ...nested.flatMap((item) => lines(item, name, undefined)),
  ];
}

function scalarLines(scalars: readonly Json[], name: string | undefined): string[] {
  if (name === undefined) return [scalars.map(scalarText).join('\t')];
  return scalars.map((scalar) => `${name.toUpperCase()}\t${scalarText(scalar)}`);
}

function structureLines(
  structure: JsonObject,
  name: string | undefined,
  columns: readonly string[] | undefined,
): string[] {
  const names = Object.keys(structure).sort();
  // In a list of structures every line has the columns of all, empty where one lacks a member.
  const scalars = (columns ?? names.filter((key) => isScalar(structure[key] ?? null))).map((key) =>
    Object.hasOwn(structure, key) ? scalarText(structure[key] ?? null) : '',
  );
  const nested = names.filter((key) => (columns ? !columns.includes(key) : !isScalar(structure[key] ?? null)));
  return [
    ...(scalars.length > 0 ? [[...(name === undefined ? [] : [name.toUpperCase()]), ...scalars].join('\t')] : []),
    ...nested.flatMap((key) => lines(structure[key] ?? null, key, undefined)),
  ];
}

function scalarNames(structures: readonly JsonObject[]): string[] {
  const names = structures.flatMap((it) => Object.keys(it).filter((key) => isScalar(it[key] ?? null)));
  return [...new Set(names)].sort();
}
